"""A handling: all that departments owe for one case."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, ClassVar, Literal

from pydantic import Field

from contracts.codes import derived_id
from services.kit.limits.clock import Clock
from services.kit.limits.limit import Limit
from services.kit.writing.change import Aggregate
from services.routing.domain.alarms import Alarm, alarms_of, rung
from services.routing.domain.earlier import from_schema_1, has_defaults
from services.routing.domain.task import Remembered, Task

MOST_TASKS = 50
MOST_CALLED = 30
"""Tasks at which departments call nobody more: room for moves and later rounds."""
MOST_MEETINGS = 10
MOST_ROUNDS = 20
REMEMBERED = 500
"""Ids of a department's latest answers; only its own repeats can push them out."""

HandlingState = Literal["triage", "in_progress", "concluded", "cancelled"]


class Unassigned(Remembered):
    """Nobody has it: the triage queue's own clock, and its ladder of supervision."""

    due_at: datetime
    ladder: tuple[datetime, ...] = ()


class Statutory(Remembered):
    """The clock of the case by law, apart from every department's (许可法 42)."""

    clock: Clock
    due_at: datetime
    provisional: bool = False
    overdue: bool = False


class Meeting(Remembered):
    """A joint meeting (联席会议); its minutes are sealed."""

    called_at: datetime
    departments: tuple[str, ...]
    at: datetime
    minutes: str | None = None


class Conclusion(Remembered):
    outcome: str
    at: datetime
    round: int
    ask_again_at: datetime | None = None
    bad: bool = False


class FollowUp(Remembered):
    """What the resident answered somebody who did not handle the case."""

    at: datetime
    round: int
    reached: Literal["reached", "refused", "unreachable"]
    contacted: bool | None = None
    resolved: bool | None = None
    satisfied: bool | None = None


