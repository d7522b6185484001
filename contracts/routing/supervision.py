"""What time, or a resident who asks again, does to what nobody has done."""

from typing import Annotated, ClassVar

from pydantic import AwareDatetime, Field

from contracts.codes import Code
from contracts.routing.task import OfTask


class TaskDueSoon(OfTask):
    """Most of the limit is used up."""

    TYPE: ClassVar[str] = "tongban.routing.task-due-soon.v1"

    due_at: AwareDatetime


class TaskOverdue(OfTask):
    """The due date of a task passed while it was still open."""

    TYPE: ClassVar[str] = "tongban.routing.task-overdue.v1"

    due_at: AwareDatetime


class FirstContactMissed(OfTask):
    """Nobody has spoken to the resident in time."""

    TYPE: ClassVar[str] = "tongban.routing.first-contact-missed.v1"

    due_at: AwareDatetime


class TaskUrged(OfTask):
    """The resident asks how far it is; no clock moves."""

    TYPE: ClassVar[str] = "tongban.routing.task-urged.v1"

    times: Annotated[int, Field(ge=1)]


class TaskSupervised(OfTask):
    """A task is looked at by the department's head, the office, the city."""

    TYPE: ClassVar[str] = "tongban.routing.task-supervised.v1"

    level: Annotated[int, Field(ge=1, le=3)]
    reason: Code | None = None
    """`unsigned`, `overdue`, `refused`, `reopened`, `urged`, `review`."""
