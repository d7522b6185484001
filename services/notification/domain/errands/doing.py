"""Taking a line of the work list, and saying what became of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from contracts.notification import MessageDelivered
from services.kit.errors import Rejected
from services.kit.writing.change import Change
from services.notification.domain.errands.errand import MOST_LOOKS, Errand, Look, Reason
from services.notification.domain.message import Message
from services.notification.domain.telling import fact_of, over


@dataclass(frozen=True)
class Take:
    clerk: str


@dataclass(frozen=True)
class GiveBack:
    clerk: str


@dataclass(frozen=True)
class NotReached:
    clerk: str
    reason: Reason


@dataclass(frozen=True)
class Done:
    """`answer` is sealed at rest already; `channel`: how they were reached at last."""

    clerk: str
    channel: str
    answer: str | None = None


def take(
    message: Message | None, command: Take, now: datetime
) -> Change[Message] | None:
    """One clerk has it at a time; after a day without word another may take it."""
    waiting = _waiting(message)
    errand = waiting.errand or Errand()
    if errand.held_by_another(command.clerk, now):
        raise _held()
    if errand.by == command.clerk:
        return None
    return _kept(waiting, errand, by=command.clerk, since=now)


def give_back(
    message: Message | None, command: GiveBack, now: datetime
) -> Change[Message] | None:
    """Anybody may take it again, unless it has arrived meanwhile."""
    if _is_closed(message):
        return None
    waiting = _waiting(message)
    errand = waiting.errand or Errand()
    if errand.by != command.clerk:
        return None
    return _freed(waiting, errand, now)


def not_reached(
    message: Message | None, command: NotReached, now: datetime
) -> Change[Message] | None:
    """It stays on the list, and shows how often it was tried; a second click none.

    What has arrived meanwhile is off the list.
    """
    if _is_closed(message):
        return None
    waiting = _waiting(message)
    errand = waiting.errand or Errand()
    if errand.held_by_another(command.clerk, now):
        raise _held()
    if errand.just_said(command.clerk, command.reason, now):
        return None
    look = Look(at=now, by=command.clerk, reason=command.reason)
    looks = (*errand.looks, look)[-MOST_LOOKS:]
    return _freed(waiting, errand, now, looks=looks)


def done(
    message: Message | None, command: Done, now: datetime
) -> Change[Message] | None:
    """They know it: as good as delivered. The second click changes nothing."""
    if message and message.errand and message.errand.done_at:
        return None
    waiting = _waiting(message)
    errand = waiting.errand or Errand()
    if errand.held_by_another(command.clerk, now):
        raise _held()
    said = {"by": command.clerk, "done_at": now, "answer": command.answer}
    told = waiting.but(channel=command.channel, errand=errand.model_copy(update=said))
    return over(told, "delivered", None, fact_of(MessageDelivered, told))


def nobody_left(
    message: Message | None, command: None, now: datetime
) -> Change[Message] | None:
    """Whom it is for was erased meanwhile: nobody looks for them any more."""
    if message is None or message.state != "handed_to_person":
        return None
    return over(message, "suppressed", "erased")


def _kept(message: Message, errand: Errand, **fields: Any) -> Change[Message]:
    return Change(message.but(errand=errand.model_copy(update=fields)))


def _freed(
    message: Message, errand: Errand, now: datetime, **fields: Any
) -> Change[Message]:
    """Nobody is on the way any more: a receipt that came meanwhile counts now."""
    free = _kept(message, errand, by=None, since=None, **fields)
    if errand.arrived_by is None:
        return free
    sent_at = message.sent_at or now
    arrived = free.state.but(channel=errand.arrived_by, sent_at=sent_at)
    return over(arrived, "delivered", None, fact_of(MessageDelivered, arrived))


def _is_closed(message: Message | None) -> bool:
    """By a receipt, when it was given back: a second click changes nothing."""
    if message is None or message.errand is None or message.state != "delivered":
        return False
    return message.errand.arrived_by is not None and message.errand.done_at is None


def _waiting(message: Message | None) -> Message:
    if message is None or message.state != "handed_to_person":
        raise Rejected(
            "not-on-the-list",
            "nobody has to call or visit for this message (any more)",
            "该消息不在(或已不在)人工告知清单中",
        )
    return message


def _held() -> Rejected:
    return Rejected(
        "taken-by-another",
        "a colleague has this line; it is free again a day after they took it",
        "同事已领取该条目;领取一天后仍未办结的,可由他人领取",
    )