class Handling(Aggregate):
    SCHEMA: ClassVar[int] = 4
    UPCASTERS: ClassVar[Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]]] = {
        1: from_schema_1,
        2: has_defaults,
        3: has_defaults,
    }

    case_id: str
    case_no: str
    kind: str
    category: str
    area: str
    urgency: str
    priority: int = 3
    state: HandlingState
    limit: Limit
    """The lead's, also of a lead whom the dispatcher still has to name."""
    limit_name: str = ""
    statutory: Statutory | None = None
    rule: str = ""
    rules_version: str = ""
    why_zh: tuple[str, ...] = ()
    why_en: tuple[str, ...] = ()
    accused: tuple[str, ...] = ()
    """Whom a report is about: none of them, nor anybody below, is given a task."""
    unassigned: Unassigned | None = None
    levels: dict[str, int] = Field(default_factory=dict)
    """The level of supervision that the case itself reached, by reason."""
    tasks: tuple[Task, ...] = ()
    round: int = 1
    returns: int = 0
    urges: int = 0
    supplements: int = 0
    bad_rounds: int = 0
    meetings: tuple[Meeting, ...] = ()
    conclusions: tuple[Conclusion, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    merged_into: str | None = None
    answered: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """By department: ids of what it said here and was heard."""

    @property
    def open_tasks(self) -> tuple[Task, ...]:
        return tuple(task for task in self.tasks if task.open)

    @property
    def has_resident(self) -> bool:
        """What was promised in a deliberation is told to its originators there."""
        return self.kind != "commitment"

    @property
    def under_way(self) -> bool:
        return self.state in ("triage", "in_progress")

    @property
    def lead(self) -> Task | None:
        """首接负责: who has the lead's task leads until somebody else is named."""
        moved = ("reassigned", "transferred")
        leads = (t for t in reversed(self.tasks) if t.leads and t.state not in moved)
        return next(leads, None)

    @property
    def conclusion(self) -> Conclusion | None:
        """The latest; a case that came back has had earlier ones."""
        return self.conclusions[-1] if self.conclusions else None

    @property
    def judged_bad(self) -> bool:
        """Whether the latest conclusion was, by whoever it was for; once is enough."""
        return self.conclusion is not None and self.conclusion.bad

    @property
    def meeting(self) -> Meeting | None:
        """The one that was called and has not been held."""
        waiting = (meeting for meeting in self.meetings if meeting.minutes is None)
        return next(waiting, None)

    @property
    def wake_at(self) -> datetime | None:
        alarms = [*self.alarms, *(a for task in self.tasks for a in alarms_of(task))]
        return min((alarm.at for alarm in alarms), default=None)

    @property
    def alarms(self) -> tuple[Alarm, ...]:
        """Of the case itself; each task has its own."""
        return tuple(_alarms(self))

    @property
    def supervised(self) -> tuple[str | None, int]:
        """Why the case itself is looked at, and how high up; 0: it is not, any more."""
        standing = {r: level for r, level in self.levels.items() if _stands(self, r)}
        reason = max(standing, key=lambda each: standing[each], default=None)
        return reason, standing[reason] if reason else 0

    def waits_for(self, task: Task) -> tuple[Task, ...]:
        """Whose reports a task waits for: its parts', or if it leads, all others'."""
        return tuple(
            other
            for other in self.open_tasks
            if other.parent == task.task_id
            or (task.leads and other.parent is None and not other.leads)
        )

    def index(self) -> dict[str, Any]:
        open_tasks = self.open_tasks
        ends = [task.due_at for task in open_tasks]
        ends += [self.unassigned.due_at] if self.unassigned else []
        reason, level = self.supervised
        return {
            "case_no": self.case_no,
            "area": self.area,
            "handling_state": self.state,
            "task_ids": [task.task_id for task in self.tasks],
            "concerned": sorted({task.department for task in self.tasks}),
            "departments": sorted({task.department for task in open_tasks}),
            "due_at": min(ends, default=None),
            "provisional": self._provisional,
            "supervised_level": level,
            "supervised_for": reason,
        }

    @property
    def _provisional(self) -> bool:
        by_law = self.under_way and self.statutory and self.statutory.provisional
        return bool(by_law) or any(t.timing.provisional for t in self.open_tasks)

    def is_first(self, task: Task) -> bool:
        """Whether it carries the limit of the case itself: the first round's lead."""
        return task.leads and task.round == 1

    def concerns(self, department: str) -> bool:
        """Whether the department has, or once had, a task here."""
        return any(task.department == department for task in self.tasks)

    def task(self, task_id: str) -> Task | None:
        return next((task for task in self.tasks if task.task_id == task_id), None)

    def heard(self, department: str, answer_id: str) -> bool:
        return answer_id in self.answered.get(department, ())

    def heard_otherwise(self, department: str, answer_id: str) -> bool:
        """`key#digest`: whether the key came before with another digest."""
        key, _, digest = answer_id.partition("#")
        earlier = (known.partition("#") for known in self.answered.get(department, ()))
        return any(known == key and other != digest for known, _, other in earlier)

    def but(self, **fields: Any) -> "Handling":
        return self.model_copy(update=fields)

    def at_level(self, reason: str, level: int) -> "Handling":
        return self.but(levels=self.levels | {reason: level})

    def with_task(self, changed: Task) -> "Handling":
        """Replaces the task of the same id, or adds it as the last."""
        if self.task(changed.task_id) is None:
            return self.but(tasks=(*self.tasks, changed))
        same = changed.task_id
        return self.but(
            tasks=tuple(changed if t.task_id == same else t for t in self.tasks)
        )

    def hearing(self, department: str, answer_id: str) -> "Handling":
        latest = (*self.answered.get(department, ()), answer_id)[-REMEMBERED:]
        return self.but(answered=self.answered | {department: latest})

    def next_task_id(self, department: str) -> str:
        return derived_id("task", self.case_id, department, str(len(self.tasks)))


def _stands(case: Handling, reason: str) -> bool:
    """Whether what a level was reached for is not over."""
    match reason:
        case "nobody_assigned":
            return case.state == "triage"
        case "return_undecided":
            return any(t.undecided and t.state == "returned" for t in case.tasks)
        case "reopened":
            return case.state == "concluded"
        case "bad_rounds":
            return case.state == "concluded" and case.judged_bad
    return case.state in ("triage", "in_progress")


def _alarms(case: Handling) -> Iterator[Alarm]:
    if case.state == "triage" and case.unassigned:
        yield from rung("nobody_assigned", case.unassigned.ladder, case.levels)
    if case.under_way and case.round == 1 and case.statutory:
        yield from _by_law(case.statutory)
    if case.state == "concluded" and case.conclusion and case.conclusion.ask_again_at:
        yield Alarm(case.conclusion.ask_again_at, "still_fixed")


def _by_law(statutory: Statutory) -> Iterator[Alarm]:
    """What comes back has been decided before, in time or not."""
    if not (statutory.overdue or statutory.clock.stopped):
        yield Alarm(statutory.due_at, "statutory")
