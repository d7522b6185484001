"""Everybody does what is left to do."""

from services.routing.domain.acting.act import act
from services.routing.domain.acting.own import TaskAction
from services.routing.domain.deciding.meetings import RecordMeeting, record_meeting
from services.routing.domain.deciding.returns import (
    DecideReturn,
    Designate,
    decide_return,
    designate,
)
from services.routing.domain.planning import Assign, assign
from services.routing.domain.task import Task
from tests.routing.machine.life import Life
from tests.routing.world import ANSWER

NEXT = {
    "assigned": "acknowledge",
    "paused": "resume",
    "parked": "resume",
    "acknowledged": "complete",
}

NEVER_ACCUSED = "urban-mgmt"
"""Whoever the report is about, this one can be named."""


def finish(life: Life) -> None:
    """Raises `AssertionError` if somebody cannot."""
    life.wakes()
    if life.handling.state == "triage":
        usual, other = Assign("market", ("housing",)), Assign(NEVER_ACCUSED)
        assert life.commanded(assign, usual) or life.commanded(assign, other)
    while life.handling.open_tasks:
        *_, lead = sorted(life.handling.open_tasks, key=lambda task: task.leads)
        waits_for = life.handling.waits_for(lead)
        _do_something(life, waits_for[0] if waits_for else lead)


def _do_something(life: Life, task: Task) -> None:
    if task.state == "returned":
        _put_back(life, task)
        return
    assert life.commanded(act, next_of(life, task))


def next_of(life: Life, task: Task) -> TaskAction:
    return TaskAction(
        id=f"next-{len(life.facts)}#x",
        department=task.department,
        task_id=task.task_id,
        action=NEXT[task.state],
        outcome="resolved",
        answer=ANSWER,
    )


def _put_back(life: Life, task: Task) -> None:
    if life.commanded(decide_return, DecideReturn(task.task_id, "dismissed")):
        return
    if life.handling.meeting:
        assert life.commanded(record_meeting, RecordMeeting((NEVER_ACCUSED,), "sealed"))
    assert life.commanded(designate, Designate(task.task_id, task.department))
