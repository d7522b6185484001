"""HTTP of a whole handling: named, met about, merged, followed up, redone, read."""

from fastapi import APIRouter, Response

from contracts.codes import CaseId
from services.kit.serving.problems import not_known_yet
from services.kit.serving.readings import Reading
from services.routing.api import bodies
from services.routing.api.desk import (
    AtDesk,
    Dispatcher,
    Office,
    OnHandling,
    Reader,
    Supervisor,
    known,
    tagged,
)
from services.routing.domain.deciding.afterwards import (
    FollowUpAnswers,
    Merge,
    Redo,
    follow_up,
    merge,
    redo,
)
from services.routing.domain.deciding.meetings import (
    CallMeeting,
    RecordMeeting,
    call_meeting,
    record_meeting,
)
from services.routing.domain.deciding.moving import CallIn, call_in
from services.routing.domain.planning import Assign, assign
from services.routing.minutes import Minutes
from services.routing.showing.handling import HandlingView

router = APIRouter(prefix="/v1/handlings/{case_id}")
MINUTES = "minutes"
"""What is read, in the record of who did."""


@router.get("")
async def read(
    case_id: CaseId, desk: AtDesk, caller: Reader, response: Response
) -> HandlingView:
    """A case's handling, with its tasks, their clocks and their limits in words."""
    await known(desk, case_id, caller)
    stored = await desk.handlings.read(case_id)
    if stored is None:
        raise not_known_yet()
    return tagged(desk, stored, caller, response)


@router.post("/assign")
async def name_departments(
    case_id: CaseId, body: bodies.AssignIn, on: OnHandling, caller: Dispatcher
) -> HandlingView:
    """Names the lead and the co-handlers of a case that no rule knew."""
    command = Assign(body.lead, tuple(body.co_handlers))
    return await on.on_case(case_id, command, assign)


@router.post("/call-in")
async def call_one_more(
    case_id: CaseId, body: bodies.CallInIn, on: OnHandling, caller: Dispatcher
) -> HandlingView:
    """Adds a co-handler to the round that is under way."""
    return await on.on_case(case_id, CallIn(body.department), call_in)


@router.post("/joint-meeting")
async def ask_to_meet(
    case_id: CaseId, body: bodies.MeetingIn, on: OnHandling, caller: Office
) -> HandlingView:
    """Calls departments to a joint meeting (联席会议)."""
    command = CallMeeting(tuple(body.departments), body.at)
    return await on.on_case(case_id, command, call_meeting)


@router.post("/joint-meeting/minutes")
async def keep_minutes(
    case_id: CaseId, body: bodies.MinutesIn, on: OnHandling, caller: Office
) -> HandlingView:
    """The meeting took place; its minutes are sealed under the case's key at once."""
    await known(on.desk, case_id, caller)
    sealed = await on.desk.vault.seal(case_id, Minutes(text=body.minutes))
    command = RecordMeeting(tuple(body.departments), sealed)
    return await on.on_case(case_id, command, record_meeting)


@router.get("/joint-meeting/minutes")
async def read_minutes(case_id: CaseId, desk: AtDesk, caller: Office) -> list[Minutes]:
    """The minutes of the case's joint meetings; the reading is written down first."""
    await known(desk, case_id, caller)
    handling = await desk.handlings.load(case_id)
    sealed = [m.minutes for m in handling.meetings if m.minutes] if handling else []
    if sealed:
        reading = Reading(caller.subject, desk.clock(), case_id, MINUTES)
        await desk.readings.note(reading)
    opened = [await desk.vault.open(case_id, each, Minutes) for each in sealed]
    return [minutes for minutes in opened if minutes]


@router.post("/merge")
async def put_together(
    case_id: CaseId, body: bodies.MergeIn, on: OnHandling, caller: Dispatcher
) -> HandlingView:
    """Puts the case together with another, which the caller may see as well."""
    await known(on.desk, body.into, caller)
    other = await on.desk.handlings.load(body.into)
    command = Merge(other, body.new_facts)
    return await on.on_case(case_id, command, merge)


@router.post("/follow-up")
async def record_answers(
    case_id: CaseId, body: bodies.FollowUpIn, on: OnHandling, caller: Office
) -> HandlingView:
    """What the resident said when asked about the outcome."""
    answers = FollowUpAnswers(**body.model_dump(), by=caller.department)
    return await on.on_case(case_id, answers, follow_up)


@router.post("/redo")
async def order_another_round(
    case_id: CaseId,
    on: OnHandling,
    caller: Supervisor,
    body: bodies.Nothing | None = None,
) -> HandlingView:
    """Has the case done again."""
    return await on.on_case(case_id, Redo(), redo)
