"""One attempt at one channel, as the message's log shows it."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

Outcome = Literal[
    "sending",
    "accepted",
    "delivered",
    "not_now",
    "refused",
    "technical",
    "no_receipt",
]
UNDECIDED: tuple[Outcome, ...] = ("sending", "accepted")
KEPT = 40
"""Attempts that a message remembers, the newest."""


class Attempt(BaseModel):
    """`reason` and `reference` name nobody; `id`: of the claim that made it."""

    model_config = ConfigDict(frozen=True)

    id: str
    channel: str
    at: datetime
    outcome: Outcome = "sending"
    provider: str = ""
    reason: str | None = None
    reference: str | None = None
    """The provider's own."""
    round: int = 0
    """How often an operator had the message sent anew before."""
    carries: tuple[str, ...] = ()
    """Messages that could be told along with it."""


Attempts = tuple[Attempt, ...]


def begun(attempts: Attempts, attempt: Attempt) -> Attempts:
    return (*attempts, attempt)[-KEPT:]


def ended(
    attempts: Attempts,
    id: str,
    outcome: Outcome,
    reason: str | None = None,
    reference: str | None = None,
) -> Attempts:
    """An attempt that was forgotten, or ended before, is left as it is."""
    said: dict[str, str | None] = {"outcome": outcome, "reason": reason}
    if reference is not None:
        said["reference"] = reference
    return tuple(
        attempt.model_copy(update=said)
        if attempt.id == id and attempt.outcome in UNDECIDED
        else attempt
        for attempt in attempts
    )


def reference_of(message_id: str, channel: str, round: int = 0) -> str:
    """What a provider knows this message by on this channel, however often it is sent.

    Only an operator who sends it anew makes another.
    """
    again = f".{round}" if round else ""
    return f"{message_id}.{channel}{again}"


def message_of(reference: str) -> tuple[str, str]:
    """The message and the channel that a provider's receipt is about."""
    message_id, _, rest = reference.partition(".")
    return message_id, rest.partition(".")[0]


def round_of(reference: str) -> int:
    """How often an operator had it sent anew, when that was made."""
    again = reference.split(".")[2:]
    return int(again[0]) if again and again[0].isdecimal() else 0
