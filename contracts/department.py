"""What a department tells routing about its own tasks."""

from typing import Annotated, ClassVar

from contracts.codes import ArticleCode, Code, DepartmentCode, TaskId
from contracts.envelope import Payload
from contracts.sealed import For, Sealed


class TaskReply(Payload):
    """A department's word on a task; an action that cannot be comes back rejected.

    `action` is one of `acknowledge`, `return` (needs `reason` and `law`), `complete`
    (needs `outcome`, takes an `AnswerText`), `request-mediation`.
    """

    TYPE: ClassVar[str] = "tongban.department.task-reply.v1"

    task_id: TaskId
    department: DepartmentCode
    action: Code
    reason: Code | None = None
    law: ArticleCode | None = None
    outcome: Code | None = None
    answer: Annotated[Sealed, For("intake")] | None = None
