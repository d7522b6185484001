"""What a case may be, and how much of whose it is is known."""

from typing import Literal

State = Literal[
    "draft",
    "expired",
    "registered",
    "correction_requested",
    "accepted",
    "declined",
    "handed_over",
    "answered_at_once",
    "in_progress",
    "answered",
    "reopened",
    "closed",
    "withdrawn",
]
Anonymity = Literal["named", "confidential", "anonymous"]
OVER: frozenset[State] = frozenset(
    (
        "expired",
        "declined",
        "handed_over",
        "answered_at_once",
        "answered",
        "closed",
        "withdrawn",
    )
)
"""Nobody of the city owes an answer."""
