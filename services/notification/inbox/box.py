"""One person's or office's inbox: bounded, numbered, the newest kept."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from contracts.codes import derived_id
from services.kit.errors import Rejected
from services.kit.writing.change import Aggregate, Change

MOST = 500
"""What is older has been told by other ways, or was read long ago."""

KEPT = timedelta(days=90)


class Item(BaseModel):
    """`number` counts within the inbox from 1: what comes later has a higher one."""

    model_config = ConfigDict(frozen=True)

    number: int
    message_id: str
    at: datetime
    words: str
    """Sealed under the inbox's own key: whoever destroys that has emptied it."""
    read_at: datetime | None = None
    round: int = 0
    """Above 0: it was sent anew so often, and lies there once more each time."""


class Inbox(Aggregate):
    """`inbox_id`: the case whose applicant reads it, or what follows from an office."""

    SCHEMA: ClassVar[int] = 1

    inbox_id: str
    last: int = 0
    items: tuple[Item, ...] = ()

    @property
    def unread(self) -> int:
        return sum(item.read_at is None for item in self.items)

    @property
    def wake_at(self) -> datetime | None:
        return self.items[0].at + KEPT if self.items else None

    def after(self, number: int) -> tuple[Item, ...]:
        """All of them after a number that was never given here: it is of another."""
        known = number if number <= self.last else 0
        return tuple(item for item in self.items if item.number > known)


@dataclass(frozen=True)
class Deposit:
    inbox_id: str
    message_id: str
    words: str
    round: int = 0


def office_inbox(code: str) -> str:
    """Of a department, or of the dispatchers' desk."""
    return derived_id("inbox", code)


def supervisors_inbox(department: str | None = None) -> str:
    """Of a department's head; without one, of those who supervise for the city."""
    return derived_id("inbox", "supervisor", department or "")


def deposit(
    inbox: Inbox | None, command: Deposit, now: datetime
) -> Change[Inbox] | None:
    """A message lies there once, however often it is brought; sent anew, once more."""
    known = inbox or Inbox(inbox_id=command.inbox_id)
    brought = (command.message_id, command.round)
    if any((item.message_id, item.round) == brought for item in known.items):
        return None
    item = Item(
        number=known.last + 1,
        message_id=command.message_id,
        at=now,
        words=command.words,
        round=command.round,
    )
    items = (*known.items, item)[-MOST:]
    return Change(known.model_copy(update={"last": item.number, "items": items}))


def read(inbox: Inbox | None, number: int, now: datetime) -> Change[Inbox] | None:
    """The second look changes nothing."""
    item = item_of(inbox, number)
    if inbox is None or item.read_at is not None:
        return None
    seen = item.model_copy(update={"read_at": now})
    items = tuple(seen if each.number == number else each for each in inbox.items)
    return Change(inbox.model_copy(update={"items": items}))


def drop_old(inbox: Inbox, now: datetime) -> Change[Inbox] | None:
    left = tuple(item for item in inbox.items if item.at + KEPT > now)
    if left == inbox.items:
        return None
    return Change(inbox.model_copy(update={"items": left}))


def item_of(inbox: Inbox | None, number: int) -> Item:
    for item in inbox.items if inbox else ():
        if item.number == number:
            return item
    raise Rejected(
        "unknown-item",
        "no such message in your inbox",
        "收件箱中没有该消息",
        status=404,
    )
