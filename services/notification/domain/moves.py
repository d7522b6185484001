"""Which step leads from which state to which: the table that the program obeys."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from services.notification.domain.states import State

Who = Literal["service", "provider", "person", "operator", "time"]


@dataclass(frozen=True)
class Move:
    action: str
    by: Who
    of: tuple[State, ...]
    to: State


STATES: tuple[State, ...] = get_args(State)
WRITABLE: tuple[State, ...] = ("created", "waiting_for_contact", "technical_failure")
"""Nobody has tried to send it yet, or it could not even be written."""
OPEN: tuple[State, ...] = (
    *WRITABLE,
    "queued",
    "temporary_failure",
    "permanent_failure",
    "sending",
)
"""Its next attempt may begin; one that runs keeps it until its lease is over."""
LATE: tuple[State, ...] = ("sent", "expired", "handed_to_person")
"""It may turn out to have arrived: a telephone that is switched on again says so."""
ENDED: tuple[State, ...] = (
    "sent",
    "delivered",
    "suppressed",
    "handed_to_person",
)
COPIES_TOO: tuple[State, ...] = (*OPEN, "handed_to_person", "sent", "expired")
"""Of a copy beside the proof, the last two: nobody is sent where it did not arrive."""

MOVES = (
    Move("wait", "service", OPEN, "waiting_for_contact"),
    Move("contact_known", "service", ("waiting_for_contact",), "created"),
    Move("queue", "service", OPEN, "queued"),
    Move("claim", "service", OPEN, "sending"),
    Move("accept", "provider", (*OPEN, "expired"), "sent"),
    Move("confirm", "provider", (*OPEN, *LATE), "delivered"),
    Move("fail_for_now", "provider", ("sending",), "temporary_failure"),
    Move("fail_for_good", "provider", (*OPEN, "sent"), "permanent_failure"),
    Move("fail_technically", "service", OPEN, "technical_failure"),
    Move("go_without_receipt", "time", ("sent",), "permanent_failure"),
    Move("expire", "time", OPEN, "expired"),
    Move("hand_over", "service", (*OPEN, "sent", "expired"), "handed_to_person"),
    Move("take", "person", ("handed_to_person",), "handed_to_person"),
    Move("give_back", "person", ("handed_to_person",), "handed_to_person"),
    Move("not_reached", "person", ("handed_to_person",), "handed_to_person"),
    Move("done", "person", ("handed_to_person",), "delivered"),
    Move("suppress", "service", COPIES_TOO, "suppressed"),
    Move("retry", "operator", ("technical_failure",), "created"),
    Move("resend", "operator", ENDED, "created"),
)


def may(action: str, state: State) -> bool:
    return any(move.action == action and state in move.of for move in MOVES)


def diagram() -> Iterator[str]:
    """Lines of a Mermaid state diagram."""
    yield "stateDiagram-v2"
    yield "    [*] --> created: tell"
    for move in MOVES:
        for before in move.of:
            yield f"    {before} --> {move.to}: {move.action}"
