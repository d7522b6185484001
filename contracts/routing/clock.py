"""What stops a task's clock, or moves its end; nothing else does."""

from typing import Annotated, ClassVar, Literal

from pydantic import AwareDatetime, Field

from contracts.codes import Code, DocumentNo
from contracts.routing.task import OfTask


class Rescheduled(OfTask):
    """A fact that moves the end of a task."""

    due_at: AwareDatetime
    """The end that holds from now on."""
    provisional: bool = False
    """True: the holiday calendar of that year is not published yet."""


class TaskPaused(OfTask):
    """The clock stands still, at the latest until `until`."""

    TYPE: ClassVar[str] = "tongban.routing.task-paused.v1"

    reason: Code
    statutory: bool
    """True: time that the law does not count (行政许可法 45)."""
    evidence: DocumentNo
    until: AwareDatetime
    """It resumes by itself then."""


class TaskResumed(Rescheduled):
    """The clock runs on; the end has moved by the working time it stood still."""

    TYPE: ClassVar[str] = "tongban.routing.task-resumed.v1"


class ExtensionRequested(OfTask):
    """A department asks, once and in time, for so much more of its limit."""

    TYPE: ClassVar[str] = "tongban.routing.extension-requested.v1"

    reason: Code
    amount: Annotated[int, Field(ge=1)]
    """How many of `unit`."""
    unit: Code
    """`working_days`, `calendar_days` or `hours`."""
    approver: Code
    """Who decides on it."""


class ExtensionDecided(Rescheduled):
    """Whoever the city's data name has decided; refused: the end is where it was."""

    TYPE: ClassVar[str] = "tongban.routing.extension-decided.v1"

    decision: Literal["granted", "refused"]
    """Refused: `due_at` is what it was."""
    reason: Code | None = None
    """For which it was asked."""


class TaskRescheduled(Rescheduled):
    """A provisional end was computed again: that year's calendar is published."""

    TYPE: ClassVar[str] = "tongban.routing.task-rescheduled.v1"

    role: Literal["lead", "co_handler"] | None = None
    """`lead`: the resident waits for this answer. None: in facts of former days."""


class ParkingRequested(OfTask):
    """A department says: a real problem, which cannot be solved now (挂账)."""

    TYPE: ClassVar[str] = "tongban.routing.parking-requested.v1"

    reason: Code


class ParkingRefused(OfTask):
    """The supervisor says: it can be solved now."""

    TYPE: ClassVar[str] = "tongban.routing.parking-refused.v1"


class TaskParked(OfTask):
    """It waits with a supervisor's consent, and is looked at again at `review_at`."""

    TYPE: ClassVar[str] = "tongban.routing.task-parked.v1"

    reason: Code
    review_at: AwareDatetime
    """When it is looked at again."""
