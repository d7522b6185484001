"""Who has to be told by a person, and what became of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal

import structlog
from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, Field

from contracts.codes import MessageId
from contracts.sealed import Preferences
from services.kit.errors import Rejected
from services.kit.serving.paging import Paging
from services.notification.api.answers import sealed
from services.notification.api.desk import AtDesk, AtPress, Bringer
from services.notification.api.messages import shown
from services.notification.api.views import MessageView, masked, mediation_of
from services.notification.domain.errands.doing import (
    Done,
    GiveBack,
    NotReached,
    Take,
    done,
    give_back,
    not_reached,
    take,
)
from services.notification.domain.errands.errand import Reason
from services.notification.domain.errands.printing import must_be_printed_by
from services.notification.domain.message import Message
from services.notification.recipients import Recipient
from services.notification.sight import Sight

log = structlog.get_logger(__name__)
router = APIRouter()
LONGEST_ANSWER = 2_000
PDF: dict[str, Any] = {
    "application/pdf": {"schema": {"type": "string", "format": "binary"}}
}
UNSHARED = {
    "Cache-Control": "no-store",
    "Content-Disposition": 'attachment; filename="letter.pdf"',
}


class CallView(MessageView):
    """One line of a work list, opened: whom to call or visit, in the clear."""

    case_no: str | None
    address: str | None = None
    preferences: Preferences | None = None
    """How they want to be spoken to, and whom they need to be understood."""
    subject: str | None = None
    words: str | None = None
    """What to say, or to print; None: it cannot be written, or is no longer kept."""


class NotReachedIn(BaseModel):
    reason: Reason


class DoneIn(BaseModel):
    channel: Literal["call", "letter", "visit"]
    answer: str | None = Field(default=None, min_length=1, max_length=LONGEST_ANSWER)


@dataclass(frozen=True)
class Line:
    """A line of the caller's list."""

    message: Message
    clerk: str


async def line(id: MessageId, desk: AtDesk, caller: Bringer) -> Line:
    """Also one that is done: the second click is told the same."""
    message = await desk.messages.load(id)
    handed = message is not None and (message.errand or _waits(message))
    if message is None or not handed or not Sight(caller).sees(message):
        raise unknown()
    return Line(message, caller.subject)


OfMine = Annotated[Line, Depends(line)]


@router.get("/worklist")
async def list_calls(
    desk: AtDesk,
    caller: Bringer,
    page: Paging,
    channel: Literal["call", "letter", "visit"] | None = None,
) -> list[MessageView]:
    """Who could not be reached electronically, oldest first."""
    filters = {"message_state": "handed_to_person", "line": channel}
    past = page.past(datetime, str)
    rows = await desk.store.oldest(Sight(caller), filters, past, page.fetch)
    return await masked(desk, shown(page, rows))


@router.get("/worklist/{id}")
async def read_call(mine: OfMine, desk: AtDesk) -> CallView:
    """The number to call and what to say; who asked for it is written down first."""
    message = mine.message
    if not _waits(message):
        raise unknown()
    await desk.store.log_read(message.message_id, mine.clerk, desk.clock())
    case = await desk.composer.case_of(message)
    to = await desk.composer.recipient(message, case)
    fields = message.model_dump() | mediation_of(message)
    fields["case_no"] = case.case_no if case else None
    if isinstance(to, Recipient):
        fields["preferences"] = to.preferences
        said = desk.composer.words(message, case, to)
        fields["subject"], fields["words"] = said or (None, None)
        if to.person:
            known = {"name", "email", "phone", "address"}
            fields |= to.person.model_dump(include=known)
        else:
            fields |= _of_office(to)
    return CallView.model_validate(fields)


@router.get(
    "/worklist/{id}/letter",
    response_class=Response,
    responses={200: {"description": "The letter, A4", "content": PDF}},
)
async def print_letter(mine: OfMine, desk: AtDesk, letters: AtPress) -> Response:
    """The letter to post, for whoever has taken it; who prints it is written down.

    An invitation has the link that is this person's alone, which no list has; any
    other letter says what the list says.
    """
    message = mine.message
    if not _waits(message):
        raise unknown()
    must_be_printed_by(mine.clerk, message)
    case = await desk.composer.case_of(message)
    to = await desk.composer.recipient(message, case)
    said = None
    if isinstance(to, Recipient):
        said = desk.composer.printed(message, case, to)
    if said is None or not isinstance(to, Recipient):
        raise unknown()
    id, clerk = message.message_id, mine.clerk
    await desk.store.log_act(id, clerk, desk.clock(), "letter")
    log.info("letter-printed", case_id=message.case_id, message_id=id, by=clerk)
    pdf = await letters.print(message, to, said)
    return Response(pdf, media_type="application/pdf", headers=UNSHARED)


@router.post("/worklist/{id}/take")
async def take_call(mine: OfMine, desk: AtDesk) -> MessageView:
    """The caller does it; for a day nobody else can take it."""
    command = Take(mine.clerk)
    taken = await desk.messages.command(mine.message.message_id, command, take)
    return (await masked(desk, [taken.state]))[0]


@router.post("/worklist/{id}/give-back")
async def give_call_back(mine: OfMine, desk: AtDesk) -> MessageView:
    """Anybody may take it again."""
    command = GiveBack(mine.clerk)
    free = await desk.messages.command(mine.message.message_id, command, give_back)
    return (await masked(desk, [free.state]))[0]


@router.post("/worklist/{id}/not-reached")
async def record_not_reached(
    mine: OfMine, body: NotReachedIn, desk: AtDesk
) -> MessageView:
    """Nobody was there; it stays on the list and shows how often that was so."""
    command = NotReached(mine.clerk, body.reason)
    after = await desk.messages.command(mine.message.message_id, command, not_reached)
    return (await masked(desk, [after.state]))[0]


@router.post("/worklist/{id}/done")
async def record_done(mine: OfMine, body: DoneIn, desk: AtDesk) -> MessageView:
    """They know it now, by a call, a letter or a visit; what they said is sealed."""
    message = mine.message
    answer = body.answer and await sealed(desk.composer.vault, message, body.answer)
    command = Done(mine.clerk, body.channel, answer)
    after = await desk.messages.command(message.message_id, command, done)
    return (await masked(desk, [after.state]))[0]


def _of_office(to: Recipient) -> dict[str, Any]:
    """Its name and numbers stand in the city's own book: somebody goes there."""
    name, phone = to.values.get("name"), to.addresses.get("voice")
    return {"name": name, "email": to.email, "phone": phone}


def unknown() -> Rejected:
    return Rejected("unknown-message", "no such line", "未找到该条目", status=404)


def _waits(message: Message) -> bool:
    return message.state == "handed_to_person"
