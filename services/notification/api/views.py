"""Messages as lists show them: roles and offices, masked names, each attempt."""

from collections.abc import Sequence
from datetime import datetime

from pydantic import BaseModel

from services.notification.api.desk import Desk
from services.notification.composing import Composer
from services.notification.domain.errands.errand import Look
from services.notification.domain.errands.printing import invites
from services.notification.domain.message import Message
from services.notification.masking import masked_email, masked_name, masked_phone
from services.notification.recipients import Recipient


class AttemptView(BaseModel):
    """One attempt at one provider; `reference` is the provider's own."""

    channel: str
    provider: str
    at: datetime
    outcome: str
    reason: str | None
    reference: str | None


class ErrandView(BaseModel):
    """`by`: the login of who has it; None: nobody. `looks`: tried in vain."""

    by: str | None
    since: datetime | None
    looks: tuple[Look, ...] = ()
    done_at: datetime | None


class MessageView(BaseModel):
    """`recipient` is a role, an office or an id; addresses and names are masked."""

    message_id: str
    case_id: str
    event_type: str
    audience: str
    recipient: str
    mediation_id: str | None = None
    """Of an invitation, as `party_id` is: where a yes or no to it is noted."""
    party_id: str | None = None
    template: str
    urgency: str
    state: str
    channel: str
    """By which it is tried now, or was told at last; empty: not known yet."""
    channels: tuple[str, ...]
    """As the city tells such events, in order; the last is a person's work."""
    is_copy: bool = False
    """Beside the message that is the proof of it."""
    tries: int
    reason: str | None
    created_at: datetime
    due_at: datetime | None = None
    """When the next attempt is made, or the receipt asked for."""
    attempts: tuple[AttemptView, ...] = ()
    errand: ErrandView | None = None
    """What people did about it, once it was handed to them."""
    forgotten: bool = False
    """What it said, and how it was tried, is no longer kept."""
    name: str | None = None
    email: str | None = None
    phone: str | None = None


def mediation_of(message: Message) -> dict[str, str]:
    """To what an invitation invites, and whom: ids, no names."""
    named = ("mediation_id", "party_id") if invites(message) else ()
    return {name: message.values[name] for name in named if name in message.values}


async def masked(desk: Desk, messages: Sequence[Message]) -> list[MessageView]:
    return [await _masked(desk.composer, message) for message in messages]


async def _masked(composer: Composer, message: Message) -> MessageView:
    to = await composer.recipient(message, await composer.case_of(message))
    fields = message.model_dump() | mediation_of(message)
    if isinstance(to, Recipient):
        phone = to.person.phone if to.person else None
        fields["name"] = masked_name(to.person)
        fields["email"] = masked_email(to.email)
        fields["phone"] = masked_phone(phone)
    return MessageView.model_validate(fields)
