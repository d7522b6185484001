"""What a department tells routing about its own tasks."""

from typing import Annotated, ClassVar

from pydantic import AwareDatetime, Field

from contracts.codes import ArticleCode, Code, DepartmentCode, DocumentNo, TaskId
from contracts.envelope import Payload
from contracts.sealed import For, Sealed


class TaskReply(Payload):
    """A department's word on a task; an action that cannot be comes back rejected.

    | `action` | needs | takes |
    |---|---|---|
    | `acknowledge` | | |
    | `record-contact` | `reached` | |
    | `return` | `reason`, `law` | |
    | `pause` | `reason`, `evidence`, `until` | |
    | `resume` | | |
    | `extend` | `reason` | |
    | `request-parking` | `reason` | |
    | `whistle` | `departments` | |
    | `sub-assign` | one of `departments`, `amount`, `unit` | |
    | `request-mediation` | | |
    | `complete` | `outcome` | `answer`, `authority` |
    | `assess` | `grade` | |
    | `request-exclusion` | `reason` | |

    A lead's `complete` needs an `answer`; the outcome `not_our_power` an `authority`.
    """

    TYPE: ClassVar[str] = "tongban.department.task-reply.v1"

    task_id: TaskId
    department: DepartmentCode
    action: Code
    """One of those above."""
    reason: Code | None = None
    law: ArticleCode | None = None
    outcome: Code | None = None
    """What became of the matter."""
    authority: Code | None = None
    """Who has the power that the city has not: one of its list `authorities`."""
    answer: Annotated[Sealed, For("intake")] | None = None
    """An `AnswerText`."""
    evidence: DocumentNo | None = None
    until: AwareDatetime | None = None
    """When a pause ends at the latest."""
    departments: Annotated[tuple[DepartmentCode, ...], Field(max_length=10)] = ()
    """Whom to call or to hand down to, or who is assessed."""
    amount: Annotated[int, Field(ge=1, le=400)] | None = None
    """The limit of what is handed down, in `unit`."""
    unit: Code | None = None
    """`working_days`, `calendar_days`, `working_hours`, `hours` or `minutes`."""
    reached: bool | None = None
    """Whether the resident was spoken to."""
    grade: Annotated[int, Field(ge=1, le=5)] | None = None
    """1 bad to 5 good."""
