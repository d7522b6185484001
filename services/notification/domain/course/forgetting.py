"""What a message said is not kept for ever; that it was, and how it ended, is."""

from datetime import datetime
from typing import Any

from services.kit.writing.change import Change
from services.notification.domain.message import Message
from services.notification.domain.telling import over


def forget(message: Message, now: datetime) -> Change[Message] | None:
    """Its `keep_until` has come, and it has ended: counts and dates stay.

    A line of the work list with nothing left to tell goes before.
    """
    if message.state == "handed_to_person" and message.good_until:
        return over(message, "suppressed", "expired")
    if not message.over or message.forgotten:
        return None
    errand = message.errand and message.errand.model_copy(update={"answer": None})
    content: dict[str, Any] = {"values": {}, "attempts": (), "carries": ()}
    content["errand"] = errand
    return Change(message.but(**content, forgotten=True, due_at=None, reason=None))
