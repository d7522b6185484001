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
IN_APP = "in_app"
"""Whoever asks for it looks there; for all others it is no way to be told."""
BY_PERSON = ("call", "visit", "letter")
"""Ways that are somebody's work: the last channel of every message is one of them."""

OVER: frozenset[State] = frozenset(
    ("sent", "delivered", "suppressed", "handed_to_person")
)
"""Nothing more is tried; what is sent may still wait for its receipt."""
