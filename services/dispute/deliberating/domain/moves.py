"""Which step leads from which state to which: the table that the program obeys."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from services.dispute.deliberating.domain.states import OVER, State

Who = Literal["resident", "host", "cases", "offices", "time"]
"""`cases`: those that repeat themselves; `offices`: who owes what was promised."""


@dataclass(frozen=True)
class Move:
    """`to`: None where the state stays what it was."""

    action: str
    by: Who
    of: tuple[State, ...]
    to: tuple[State, ...] = ()


STATES: tuple[State, ...] = get_args(State)
BEFORE: tuple[State, ...] = ("taken", "surveying", "surveyed", "scheduled")
"""Taken up, and nobody has met yet."""
UNDER_WAY: tuple[State, ...] = (*BEFORE, "held", "following")

MOVES = (
    Move("join", "cases", ("proposed", *UNDER_WAY)),
    Move("leave", "resident", STATES),
    Move("take", "host", ("proposed",), ("taken",)),
    Move("decline", "host", ("proposed",), ("declined",)),
    Move("remind_host", "time", ("proposed",)),
    Move("reword", "host", (*UNDER_WAY, "closed")),
    Move("support", "resident", UNDER_WAY),
    Move("publish_survey", "host", ("taken",), ("surveying",)),
    Move("answer_survey", "resident", ("surveying",)),
    Move("close_survey", "host", ("surveying",), ("surveyed",)),
    Move("close_survey", "time", ("surveying",), ("surveyed",)),
    Move("schedule", "host", ("taken", "surveyed", "held"), ("scheduled",)),
    Move("move_meeting", "host", ("scheduled",)),
    Move("remind_of_meeting", "time", ("scheduled",)),
    Move("brief", "host", ("scheduled",)),
    Move("speak", "resident", (*BEFORE, "held")),
    Move("release", "host", UNDER_WAY),
    Move("hold", "host", ("scheduled",), ("held",)),
    Move("minute", "host", ("held", "following", "closed")),
    Move("promise", "host", ("held", "following"), ("following",)),
    Move("progress", "offices", ("following",)),
    Move("settle", "offices", ("following",), ("following", "closed")),
    Move("close", "host", (*BEFORE, "held"), ("closed",)),
    Move("forget", "time", ("declined", "closed")),
)


def is_open(action: str, state: State) -> bool:
    return any(move.action == action and state in move.of for move in MOVES)


def from_here(state: State, *by: Who) -> tuple[str, ...]:
    """What these may do with a topic in that state, in the table's order."""
    here = (move.action for move in MOVES if state in move.of and move.by in by)
    return tuple(dict.fromkeys(here))


def diagram() -> Iterator[str]:
    """Lines of a Mermaid state diagram: what moves a topic; the table has the rest."""
    yield "stateDiagram-v2"
    yield "    [*] --> proposed: propose"
    arrows = ((b, a, m.action) for m in MOVES for b in m.of for a in m.to)
    for before, after, action in dict.fromkeys(arrows):
        yield f"    {before} --> {after}: {action}"
    yield from (f"    {state} --> [*]" for state in STATES if state in OVER)
