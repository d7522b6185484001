"""Which step leads from which state to which: the table that the program obeys."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from services.intake.domain.states import State

Who = Literal["resident", "window", "offices", "operator", "time"]
"""`resident`: also the window for them."""


@dataclass(frozen=True)
class Move:
    """`to`: None where the state stays what it was."""

    action: str
    by: Who
    of: tuple[State, ...]
    to: tuple[State, ...] = ()


STATES: tuple[State, ...] = get_args(State)
OPEN: tuple[State, ...] = ("registered", "accepted", "in_progress", "reopened")
UNDECIDED: tuple[State, ...] = ("registered", "correction_requested")
AT_ONCE: tuple[State, ...] = ("answered_at_once",)
AT_REGISTRATION: tuple[State, ...] = (
    "registered",
    "accepted",
    "handed_over",
    "answered_at_once",
)

MOVES = (
    Move("save", "resident", ("draft",)),
    Move("discard", "resident", ("draft",), ("expired",)),
    Move("expire", "time", ("draft",), ("expired",)),
    Move("hand_in", "resident", ("draft",), AT_REGISTRATION),
    Move("accept", "window", ("registered", "handed_over"), ("accepted",)),
    Move("accept_by_silence", "time", ("registered",), ("accepted",)),
    Move("request_correction", "window", ("registered",), ("correction_requested",)),
    Move("correct", "resident", UNDECIDED, ("registered",)),
    Move("decline", "window", UNDECIDED, ("declined",)),
    Move("decline_uncorrected", "time", ("correction_requested",), ("declined",)),
    Move("hand_over", "window", UNDECIDED, ("handed_over",)),
    Move("confirm_hand_over", "window", ("handed_over",)),
    Move("answer", "window", UNDECIDED, ("answered_at_once",)),
    Move("withdraw", "resident", (*OPEN, "correction_requested"), ("withdrawn",)),
    Move("urge", "resident", OPEN),
    Move("supplement", "resident", OPEN),
    Move("attach", "resident", ("draft", *OPEN, "correction_requested")),
    Move("take_back", "resident", ("draft", *UNDECIDED)),
    Move("evaluate", "resident", ("answered",)),
    Move("evaluate", "resident", AT_ONCE, ("answered_at_once", "accepted")),
    Move("reopen", "resident", ("answered",), ("reopened",)),
    Move("reopen", "resident", AT_ONCE, ("accepted",)),
    Move("assign", "offices", ("accepted", "answered", "reopened"), ("in_progress",)),
    Move("conclude", "offices", ("in_progress", "reopened"), ("answered",)),
    Move("close", "time", ("answered", *AT_ONCE), ("closed",)),
    Move("erase", "operator", ("answered", *AT_ONCE), ("closed",)),
    Move("erase", "operator", ("declined", "handed_over", "closed", "withdrawn")),
)


def is_open(action: str, state: State) -> bool:
    return any(move.action == action and state in move.of for move in MOVES)


def from_here(state: State, *by: Who) -> tuple[str, ...]:
    """What these people may do with a case in that state, in the table's order."""
    here = (move.action for move in MOVES if state in move.of and move.by in by)
    return tuple(dict.fromkeys(here))


def diagram() -> Iterator[str]:
    """Lines of a Mermaid state diagram."""
    yield "stateDiagram-v2"
    yield "    [*] --> draft: save"
    yield from (f"    [*] --> {state}: register" for state in AT_REGISTRATION)
    for move in MOVES:
        for before in move.of:
            for after in move.to or (before,):
                yield f"    {before} --> {after}: {move.action}"
