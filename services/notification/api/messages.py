"""What was sent to whom, attempt by attempt; sending it anew."""

from collections.abc import Sequence
from datetime import datetime

from fastapi import APIRouter

from contracts.codes import CaseId, MessageId
from services.kit.errors import Rejected
from services.kit.serving.idempotency import Intended
from services.kit.serving.paging import Page, Paging
from services.kit.serving.principal import Principal
from services.notification.api.answers import opened
from services.notification.api.desk import AtDesk, Desk, InOffice, Operator, Reader
from services.notification.api.views import MessageView, masked
from services.notification.domain.message import Message
from services.notification.domain.resending import Resend, resend
from services.notification.domain.states import State
from services.notification.sight import Sight

router = APIRouter()


class OneMessage(MessageView):
    answer: str | None = None
    """What somebody said who was told by hand; None: nothing, or kept no more."""


@router.get("/messages")
async def list_messages(
    desk: AtDesk,
    caller: Reader,
    page: Paging,
    case_id: CaseId | None = None,
    state: State | None = None,
) -> list[MessageView]:
    """What was sent to whom, the newest first, with names and addresses masked."""
    filters = {"case_id": case_id, "message_state": state}
    past = page.past(datetime, str)
    rows = await desk.store.newest(Sight(caller), filters, past, page.fetch)
    return await masked(desk, shown(page, rows))


@router.get("/messages/{id}")
async def read_message(id: MessageId, desk: AtDesk, caller: Reader) -> OneMessage:
    """One message with each of its attempts, and what was answered to it.

    That an answer was read is written down first.
    """
    message = await seen(desk, id, caller)
    [view] = await masked(desk, [message])
    if message.errand and message.errand.answer:
        now = desk.clock()
        await desk.store.log_act(id, caller.subject, now, "answer")
    answer = await opened(desk.composer.vault, message)
    return OneMessage(**view.model_dump(), answer=answer)


@router.post("/messages/{id}/resend", status_code=202)
async def resend_message(
    id: MessageId,
    desk: AtDesk,
    office: InOffice,
    caller: Operator,
    intention: Intended,
) -> MessageView:
    """Begins anew on the person's first channel; who asked is written down first."""
    message = await seen(desk, id, caller)
    now = desk.clock()
    await desk.store.log_act(id, caller.subject, now, "resend")
    expires_at = desk.rules.expires_at(message.urgency, now)
    command = Resend(intention, expires_at)
    done = await desk.messages.command(id, command, resend)
    office.soon([id])
    [view] = await masked(desk, [done.state])
    return view


async def seen(desk: Desk, id: str, caller: Principal) -> Message:
    message = await desk.messages.load(id)
    if message is None or not Sight(caller).sees(message):
        raise Rejected("unknown-message", "no such message", "未找到该消息", status=404)
    return message


def shown(page: Page, rows: Sequence[Message]) -> list[Message]:
    return page.of(rows, lambda row: (row.created_at, row.message_id))
