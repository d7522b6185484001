"""A case as intake knows it: who has it and how far it is, never what it says."""

from datetime import datetime
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict

from services.kit.writing.change import Aggregate

State = Literal["registered", "accepted", "in_progress", "answered"]
Part = TypeVar("Part")

MOST_STEPS = 500
MOST_TOLD = 200
"""More than that happens to no case; the oldest give way, so that it stays bounded."""

OF_THE_WINDOW = frozenset({"registered", "accepted"})
"""Steps of our own."""


class Remembered(BaseModel):
    model_config = ConfigDict(frozen=True)


class Step(Remembered):
    """One thing that happened: a code, a time, an office, a code of the city."""

    code: str
    at: datetime
    department: str | None = None
    detail: str | None = None


class Told(Remembered):
    """Somebody was told something, or could not be."""

    at: datetime
    audience: str
    channel: str
    template: str
    result: Literal["sent", "failed", "handed_to_person"]


class Holder(Remembered):
    """A department's open task: the reason why it may see the content."""

    task_id: str
    department: str
    role: Literal["lead", "co_handler"]
    due_at: datetime
    provisional: bool = False
    status: Literal["assigned", "acknowledged", "returned"] = "assigned"
    signed: bool = False
    overdue: bool = False


class Case(Aggregate):
    """`content`, `query_code` and `answer` are opaque: sealed at rest by the edge."""

    case_id: str
    case_no: str
    kind: str
    request_type: str | None = None
    item: str | None = None
    category: str
    area: str
    channel: str
    urgency: str
    state: State
    received_at: datetime
    accepted_at: datetime | None = None
    owner: str | None = None
    """Keyed hash of the resident who registered it for oneself."""
    request_digest: str
    query_code: str
    query_code_digest: str
    content: str
    outcome: str | None = None
    answer: str | None = None
    holders: tuple[Holder, ...] = ()
    steps: tuple[Step, ...] = ()
    told: tuple[Told, ...] = ()

    def index(self) -> dict[str, Any]:
        return {
            "case_no": self.case_no,
            "query_code_digest": self.query_code_digest,
            "case_state": self.state,
            "area": self.area,
            "owner": self.owner,
            "holders": sorted({holder.department for holder in self.holders}),
            "received_at": self.received_at,
        }

    @property
    def lead(self) -> Holder | None:
        leads = (holder for holder in self.holders if holder.role == "lead")
        return next(leads, None)

    @property
    def expected_at(self) -> datetime | None:
        """When the last of those who have it must have answered."""
        return max((holder.due_at for holder in self.holders), default=None)

    def holder_of(self, task_id: str) -> Holder | None:
        held = (holder for holder in self.holders if holder.task_id == task_id)
        return next(held, None)

    def but(self, **fields: Any) -> "Case":
        return self.model_copy(update=fields)

    def noting(self, step: Step) -> "Case":
        return self.but(steps=_latest(self.steps, step, MOST_STEPS))

    def telling(self, told: Told) -> "Case":
        return self.but(told=_latest(self.told, told, MOST_TOLD))

    def holding(self, task_id: str, **changed: Any) -> "Case":
        """The holder of that task becomes another one in some ways; others stay."""
        holders = tuple(
            holder.model_copy(update=changed) if holder.task_id == task_id else holder
            for holder in self.holders
        )
        return self.but(holders=holders)

    def as_one_holder_sees(self, department: str) -> "Case":
        """No other office's part in it, and nothing of who was told."""
        holders = tuple(h for h in self.holders if h.department == department)
        steps = tuple(
            step
            for step in self.steps
            if step.department == department or step.code in OF_THE_WINDOW
        )
        return self.but(holders=holders, steps=steps, told=())

    def without(self, task_id: str) -> "Case":
        left = tuple(holder for holder in self.holders if holder.task_id != task_id)
        return self.but(holders=left)


def known(case: Case | None) -> Case:
    """Our own facts come before all others: a stranger's case is a bug, and parks."""
    if case is None:
        raise LookupError("a fact about a case that intake has never registered")
    return case


def _latest(kept: tuple[Part, ...], one: Part, most: int) -> tuple[Part, ...]:
    return (*kept, one)[-most:]
