"""A department says that a task is not its duty, and what comes of that."""

from typing import ClassVar, Literal

from contracts.codes import ArticleCode, Code
from contracts.routing.task import OfTask


class TaskReturned(OfTask):
    """A department says the task is not its duty; the clock keeps running."""

    TYPE: ClassVar[str] = "tongban.routing.task-returned.v1"

    reason: Code
    law: ArticleCode
    rule: Code | None = None
    """Which rule had sent it there: one that is often returned is a wrong rule."""


class ReturnDecided(OfTask):
    """The return was upheld (another department gets a task) or not."""

    TYPE: ClassVar[str] = "tongban.routing.return-decided.v1"

    decision: Literal["upheld", "dismissed"]
    """`dismissed`: it is the department's again, and the clock never stopped."""


class TaskDesignated(OfTask):
    """A supervisor named this department after two returns; it cannot return."""

    TYPE: ClassVar[str] = "tongban.routing.task-designated.v1"

    after_meeting: bool = False
    """True: a joint meeting came first."""
