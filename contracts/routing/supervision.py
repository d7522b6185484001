"""What time, or a resident who asks again, does to what nobody has done."""

from typing import Annotated, ClassVar, Literal

from pydantic import AwareDatetime, Field

from contracts.codes import Code
from contracts.routing.task import OfTask


class TaskDueSoon(OfTask):
    """Most of the limit is used up."""

    TYPE: ClassVar[str] = "tongban.routing.task-due-soon.v1"

    due_at: AwareDatetime
    """The end of its clock."""


class TaskOverdue(OfTask):
    """The due date of a task passed while it was still open."""

    TYPE: ClassVar[str] = "tongban.routing.task-overdue.v1"

    due_at: AwareDatetime
    """The end that has passed."""
    role: Literal["lead", "co_handler"] | None = None
    """`lead`: the resident waits for this answer. None: in facts of former days."""


class FirstContactMissed(OfTask):
    """Nobody has spoken to the resident in time."""

    TYPE: ClassVar[str] = "tongban.routing.first-contact-missed.v1"

    due_at: AwareDatetime
    """Until then somebody should have spoken to the resident."""


class TaskUrged(OfTask):
    """The resident asks how far it is; no clock moves."""

    TYPE: ClassVar[str] = "tongban.routing.task-urged.v1"

    times: Annotated[int, Field(ge=1)]
    """How often by now."""


class TaskSupervised(OfTask):
    """A task is looked at by the department's head, the office, the city."""

    TYPE: ClassVar[str] = "tongban.routing.task-supervised.v1"

    level: Annotated[int, Field(ge=1, le=3)]
    """1 the department's head, 2 the office, 3 the city."""
    reason: Code | None = None
    """`unsigned`, `overdue`, `refused`, `reopened`, `urged`, `review`."""
