"""HTTP: what was sent, and who has to be told by a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel

from contracts.codes import CaseId, MessageId
from contracts.sealed import Preferences
from services.kit.errors import Rejected
from services.kit.running.clock import Clock
from services.kit.serving.paging import Page, Paging
from services.kit.serving.principal import Principal, needs
from services.kit.writing.repository import Repository
from services.notification.composing import Composer, Recipient
from services.notification.domain.contact import Contact
from services.notification.domain.message import Message
from services.notification.masking import masked_email, masked_name, masked_phone
from services.notification.store import MessageStore
from services.notification.subscriptions import Subscriptions

router = APIRouter(prefix="/v1")


@dataclass(frozen=True)
class Desk:
    """What the service works with; made when it starts."""

    messages: Repository[Message]
    contacts: Repository[Contact]
    store: MessageStore
    subscriptions: Subscriptions
    composer: Composer
    clock: Clock


class MessageView(BaseModel):
    """`recipient` is a role or an office; addresses and names are masked."""

    message_id: str
    case_id: str
    event_type: str
    audience: str
    template: str
    urgency: str
    state: str
    tries: int
    reason: str | None
    created_at: datetime
    name: str | None = None
    email: str | None = None
    phone: str | None = None


class CallView(MessageView):
    """One line of a work list, opened: whom to call or visit, in the clear."""

    case_no: str | None
    address: str | None = None
    preferences: Preferences | None = None
    """How they want to be spoken to, and whom they need to be understood."""


def desk_of(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


AtDesk = Annotated[Desk, Depends(desk_of)]
Reader = Annotated[Principal, Depends(needs("operator", "clerk"))]
Clerk = Annotated[Principal, Depends(needs("clerk"))]


@router.get("/messages")
async def list_messages(
    desk: AtDesk,
    caller: Reader,
    page: Paging,
    case_id: CaseId | None = None,
    state: str | None = None,
) -> list[MessageView]:
    """What was sent to whom, with names and addresses masked."""
    filters = {"case_id": case_id, "message_state": state}
    past = page.past(datetime, str)
    rows = await desk.store.within(caller.area, filters, past, page.fetch)
    return await masked(desk, shown(page, rows))


@router.get("/worklist")
async def list_calls(desk: AtDesk, caller: Clerk, page: Paging) -> list[MessageView]:
    """Who could not be reached electronically, oldest first."""
    filters = {"message_state": "handed_to_person"}
    past = page.past(datetime, str)
    rows = await desk.store.within(caller.area, filters, past, page.fetch)
    return await masked(desk, shown(page, rows))


@router.get("/worklist/{id}")
async def read_call(id: MessageId, desk: AtDesk, caller: Clerk) -> CallView:
    """The number to call; who asked for it is written down first."""
    message = await desk.messages.load(id)
    handed = message is not None and message.state == "handed_to_person"
    if message is None or not handed or not caller.sees(message.area or None):
        raise Rejected("unknown-message", "no such line", "未找到该条目", status=404)
    await desk.store.log_read(id, caller.subject, desk.clock())
    case = await desk.composer.case_of(message)
    to = await desk.composer.recipient(message, case)
    known = to if isinstance(to, Recipient) else None
    person = known.person if known else None
    fields = message.model_dump() | {
        "case_no": case.case_no if case else None,
        "preferences": known and known.preferences,
    }
    if person:
        fields |= person.model_dump(include={"name", "email", "phone", "address"})
    return CallView.model_validate(fields)


def shown(page: Page, rows: Sequence[Message]) -> list[Message]:
    return page.of(rows, lambda row: (row.created_at, row.message_id))


async def masked(desk: Desk, messages: Sequence[Message]) -> list[MessageView]:
    return [await _masked(desk.composer, message) for message in messages]


async def _masked(composer: Composer, message: Message) -> MessageView:
    to = await composer.recipient(message, await composer.case_of(message))
    fields = message.model_dump()
    if isinstance(to, Recipient):
        phone = to.person.phone if to.person else None
        fields["name"] = masked_name(to.person)
        fields["email"] = masked_email(to.email)
        fields["phone"] = masked_phone(phone)
    return MessageView.model_validate(fields)
