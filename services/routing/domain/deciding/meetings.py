"""The joint meeting (联席会议) that settles whose duty a case is."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from contracts.routing import JointMeetingCalled, JointMeetingHeld
from services.kit.writing.change import Change
from services.routing.domain import refusals
from services.routing.domain.accused import demand_unaccused
from services.routing.domain.handling import MOST_MEETINGS, Handling, Meeting
from services.routing.domain.norms import Norms

FURTHEST = timedelta(days=366)
"""No meeting is called for a later day: it is a slip of the pen."""


@dataclass(frozen=True)
class CallMeeting:
    departments: tuple[str, ...]
    at: datetime


@dataclass(frozen=True)
class RecordMeeting:
    """`minutes` are sealed already."""

    departments: tuple[str, ...]
    minutes: str


def call_meeting(
    norms: Norms, handling: Handling | None, command: CallMeeting, now: datetime
) -> Change[Handling]:
    handling = _under_way(norms, handling, command.departments)
    if handling.meeting:
        raise refusals.meeting_called()
    if len(handling.meetings) >= MOST_MEETINGS:
        raise refusals.too_many_meetings(MOST_MEETINGS)
    if not now < command.at <= now + FURTHEST:
        raise refusals.meeting_is_not_near(FURTHEST)
    asked = tuple(dict.fromkeys(command.departments))
    meeting = Meeting(called_at=now, departments=asked, at=command.at)
    called = tuple(
        JointMeetingCalled(
            case_id=handling.case_id, department=department, at=command.at
        )
        for department in asked
    )
    return Change(handling.but(meetings=(*handling.meetings, meeting)), called)


def record_meeting(
    norms: Norms, handling: Handling | None, command: RecordMeeting, now: datetime
) -> Change[Handling]:
    handling = _under_way(norms, handling, command.departments)
    if handling.meeting is None:
        raise refusals.no_meeting()
    came = tuple(dict.fromkeys(command.departments))
    held = handling.meeting.model_copy(
        update={"departments": came, "minutes": command.minutes}
    )
    fact = JointMeetingHeld(case_id=handling.case_id, departments=came)
    return Change(handling.but(meetings=(*handling.meetings[:-1], held)), (fact,))


def _under_way(
    norms: Norms, handling: Handling | None, departments: tuple[str, ...]
) -> Handling:
    if handling is None:
        raise refusals.unknown_case()
    if not handling.under_way:
        raise refusals.case_is(handling.state, "in_progress")
    if not norms.departments.issuperset(departments):
        raise refusals.unknown_department()
    demand_unaccused(norms, handling, *departments)
    return handling
