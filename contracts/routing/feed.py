"""What only a department's own feed carries."""

from typing import ClassVar
from uuid import UUID

from pydantic import Field

from contracts.codes import Code, DepartmentCode, TaskId
from contracts.envelope import Payload


class ReplyAccepted(Payload):
    """Tells a department that its reply was done, where nothing else in its feed does.

    What comes of some actions is told to other departments only.
    """

    TYPE: ClassVar[str] = "tongban.routing.reply-accepted.v1"

    department: DepartmentCode
    reply_id: UUID
    """The `id` of the reply."""
    task_id: TaskId
    """The task that the reply named."""
    action: Code
    """What it asked for."""


class ReplyRejected(Payload):
    """Tells a department which of its replies changed nothing, and why, in words."""

    TYPE: ClassVar[str] = "tongban.routing.reply-rejected.v1"

    department: DepartmentCode
    reply_id: UUID
    """The `id` of the reply."""
    task_id: TaskId | None = None
    """The task that the reply named."""
    reason: Code
    """A stable code."""
    words_zh: str = Field(max_length=500)
    """The platform's own sentence, to be shown to who replied."""
    words_en: str = Field(max_length=500)
    """The same in English."""
