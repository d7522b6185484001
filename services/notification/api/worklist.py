"""Who has to be told by a person."""

from datetime import datetime

from fastapi import APIRouter

from contracts.codes import MessageId
from contracts.sealed import Preferences
from services.kit.errors import Rejected
from services.kit.serving.paging import Paging
from services.notification.api.desk import AtDesk, Clerk
from services.notification.api.messages import shown
from services.notification.api.views import MessageView, masked
from services.notification.composing import Recipient

router = APIRouter()


class CallView(MessageView):
    """One line of a work list, opened: whom to call or visit, in the clear."""

    case_no: str | None
    address: str | None = None
    preferences: Preferences | None = None
    """How they want to be spoken to, and whom they need to be understood."""


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
