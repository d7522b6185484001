"""What somebody finds in the app: an office by its login, a resident by the code."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hmac import compare_digest
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Request, Response
from fastapi.security import APIKeyHeader
from pydantic import BaseModel, Field

from contracts.sealed import ContactCard
from services.kit.errors import Rejected
from services.kit.running.clock import utc_now
from services.kit.serving.principal import Principal, needs
from services.kit.serving.streaming import HEARTBEAT, EventStream, Places, server_sent
from services.notification.api.desk import AtDesk, Desk
from services.notification.domain import sending
from services.notification.inbox.box import Inbox, Item, item_of, read
from services.notification.inbox.channel import InApp, Words
from services.notification.inbox.guard import Guard
from services.notification.inbox.offices import OFFICES, Office, office_of

STREAM: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Server-sent events: an `ItemView` each",
        "content": {EventStream.media_type: {"schema": {"type": "string"}}},
    }
}
BEAT, LOOK = 15.0, 1.0
"""Seconds between signs of life, and between looks for what is new."""
FEW = 10
"""Items in hand of one stream."""
FOLLOWED_FOR = timedelta(minutes=15)
"""Then a resident's stream ends: the code is asked for again, and an end is found."""

CASE_NO, CODE = "X-Case-No", "X-Query-Code"
router = APIRouter()
BY_CASE = APIKeyHeader(name=CASE_NO, scheme_name="case-number", auto_error=False)
BY_CODE = APIKeyHeader(name=CODE, scheme_name="query-code", auto_error=False)


class ItemView(BaseModel):
    """`subject` and `body` are None where what was said is erased."""

    number: int
    message_id: str
    at: datetime
    subject: str | None
    body: str | None
    read_at: datetime | None


class InboxView(BaseModel):
    """The newest last; `last` is the number to come back with."""

    unread: int
    last: int
    items: list[ItemView]


@dataclass(frozen=True)
class Mine:
    """An inbox that the caller may read, and until when."""

    id: str
    until: datetime | None = None
    reader: str = ""
    """Whose streams are counted together; empty: those of this inbox."""


def in_app(request: Request) -> InApp:
    channel: InApp = request.app.state.in_app
    return channel


def streams_of(request: Request) -> Places:
    streams: Places = request.app.state.streams
    return streams


App = Annotated[InApp, Depends(in_app)]
Streams = Annotated[Places, Depends(streams_of)]
Staff = Annotated[Principal, Depends(needs(*OFFICES))]


async def offices(caller: Staff, office: Office | None = None) -> Mine:
    """`office`: which of the caller's roles, if there are several; else the first."""
    for each in (office,) if office else OFFICES:
        if inbox := office_of(caller, each):
            return Mine(inbox, caller.expires_at, caller.subject)
    en = "your token names no office of yours, nor the whole city: ask for one"
    zh = "登录令牌未注明您的部门或合作平台(市级督办人员须为全市范围),请更换"
    raise Rejected("department-required", en, zh, status=403)


async def residents(
    request: Request,
    desk: AtDesk,
    app: App,
    case_no: Annotated[str | None, Depends(BY_CASE)] = None,
    code: Annotated[str | None, Depends(BY_CODE)] = None,
) -> Mine:
    """By the two that stand on the receipt; in headers, so that no log has them."""
    guard: Guard = request.app.state.guard
    address = request.client.host if request.client else ""
    trial = await guard.take((case_no or "").strip(), address)
    case_id = await desk.store.case_of(case_no or "")
    if case_id is None or not await _is_right(desk, app, case_id, code or ""):
        raise unknown()
    await guard.was_right(trial)
    return Mine(case_id, desk.clock() + FOLLOWED_FOR)


OfOffice = Annotated[Mine, Depends(offices)]
OfResident = Annotated[Mine, Depends(residents)]
Came = Annotated[str | None, Header(alias="Last-Event-ID", pattern=r"^\d{1,9}$")]


@router.get("/inbox")
async def read_inbox(mine: OfOffice, app: App) -> InboxView:
    """What the caller's office was told in the app."""
    return await shown(app, mine)


