"""Those who raised a topic are reminded of its meeting before it begins."""

from datetime import datetime

from contracts.dispute import MeetingDueSoon
from services.dispute.deliberating.domain.facts import told
from services.dispute.deliberating.domain.norms import Norms
from services.dispute.deliberating.domain.topic import Topic
from services.kit.writing.change import Change


def reminder(norms: Norms, at: datetime, now: datetime) -> datetime | None:
    """None: whoever is told now needs no reminder."""
    remind_at = at - norms.remind_before
    return remind_at if remind_at > now else None


def remind_of_meeting(topic: Topic, now: datetime) -> Change[Topic]:
    """Once for each time that was named; who woke too late tells of nothing past."""
    meeting = topic.meetings[-1]
    reminded = topic.with_meeting(meeting.model_copy(update={"remind_at": None}))
    if meeting.at <= now:
        return Change(reminded)
    fact = told(
        reminded,
        MeetingDueSoon,
        meeting_id=meeting.meeting_id,
        at=meeting.at,
        venue=meeting.venue,
    )
    return Change(reminded, (fact,))
