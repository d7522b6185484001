"""The facts that a message tells, and its end."""

from typing import Any, TypeVar

from contracts.notification import MessageFailed, MessageHandedToPerson, OfMessage
from services.kit.writing.change import Change
from services.notification.domain.message import Message
from services.notification.domain.states import State

Told = TypeVar("Told", bound=OfMessage)


def fact_of(
    kind: type[Told], message: Message, channel: str = "", **fields: Any
) -> Told:
    return kind.model_validate(
        {
            "case_id": message.case_id,
            "message_id": message.message_id,
            "about": message.about,
            "template": message.template,
            "audience": message.audience,
            "channel": channel or tried(message),
            **fields,
        }
    )


def tried(message: Message) -> str:
    """A message that never got as far as a channel would have gone by its first."""
    return message.channel or message.channels[0]


def failed(message: Message, reason: str) -> tuple[MessageFailed, ...]:
    """Nothing of a copy: the notice itself is what its proof comes to."""
    if message.is_copy:
        return ()
    return (fact_of(MessageFailed, message, reason=reason),)


def handed(message: Message) -> MessageHandedToPerson:
    return fact_of(MessageHandedToPerson, message, message.person_channel)


def over(
    message: Message, state: State, reason: str | None, *facts: OfMessage
) -> Change[Message]:
    nothing_left = {"due_at": None, "claim": None, "carrier": None}
    return Change(message.but(state=state, reason=reason, **nothing_left), facts)


def to_a_person(message: Message, reason: str, *facts: OfMessage) -> Change[Message]:
    """A copy that cannot be sent ends there: what it is a copy of goes its own way."""
    if message.is_copy:
        return over(message, "suppressed", reason, *facts)
    by_person = message.but(channel=message.person_channel)
    return over(by_person, "handed_to_person", reason, *facts, handed(message))
