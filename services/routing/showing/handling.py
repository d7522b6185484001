"""A handling as it is shown: who has what, for how long, and why."""

from datetime import datetime

from pydantic import BaseModel

from services.kit.limits.calendar import WorkCalendar
from services.kit.serving.principal import Principal
from services.routing.domain.handling import (
    Conclusion,
    FollowUp,
    Handling,
    HandlingState,
    Meeting,
    Statutory,
)
from services.routing.domain.moves import ALLOWED, TaskState
from services.routing.domain.task import Decision, Exclusion, Parking, Pause, Role, Task
from services.routing.showing.arithmetic import in_chinese, in_english, read, reading


class Words(BaseModel):
    """A limit, when it began, what is used up and stopped, when it ends, and why."""

    zh: str
    en: str


class StatutoryView(BaseModel):
    """The clock of the case by law, apart from every department's."""

    due_at: datetime
    provisional: bool
    overdue: bool
    stopped: bool
    limit: Words


class ExtensionView(BaseModel):
    amount: int
    approver: str
    reason: str
    state: Decision


class TaskView(BaseModel):
    task_id: str
    department: str
    role: Role
    round: int
    parent: str | None
    whistled_by: str | None
    designated: bool
    state: TaskState
    started_at: datetime
    assigned_at: datetime
    due_at: datetime
    provisional: bool
    sign_by: datetime | None
    contact_by: datetime | None
    overdue: bool
    level: int
    levels: dict[str, int]
    return_reason: str | None
    return_law: str | None
    pause: Pause | None
    extension: ExtensionView | None
    parking: Parking | None
    exclusion: Exclusion | None
    outcome: str | None
    authority: str | None
    allowed: tuple[str, ...]
    """What its department may do with it now."""
    waits_for: tuple[str, ...]
    """Departments that have to report before it can be completed."""
    limit: Words


class MeetingView(BaseModel):
    at: datetime
    departments: tuple[str, ...]
    held: bool


class HandlingView(BaseModel):
    case_id: str
    case_no: str
    kind: str
    category: str
    area: str
    urgency: str
    priority: int
    state: HandlingState
    round: int
    lead: str | None
    rule: str
    rules_version: str
    why_zh: tuple[str, ...]
    why_en: tuple[str, ...]
    accused: tuple[str, ...]
    """Whom a report is about: none of them can be named."""
    statutory: StatutoryView | None
    unassigned_until: datetime | None
    levels: dict[str, int]
    returns: int
    urges: int
    supplements: int
    meetings: list[MeetingView]
    conclusions: tuple[Conclusion, ...]
    follow_ups: tuple[FollowUp, ...]
    merged_into: str | None
    tasks: list[TaskView]


def handling_view(
    handling: Handling, caller: Principal, calendar: WorkCalendar, now: datetime
) -> HandlingView:
    """A department sees its own tasks, and those that it waits for; others all."""
    everything = caller.has("dispatcher", "supervisor")
    own = [t for t in handling.tasks if everything or t.department == caller.department]
    waited_for = [part for task in own for part in handling.waits_for(task)]
    shown = {task.task_id: task for task in (*own, *waited_for)}
    plain = {"tasks", "meetings", "statutory", "answered", "limit", "limit_name"}
    lead = handling.lead
    return HandlingView.model_validate(
        handling.model_dump(exclude=plain)
        | {
            "lead": lead.department if lead else None,
            "statutory": _statutory(handling.statutory, calendar, now),
            "unassigned_until": handling.unassigned and handling.unassigned.due_at,
            "meetings": [_meeting(meeting) for meeting in handling.meetings],
            "tasks": [_task(handling, t, calendar, now) for t in shown.values()],
        }
    )


def _task(
    handling: Handling, task: Task, calendar: WorkCalendar, now: datetime
) -> TaskView:
    clock = reading(task, calendar, now)
    timing, returned = task.timing, task.returned
    held = task.model_dump(exclude={"clock", "timing", "returned", "answer", "pauses"})
    return TaskView.model_validate(
        held
        | timing.model_dump(exclude={"overdue"})
        | {
            "started_at": task.clock.started_at,
            "level": task.level,
            "return_reason": returned and returned.reason,
            "return_law": returned and returned.law,
            "pause": task.pause,
            "allowed": ALLOWED[task.state],
            "waits_for": [part.department for part in handling.waits_for(task)],
            "limit": Words(zh=in_chinese(clock), en=in_english(clock)),
        }
    )


def _statutory(
    statutory: Statutory | None, calendar: WorkCalendar, now: datetime
) -> StatutoryView | None:
    if statutory is None:
        return None
    clock, due_at = statutory.clock, statutory.due_at
    shown = read(clock, due_at, statutory.provisional, calendar, now)
    zh, en = in_chinese(shown, "受理"), in_english(shown, "acceptance")
    return StatutoryView(
        due_at=due_at,
        provisional=statutory.provisional,
        overdue=statutory.overdue,
        stopped=clock.stopped,
        limit=Words(zh=zh, en=en),
    )


def _meeting(meeting: Meeting) -> MeetingView:
    held = meeting.minutes is not None
    return MeetingView(at=meeting.at, departments=meeting.departments, held=held)
