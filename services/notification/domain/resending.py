"""What an operator does about a message: once more, from its beginning."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.kit.errors import Rejected
from services.kit.writing.change import Change
from services.notification.domain.message import Message
from services.notification.domain.moves import may

MOST_RESENDS = 50
NOT_BEGUN: Mapping[str, Any] = {
    "state": "created",
    "ways": (),
    "channel": "",
    "tries_here": 0,
    "here_since": None,
    "looks": 0,
    "sent_at": None,
    "carrier": None,
    "carries": (),
    "reason": None,
}


@dataclass(frozen=True)
class Resend:
    """`intention`: the same when it is asked again; `expires_at`: of the new chain."""

    intention: str
    expires_at: datetime


def retry(
    message: Message | None, command: None, now: datetime
) -> Change[Message] | None:
    """An operator has mended what it could not be written for."""
    if message is None or not may("retry", message.state):
        return None
    return Change(message.but(state="created", due_at=now, looks=0, reason=None))


def resend(
    message: Message | None, command: Resend, now: datetime
) -> Change[Message] | None:
    """Begins anew on the person's first channel, under references of its own."""
    if message and command.intention in message.resends:
        return None
    begins = _resendable(message)
    return Change(
        begins.but(
            **NOT_BEGUN,
            errand=begins.errand and begins.errand.anew,
            resends=(*begins.resends, command.intention),
            expires_at=command.expires_at,
            due_at=now,
        )
    )


def _resendable(message: Message | None) -> Message:
    if message is None or not may("resend", message.state):
        raise Rejected(
            "not-resendable",
            "only a message whose sending has ended can be sent again",
            "只有已结束发送的消息才能重新发送",
        )
    if message.round >= MOST_RESENDS:
        raise Rejected(
            "resent-too-often",
            f"it was sent anew {MOST_RESENDS} times: tell the person yourself",
            f"该消息已重新发送 {MOST_RESENDS} 次,请人工告知",
        )
    if message.forgotten:
        raise Rejected(
            "content-forgotten",
            "what it said is no longer kept; tell the person yourself",
            "消息内容已超过保存期限,请人工告知",
        )
    return message