@router.get("/inbox/stream", response_class=Response, responses=STREAM)
async def follow_inbox(
    mine: OfOffice, app: App, streams: Streams, last_event_id: Came = None
) -> EventStream:
    """The same as it comes; `Last-Event-ID` goes on where one left off."""
    return followed(app, streams, mine, int(last_event_id or 0))


@router.post("/inbox/{number}/read")
async def mark_read(
    number: Annotated[int, Field(ge=1)], mine: OfOffice, app: App, desk: AtDesk
) -> InboxView:
    """Somebody of the office has read it."""
    return await marked(app, desk, mine, number)


@router.get("/my-inbox")
async def read_my_inbox(mine: OfResident, app: App) -> InboxView:
    """What a resident was told in the app about one case."""
    return await shown(app, mine)


@router.get("/my-inbox/stream", response_class=Response, responses=STREAM)
async def follow_my_inbox(
    mine: OfResident, app: App, streams: Streams, last_event_id: Came = None
) -> EventStream:
    """The same as it comes; `Last-Event-ID` goes on where one left off."""
    return followed(app, streams, mine, int(last_event_id or 0))


@router.post("/my-inbox/{number}/read")
async def mark_mine_read(
    number: Annotated[int, Field(ge=1)], mine: OfResident, app: App, desk: AtDesk
) -> InboxView:
    """The resident has read it: it counts as delivered."""
    return await marked(app, desk, mine, number)


def followed(app: InApp, streams: Places, mine: Mine, last: int) -> EventStream:
    """Raises 429 where too many are open already."""
    over = streams.take(mine.reader or mine.id)
    return EventStream(coming(app, mine, last), over=over)


async def shown(app: InApp, mine: Mine) -> InboxView:
    box = await app.inboxes.load(mine.id) or Inbox(inbox_id=mine.id)
    items = [await _view(app, mine.id, item) for item in box.items]
    return InboxView(unread=box.unread, last=box.last, items=items)


async def marked(app: InApp, desk: Desk, mine: Mine, number: int) -> InboxView:
    """The message learns it first: a crash in between is mended by the next click.

    A notice about a webhook is no message of a case: nobody waits for its delivery.
    """
    item = item_of(await app.inboxes.load(mine.id), number)
    if await desk.messages.load(item.message_id):
        await desk.messages.command(item.message_id, app.name, sending.delivered)
    await app.inboxes.command(mine.id, number, read)
    return await shown(app, mine)


async def coming(app: InApp, mine: Mine, last: int) -> AsyncIterator[bytes]:
    """Until the login ends or the process does; a client comes back by itself."""
    ends = mine.until or datetime.max.replace(tzinfo=UTC)
    quiet = BEAT
    while utc_now() < ends and not app.stopped:
        for item in await _next(app, mine.id, last):
            view = await _view(app, mine.id, item)
            yield server_sent(view.model_dump_json().encode(), str(item.number))
            last, quiet = item.number, 0.0
        if quiet >= BEAT:
            yield HEARTBEAT
            quiet = 0.0
        await asyncio.sleep(LOOK)
        quiet += LOOK


async def _next(app: InApp, inbox_id: str, last: int) -> tuple[Item, ...]:
    """Few at a time: whoever takes them slowly does not make us hold a whole inbox."""
    box = await app.inboxes.load(inbox_id)
    return box.after(last)[:FEW] if box else ()


async def _view(app: InApp, inbox_id: str, item: Item) -> ItemView:
    words = await app.vault.open(inbox_id, item.words, Words)
    fields = item.model_dump(exclude={"words"})
    return ItemView(
        **fields,
        subject=words.subject if words else None,
        body=words.body if words else None,
    )


async def _is_right(desk: Desk, app: InApp, case_id: str, code: str) -> bool:
    """Takes as long for a wrong code as for the right one."""
    contact = await desk.contacts.load(case_id)
    if contact is None or contact.card is None:
        return False
    card = await app.vault.open(case_id, contact.card, ContactCard)
    known = card.query_code if card else ""
    return compare_digest(known.encode(), code.strip().upper().encode()) and bool(known)


def unknown() -> Rejected:
    """The same words for a wrong code and for a number that is none."""
    return Rejected(
        "unknown-case",
        "no case is known by this number and code; both stand on your receipt",
        "办件号或查询码不对;两者都印在回执上",
        status=404,
    )
