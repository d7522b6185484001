"""What one department owes."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from services.kit.limits.clock import Clock
from services.routing.domain.moves import OPEN, RUNNING, TaskState

LONGEST_ANSWER = 170_000
"""Characters, sealed: an `AnswerText` of the greatest length fits."""
MOST_STOPS = 50
"""Of one clock, those by law too: a state that grows for ever cannot be kept."""

Role = Literal["lead", "co_handler"]
Decision = Literal["requested", "granted", "refused"]


class Remembered(BaseModel):
    model_config = ConfigDict(frozen=True)


class Timing(Remembered):
    """When time will act on it: follows from its clock, the calendar and the norms."""

    due_at: datetime
    provisional: bool = False
    warn_at: datetime | None = None
    overdue: tuple[datetime, ...] = ()
    """When supervision reaches its levels, if the task is open then."""
    sign_by: datetime | None = None
    unsigned: tuple[datetime, ...] = ()
    """The same, if nobody has signed."""
    return_by: datetime | None = None
    contact_by: datetime | None = None


class Pause(Remembered):
    reason: str
    statutory: bool
    evidence: str
    until: datetime


class Extending(Remembered):
    """Once: whatever was decided, it cannot be asked again."""

    amount: int
    approver: str
    reason: str
    state: Decision = "requested"
    asked_by: str = ""
    """Who asked, where it is known: nobody approves of one's own wish."""


class Parking(Remembered):
    reason: str
    state: Decision = "requested"
    review_at: datetime | None = None


class Exclusion(Remembered):
    reason: str
    state: Decision = "requested"
    decided_for: str = ""


class Return(Remembered):
    reason: str
    law: str
    decide_by: datetime


class Task(Remembered):
    task_id: str
    department: str
    role: Role
    round: int = 1
    parent: str | None = None
    whistled_by: str | None = None
    designated: bool = False
    owes_contact: bool = False
    """The resident waits for a first word of this department."""
    clock: Clock
    """It began with the first department that had this task, and is never reset."""
    assigned_at: datetime
    timing: Timing
    state: TaskState = "assigned"
    acknowledged_at: datetime | None = None
    contacted_at: datetime | None = None
    completed_at: datetime | None = None
    returned: Return | None = None
    pauses: tuple[Pause, ...] = ()
    extension: Extending | None = None
    parking: Parking | None = None
    exclusion: Exclusion | None = None
    grades: dict[str, int] = Field(default_factory=dict)
    """By the department that gave it."""
    warned: bool = False
    overdue: bool = False
    contact_missed: bool = False
    undecided: bool = False
    levels: dict[str, int] = Field(default_factory=dict)
    """The level of supervision that was reached, by reason."""
    ladders: dict[str, tuple[datetime, ...]] = Field(default_factory=dict)
    """When it climbs for something that happened once, by reason."""
    outcome: str | None = None
    authority: str | None = None
    """Who has the power, where the city has not."""
    answer: str | None = None
    """The lead's, sealed for intake."""

    @property
    def open(self) -> bool:
        return self.state in OPEN

    @property
    def running(self) -> bool:
        return self.state in RUNNING

    @property
    def leads(self) -> bool:
        return self.role == "lead"

    @property
    def due_at(self) -> datetime:
        return self.timing.due_at

    @property
    def level(self) -> int:
        return max(self.levels.values(), default=0)

    @property
    def pause(self) -> Pause | None:
        return self.pauses[-1] if self.state == "paused" else None

    def still_until(self, now: datetime) -> datetime:
        """Since when its clock runs, going on now: a pause ends when it was to end."""
        return min(now, self.pause.until) if self.pause else now

    def cancelled(self, now: datetime) -> "Task":
        clock = self.clock.go_on(self.still_until(now))
        return self.but(state="cancelled", clock=clock)

    def but(self, **fields: Any) -> "Task":
        return self.model_copy(update=fields)

    def at_level(self, reason: str, level: int) -> "Task":
        return self.but(levels=self.levels | {reason: level})
