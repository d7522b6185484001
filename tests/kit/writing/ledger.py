"""A small aggregate that speaks on two topics, and one that listens to both."""

from datetime import datetime, timedelta

from contracts.routing import TaskAcknowledged, TaskOverdue
from services.kit.errors import Rejected
from services.kit.writing.change import Aggregate, Change

CASE = "00000000-0000-4000-8000-000000000001"
TASK = "00000000-0000-4000-8000-00000000000a"
ABOUT = {"case_id": CASE, "task_id": TASK, "department": "housing"}


class Ledger(Aggregate):
    """Counts its entries; an entry falls due a day later."""

    entries: tuple[str, ...] = ()
    due_at: datetime | None = None

    @property
    def wake_at(self) -> datetime | None:
        return self.due_at

    def index(self) -> dict[str, object]:
        return {"size": len(self.entries)}


def enter(ledger: Ledger | None, entry: str, now: datetime) -> Change[Ledger] | None:
    ledger = ledger or Ledger()
    if entry in ledger.entries:
        return None
    if entry == "forbidden":
        raise Rejected("forbidden", "this entry is not allowed", "不允许此条目")
    due_at = now + timedelta(days=1)
    entered = Ledger(entries=(*ledger.entries, entry), due_at=due_at)
    return Change(entered, (TaskAcknowledged(**ABOUT),))


def fall_due(ledger: Ledger, now: datetime) -> Change[Ledger]:
    overdue = TaskOverdue(**ABOUT, due_at=now)
    return Change(ledger.model_copy(update={"due_at": None}), (overdue,))


class Tally(Aggregate):
    """Counts what it heard."""

    heard: int = 0


def hear(tally: Tally | None, fact: TaskAcknowledged, now: datetime) -> Change[Tally]:
    return Change(Tally(heard=(tally or Tally()).heard + 1))
