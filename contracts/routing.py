"""What routing tells the rest of the platform, and each department of its own tasks."""

from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from contracts.codes import AreaCode as Area
from contracts.codes import ArticleCode, CaseNo, Code, DepartmentCode, TaskId
from contracts.envelope import Payload
from contracts.sealed import For, Sealed


class HandlingPlanned(Payload):
    """Which rule sent the case where."""

    TYPE: ClassVar[str] = "tongban.routing.handling-planned.v1"

    lead: DepartmentCode
    co_handlers: tuple[DepartmentCode, ...] = ()
    rule: Code
    rules_version: Code


class TriageRequested(Payload):
    """No rule knows the case; the dispatcher has it until somebody is named."""

    TYPE: ClassVar[str] = "tongban.routing.triage-requested.v1"

    rules_version: Code
    due_at: AwareDatetime


class OfTask(Payload):
    """A fact about one department's task."""

    task_id: TaskId
    department: DepartmentCode


class TaskAssigned(OfTask):
    """A department has become answerable for a task until `due_at`."""

    TYPE: ClassVar[str] = "tongban.routing.task-assigned.v1"

    case_no: CaseNo
    role: Literal["lead", "co_handler"]
    kind: Code
    category: Code
    area: Area
    urgency: Code
    assigned_at: AwareDatetime
    due_at: AwareDatetime
    provisional: bool = False
    """True: the holiday calendar of that year is not published yet."""


class TaskAcknowledged(OfTask):
    """The department has signed for the task."""

    TYPE: ClassVar[str] = "tongban.routing.task-acknowledged.v1"


class TaskReturned(OfTask):
    """A department says the task is not its duty; the clock keeps running."""

    TYPE: ClassVar[str] = "tongban.routing.task-returned.v1"

    reason: Code
    law: ArticleCode


class ReturnDecided(OfTask):
    """The dispatcher upheld the return (another department gets a task) or not."""

    TYPE: ClassVar[str] = "tongban.routing.return-decided.v1"

    decision: Literal["upheld", "dismissed"]


class TaskOverdue(OfTask):
    """The due date of a task passed while it was still open."""

    TYPE: ClassVar[str] = "tongban.routing.task-overdue.v1"

    due_at: AwareDatetime


class TaskSupervised(OfTask):
    """An overdue task is looked at by the department's head, the office, the city."""

    TYPE: ClassVar[str] = "tongban.routing.task-supervised.v1"

    level: Annotated[int, Field(ge=1, le=3)]


class TaskCompleted(OfTask):
    """The department says its part is done."""

    TYPE: ClassVar[str] = "tongban.routing.task-completed.v1"

    outcome: Code
    answer: Annotated[Sealed, For("intake")] | None = None


class CaseConcluded(Payload):
    """Every task of the case is done; the outcome and the answer are the lead's."""

    TYPE: ClassVar[str] = "tongban.routing.case-concluded.v1"

    outcome: Code
    answer: Annotated[Sealed, For("intake")] | None = None


class ReplyRejected(Payload):
    """Tells a department which of its replies changed nothing, and why, in words."""

    TYPE: ClassVar[str] = "tongban.routing.reply-rejected.v1"

    department: DepartmentCode
    reply_id: UUID
    reason: Code
    words_zh: str = Field(max_length=500)
    words_en: str = Field(max_length=500)
