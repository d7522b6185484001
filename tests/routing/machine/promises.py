"""What every single change of a handling has to keep."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from contracts.envelope import Payload
from contracts.routing import (
    CaseConcluded,
    CaseSupervised,
    CoHandlerReported,
    FirstContactMissed,
    FirstContactRecorded,
    Rescheduled,
    ReturnDecided,
    TaskAssigned,
    TaskCancelled,
    TaskCompleted,
    TaskDueSoon,
    TaskOverdue,
    TaskSupervised,
    TaskTransferred,
    TaskWaived,
    TriageRequested,
)
from services.kit.writing.change import Change
from services.routing.domain.handling import Handling
from services.routing.domain.moves import arrows
from services.routing.domain.task import Task

STEPS = {(before, after) for before, after, _ in arrows()}
ENDS = (TaskCompleted, TaskCancelled, TaskWaived, TaskTransferred)
ONCE = ("unsigned", "refused", "reopened", "urged")
Facts = Sequence[Payload]


def kept(before: Handling, change: Change[Handling], earlier: Facts) -> None:
    after, said = change.state, change.facts
    for task in after.tasks:
        former = before.task(task.task_id)
        if former is None:
            _begins(task, said)
        else:
            _moves_by_an_arrow(former, task)
            _keeps_its_clock(former, task)
            _is_rescheduled_by_a_fact(former, task, said)
    assert [t.task_id for t in after.tasks[: len(before.tasks)]] == [
        task.task_id for task in before.tasks
    ]
    _counts_who_is_open(after, said)
    everything = [*earlier, *said]
    _ends_once(everything)
    _is_concluded_once_a_round(everything)
    _is_late_once_an_end(everything)
    _is_told_once(everything)
    _is_not_missed_once_it_was_made(everything)


def _begins(task: Task, said: Facts) -> None:
    assert task.state == "assigned"
    (told,) = (f for f in _of(said, TaskAssigned) if f.task_id == task.task_id)
    assert told.due_at == task.due_at


def _moves_by_an_arrow(before: Task, after: Task) -> None:
    if before.state != after.state:
        assert (before.state, after.state) in STEPS


def _keeps_its_clock(before: Task, after: Task) -> None:
    """What was stopped stays stopped; the last stop may get its end, or a new begin."""
    was, now = before.clock, after.clock
    assert (now.limit, now.started_at) == (was.limit, was.started_at)
    assert now.extended >= was.extended
    closed = [stop for stop in was.stops if stop.until]
    assert list(now.stops[: len(closed)]) == closed
    assert now.stopped == (after.state in ("paused", "parked"))


def _is_rescheduled_by_a_fact(before: Task, after: Task, said: Facts) -> None:
    told = [f.due_at for f in _of(said, Rescheduled) if f.task_id == after.task_id]
    if before.due_at != after.due_at:
        assert told[-1:] == [after.due_at]


def _counts_who_is_open(after: Handling, said: Facts) -> None:
    for fact in _of(said, CoHandlerReported):
        waiting = after.task(fact.task_id)
        assert waiting is not None
        assert waiting.open
        assert fact.open == len(after.waits_for(waiting))


def _ends_once(facts: Facts) -> None:
    ends = [fact.task_id for kind in ENDS for fact in _of(facts, kind)]
    moved = (f for f in _of(facts, ReturnDecided) if f.decision == "upheld")
    _no_two([*ends, *(fact.task_id for fact in moved)])


def _is_concluded_once_a_round(facts: Facts) -> None:
    _no_two(fact.round for fact in _of(facts, CaseConcluded))


def _is_late_once_an_end(facts: Facts) -> None:
    for kind in (TaskDueSoon, TaskOverdue):
        _no_two((fact.task_id, fact.due_at) for fact in _of(facts, kind))


def _is_told_once(facts: Facts) -> None:
    """`overdue` and `review` come again: with another end, after another month."""
    told = [f for f in _of(facts, TaskSupervised) if f.reason in ONCE]
    _no_two((fact.task_id, fact.reason, fact.level) for fact in told)
    _no_two(_of_nobody(facts))


def _of_nobody(facts: Facts) -> Iterator[tuple[int, int]]:
    """Levels, each time that the case was left to the dispatcher: a merged one comes
    back to triage.
    """
    times = 0
    for fact in facts:
        times += isinstance(fact, TriageRequested)
        if isinstance(fact, CaseSupervised) and fact.reason == "nobody_assigned":
            yield times, fact.level


def _is_not_missed_once_it_was_made(facts: Facts) -> None:
    made: set[str] = set()
    for fact in facts:
        if isinstance(fact, FirstContactMissed):
            assert fact.task_id not in made
        if isinstance(fact, FirstContactMissed | FirstContactRecorded):
            made.add(fact.task_id)


def _no_two(found: Iterable[Any]) -> None:
    listed = list(found)
    assert len(listed) == len(set(listed))


def _of(facts: Facts, kind: type) -> list[Any]:
    return [fact for fact in facts if isinstance(fact, kind)]
