"""People meet at a venue where it helps: briefed, counted, with minutes."""

from dataclasses import dataclass
from datetime import datetime

from contracts.dispute import MeetingHeld, MeetingScheduled, MinutesPublished
from services.dispute.deliberating.domain.facts import told
from services.dispute.deliberating.domain.norms import Norms
from services.dispute.deliberating.domain.parts import (
    A_YEAR,
    MEETS_WITHIN,
    MOST_MEETINGS,
    Meeting,
)
from services.dispute.deliberating.domain.refusals import (
    another_request,
    demand,
    no_room,
    not_ahead,
    not_begun,
    not_listed,
    too_far,
)
from services.dispute.deliberating.domain.talking.reminding import reminder
from services.dispute.deliberating.domain.topic import Topic
from services.kit.writing.change import Change

MOST_TIMES = 100


@dataclass(frozen=True)
class Schedule:
    meeting_id: str
    at: datetime
    venue: str
    digest: str


@dataclass(frozen=True)
class MoveMeeting:
    at: datetime
    venue: str


@dataclass(frozen=True)
class Hold:
    attended: int
    minutes: str | None
    """Sealed at rest."""
    public_minutes: str


@dataclass(frozen=True)
class Minute:
    minutes: str | None
    public_minutes: str


def schedule(
    norms: Norms, topic: Topic | None, command: Schedule, now: datetime
) -> Change[Topic] | None:
    for known in topic.meetings if topic else ():
        if known.meeting_id == command.meeting_id:
            if known.digest != command.digest:
                raise another_request()
            return None
    topic = demand("schedule", topic)
    if len(topic.meetings) >= MOST_MEETINGS:
        raise no_room("meetings", MOST_MEETINGS, "次协商会")
    _check(norms, command, now)
    meeting = Meeting(
        meeting_id=command.meeting_id,
        at=command.at,
        venue=command.venue,
        remind_at=reminder(norms, command.at, now),
        digest=command.digest,
    )
    met = topic.but(state="scheduled", meetings=(*topic.meetings, meeting))
    return Change(met, (_scheduled(met, meeting),))


def move_meeting(
    norms: Norms, topic: Topic | None, command: MoveMeeting, now: datetime
) -> Change[Topic] | None:
    topic = demand("move_meeting", topic)
    meeting = _to_come(topic)
    if (meeting.at, meeting.venue) == (command.at, command.venue):
        return None
    if meeting.times >= MOST_TIMES:
        raise no_room("changes of a meeting", MOST_TIMES, "次改期")
    _check(norms, command, now)
    moved = meeting.model_copy(
        update={
            "at": command.at,
            "venue": command.venue,
            "times": meeting.times + 1,
            "remind_at": reminder(norms, command.at, now),
        }
    )
    return Change(topic.with_meeting(moved), (_scheduled(topic, moved),))


def brief(topic: Topic | None, briefing: str, now: datetime) -> Change[Topic] | None:
    """What people should know before they meet; public."""
    topic = demand("brief", topic)
    meeting = _to_come(topic)
    if meeting.briefing == briefing:
        return None
    return Change(topic.with_meeting(meeting.model_copy(update={"briefing": briefing})))


def hold(topic: Topic | None, command: Hold, now: datetime) -> Change[Topic]:
    topic = demand("hold", topic)
    meeting = _to_come(topic)
    if now < meeting.at:
        raise not_begun()
    held = meeting.model_copy(
        update={
            "held": True,
            "attended": command.attended,
            "minutes": command.minutes,
            "public_minutes": command.public_minutes,
        }
    )
    after = topic.with_meeting(held).but(state="held")
    fact = told(
        after, MeetingHeld, meeting_id=held.meeting_id, attended=command.attended
    )
    return Change(after, (fact,))


def minute(topic: Topic | None, command: Minute, now: datetime) -> Change[Topic] | None:
    """The minutes of the last meeting that was held, written or put right.

    When there is something for the public for the first time, people are told.
    """
    topic = demand("minute", topic)
    held = [meeting for meeting in topic.meetings if meeting.held]
    if not held:
        return None
    update = {
        "minutes": command.minutes or held[-1].minutes,
        "public_minutes": command.public_minutes,
    }
    after = topic.with_meeting(held[-1].model_copy(update=update))
    if held[-1].public_minutes or not command.public_minutes:
        return Change(after)
    fact = told(after, MinutesPublished, meeting_id=held[-1].meeting_id)
    return Change(after, (fact,))


def _check(norms: Norms, command: Schedule | MoveMeeting, now: datetime) -> None:
    if command.venue not in norms.venues:
        raise not_listed("venue", "协商地点")
    if command.at <= now:
        raise not_ahead("at", "会议时间")
    if command.at > now + MEETS_WITHIN * A_YEAR:
        raise too_far("at", MEETS_WITHIN, "会议时间")


def _to_come(topic: Topic) -> Meeting:
    """Where the table lets it be asked for, there is one."""
    return topic.meetings[-1]


def _scheduled(topic: Topic, meeting: Meeting) -> MeetingScheduled:
    return told(
        topic,
        MeetingScheduled,
        meeting_id=meeting.meeting_id,
        at=meeting.at,
        venue=meeting.venue,
        times=meeting.times,
    )
