"""What becomes of one department's task."""

from typing import Annotated, ClassVar, Literal

from pydantic import AwareDatetime, Field

from contracts.codes import AreaCode as Area
from contracts.codes import CaseNo, Code, DepartmentCode, TaskId
from contracts.envelope import Payload
from contracts.sealed import For, Sealed


class OfTask(Payload):
    """A fact about one department's task."""

    task_id: TaskId
    department: DepartmentCode


class TaskAssigned(OfTask):
    """A department has become answerable for a task until `due_at`."""

    TYPE: ClassVar[str] = "tongban.routing.task-assigned.v1"

    case_no: CaseNo
    role: Literal["lead", "co_handler"]
    """`lead`: the answer to the resident is this department's."""
    kind: Code
    category: Code
    area: Area
    urgency: Code
    assigned_at: AwareDatetime
    """From this moment the clock runs."""
    due_at: AwareDatetime
    """The end of the clock; only the facts of a moved end change it."""
    provisional: bool = False
    """True: the holiday calendar of that year is not published yet."""
    sign_by: AwareDatetime | None = None
    """To be acknowledged before this moment."""
    round: Annotated[int, Field(ge=1, le=20)] = 1
    """Above 1: the case came back after it had been concluded."""
    parent_task: TaskId | None = None
    """The task of the department that handed this part down and stays answerable."""
    whistled_by: DepartmentCode | None = None
    """The street that called this department to its case (吹哨报到)."""
    designated: bool = False
    """True: it cannot be returned any more (潍坊 22)."""


class TaskAcknowledged(OfTask):
    """The department has signed for the task."""

    TYPE: ClassVar[str] = "tongban.routing.task-acknowledged.v1"


class FirstContactRecorded(OfTask):
    """The department has spoken to the resident, or tried to."""

    TYPE: ClassVar[str] = "tongban.routing.first-contact-recorded.v1"

    reached: bool
    """False: it was tried."""


class TaskSubAssigned(OfTask):
    """A part went down a level; the department of `task_id` stays answerable."""

    TYPE: ClassVar[str] = "tongban.routing.task-sub-assigned.v1"

    sub_task_id: TaskId
    to: DepartmentCode


class CoHandlerReported(OfTask):
    """Told to the task that waits for others, the lead's or a parent's: one has ended.

    `open`: how many it still waits for. At 0 it can be completed.
    """

    TYPE: ClassVar[str] = "tongban.routing.co-handler-reported.v1"

    by: DepartmentCode
    by_task: TaskId
    result: Code
    """`completed`, `waived`, `cancelled`, `transferred`, `returned`."""
    outcome: Code | None = None
    open: Annotated[int, Field(ge=0, le=50)]
    """How many are still waited for."""


class TaskTransferred(OfTask):
    """The dispatcher gave the task to another department; its clock goes on."""

    TYPE: ClassVar[str] = "tongban.routing.task-transferred.v1"

    to: DepartmentCode


class TaskWaived(OfTask):
    """A supervisor let the case go on without this co-handler's part."""

    TYPE: ClassVar[str] = "tongban.routing.task-waived.v1"

    reason: Code


class TaskCancelled(OfTask):
    """The task has no object any more."""

    TYPE: ClassVar[str] = "tongban.routing.task-cancelled.v1"

    reason: Code


class TaskCompleted(OfTask):
    """The department says its part is done."""

    TYPE: ClassVar[str] = "tongban.routing.task-completed.v1"

    outcome: Code
    answer: Annotated[Sealed, For("intake")] | None = None
    authority: Code | None = None
    """Who has the power, where the city has not."""


class TaskAssessed(OfTask):
    """Who whistled and who came judge each other's part, 1 (bad) to 5."""

    TYPE: ClassVar[str] = "tongban.routing.task-assessed.v1"

    by: DepartmentCode
    grade: Annotated[int, Field(ge=1, le=5)]
    """1 bad to 5 good."""
