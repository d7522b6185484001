"""The host takes a topic up, or says why not; and finds the words for the public."""

from dataclasses import dataclass
from datetime import datetime

from contracts.dispute import ScreeningOverdue, TopicScreened
from contracts.dispute.deliberation import TopicClosed
from services.dispute.deliberating.domain.facts import told
from services.dispute.deliberating.domain.norms import Norms
from services.dispute.deliberating.domain.parts import Wording
from services.dispute.deliberating.domain.refusals import demand, not_listed
from services.dispute.deliberating.domain.topic import Topic
from services.kit.writing.change import Change


@dataclass(frozen=True)
class Take:
    wording: Wording


@dataclass(frozen=True)
class ForReason:
    """A code of the list that the decision looks into."""

    reason: str


def take(topic: Topic | None, command: Take, now: datetime) -> Change[Topic] | None:
    """From here on the public sees it, in the host's words."""
    if topic and topic.state == "taken" and topic.wording == command.wording:
        return None
    topic = demand("take", topic)
    taken = topic.but(state="taken", wording=command.wording)
    return Change(taken, (told(taken, TopicScreened, decision="taken"),))


def decline(
    norms: Norms, topic: Topic | None, command: ForReason, now: datetime
) -> Change[Topic] | None:
    if topic and topic.state == "declined" and topic.declined_for == command.reason:
        return None
    topic = demand("decline", topic)
    if command.reason not in norms.decline_reasons:
        raise not_listed("reason", "不采纳理由")
    declined = topic.but(
        state="declined",
        declined_for=command.reason,
        forget_at=now + norms.kept_for,
    )
    fact = told(declined, TopicScreened, decision="declined", reason=command.reason)
    return Change(declined, (fact,))


def reword(
    topic: Topic | None, wording: Wording, now: datetime
) -> Change[Topic] | None:
    topic = demand("reword", topic)
    return None if topic.wording == wording else Change(topic.but(wording=wording))


def close(
    norms: Norms, topic: Topic | None, command: ForReason, now: datetime
) -> Change[Topic] | None:
    """Nothing was promised, or nobody needs to meet any more."""
    if topic and topic.state == "closed" and topic.closed_for == command.reason:
        return None
    topic = demand("close", topic)
    if command.reason not in norms.close_reasons:
        raise not_listed("reason", "结束理由")
    return closed(norms, topic, command.reason, now)


def closed(norms: Norms, topic: Topic, reason: str, now: datetime) -> Change[Topic]:
    over = topic.but(state="closed", closed_for=reason, forget_at=now + norms.kept_for)
    return Change(over, (told(over, TopicClosed, reason=reason),))


def remind_host(norms: Norms, topic: Topic, now: datetime) -> Change[Topic] | None:
    """It is late: a new day is set, and told to all who wait; as often as it takes."""
    until = norms.screen_again_by(now)
    late = topic.but(screen_by=until, times_late=topic.times_late + 1)
    fact = told(
        late,
        ScreeningOverdue,
        area=late.area,
        until=until,
        escalated=late.escalated,
    )
    return Change(late, (fact,))
