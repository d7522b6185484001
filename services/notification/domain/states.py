"""What a message may be, and by which ways it may go."""

from typing import Literal

State = Literal[
    "created",
    "waiting_for_contact",
    "queued",
    "sending",
    "sent",
    "delivered",
    "temporary_failure",
    "permanent_failure",
    "technical_failure",
    "expired",
    "suppressed",
    "handed_to_person",
]

EMAIL = "email"
BY_PERSON = ("call", "visit", "letter")
"""Ways that are somebody's work: the last channel of every message is one of them."""

OVER: frozenset[State] = frozenset(
    ("sent", "delivered", "suppressed", "handed_to_person")
)
"""Nothing more is tried; what is sent may still wait for its receipt."""
