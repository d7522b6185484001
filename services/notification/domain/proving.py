"""Notices of which it must be proven that they arrived."""

from collections.abc import Collection

from services.notification.domain.message import Message
from services.notification.domain.states import BY_PERSON


def with_proof(message: Message, proving: Collection[str]) -> tuple[Message, ...]:
    """By the channels that tell whether it arrived, and a copy by the others.

    `proving`: channels whose provider gives receipts; a person knows it anyway. The
    copy proves nothing: nobody waits for it, and where it fails nobody is sent.
    """
    proves = tuple(
        way for way in message.channels if way in proving or way in BY_PERSON
    )
    others = tuple(way for way in message.channels if way not in proves)
    proven = message.but(channels=proves)
    if not others:
        return (proven,)
    copy = message.but(is_copy=True, legal=False, channels=(*others, proves[-1]))
    return proven, copy.but(message_id=copy.id_for(message.recipient))
