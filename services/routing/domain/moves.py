"""The state machine of a task: who may do what in which state, and where it leads."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

TaskState = Literal[
    "assigned",
    "acknowledged",
    "returned",
    "paused",
    "parked",
    "completed",
    "reassigned",
    "transferred",
    "waived",
    "cancelled",
]
Actor = Literal["department", "dispatcher", "supervisor", "approver", "case", "time"]

STATES: tuple[TaskState, ...] = get_args(TaskState)
OPEN: tuple[TaskState, ...] = (
    "assigned",
    "acknowledged",
    "returned",
    "paused",
    "parked",
)
RUNNING: tuple[TaskState, ...] = ("assigned", "acknowledged", "returned")
"""The clock runs; it does so too while a return is being decided."""

AT_WORK: tuple[TaskState, ...] = ("assigned", "acknowledged")
SIGNED: tuple[TaskState, ...] = ("acknowledged",)
STILL: tuple[TaskState, ...] = ("paused", "parked")
HELD: tuple[TaskState, ...] = ("assigned", "acknowledged", "paused", "parked")


@dataclass(frozen=True)
class Move:
    """`to`: where it may lead; empty: the task stays as it is."""

    action: str
    by: Actor
    of: tuple[TaskState, ...]
    to: tuple[TaskState, ...] = ()


MOVES: tuple[Move, ...] = (
    Move("acknowledge", "department", ("assigned",), ("acknowledged",)),
    Move("record-contact", "department", HELD),
    Move("return", "department", AT_WORK, ("returned",)),
    Move("pause", "department", SIGNED, ("paused",)),
    Move("resume", "department", STILL, ("acknowledged",)),
    Move("extend", "department", SIGNED),
    Move("request-parking", "department", SIGNED),
    Move("whistle", "department", SIGNED),
    Move("sub-assign", "department", SIGNED),
    Move("request-mediation", "department", AT_WORK),
    Move("complete", "department", SIGNED, ("completed",)),
    Move("assess", "department", (*HELD, "completed")),
    Move("request-exclusion", "department", ("completed",)),
    Move("decide-return", "dispatcher", ("returned",), ("reassigned", *AT_WORK)),
    Move("transfer", "dispatcher", HELD, ("transferred",)),
    Move("designate", "supervisor", ("returned",), ("reassigned", *AT_WORK)),
    Move("waive", "supervisor", RUNNING, ("waived",)),
    Move("decide-parking", "supervisor", SIGNED, ("parked",)),
    Move("review-parking", "supervisor", ("parked",), ("acknowledged",)),
    Move("decide-extension", "approver", (*AT_WORK, "paused")),
    Move("decide-exclusion", "supervisor", ("completed",)),
    Move("cancel", "case", OPEN, ("cancelled",)),
    Move("end-of-pause", "time", ("paused",), ("acknowledged",)),
)
MOVE: Mapping[str, Move] = {move.action: move for move in MOVES}


def _allowed(state: TaskState) -> tuple[str, ...]:
    return tuple(m.action for m in MOVES if m.by == "department" and state in m.of)


ALLOWED: Mapping[TaskState, tuple[str, ...]] = {s: _allowed(s) for s in STATES}
"""What a department may do with a task as it stands."""

ACTIONS: tuple[str, ...] = tuple(m.action for m in MOVES if m.by == "department")


def arrows() -> Iterator[tuple[TaskState, TaskState, Move]]:
    """Every step there is from one state to another."""
    for move in MOVES:
        for before in move.of:
            for after in move.to:
                yield before, after, move


def diagram() -> str:
    """As Mermaid draws it, without the actions that leave the state as it is."""
    lines = ["stateDiagram-v2", "    [*] --> assigned"]
    steps: dict[tuple[str, str], list[str]] = {}
    for before, after, move in arrows():
        steps.setdefault((before, after), []).append(f"{move.action} ({move.by})")
    for (source, target), actions in steps.items():
        lines.append(f"    {source} --> {target}: {', '.join(actions)}")
    ends = [state for state in STATES if state not in OPEN]
    lines += [f"    {state} --> [*]" for state in ends]
    return "\n".join(lines) + "\n"
