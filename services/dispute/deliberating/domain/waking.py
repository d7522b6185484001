"""What time alone does: the host is late, a survey ends, people meet, names go."""

from dataclasses import dataclass
from datetime import datetime

from contracts.dispute import OriginatorLeft
from services.dispute.deliberating.domain.norms import Norms
from services.dispute.deliberating.domain.parts import Result
from services.dispute.deliberating.domain.raising.screening import remind_host
from services.dispute.deliberating.domain.talking.reminding import remind_of_meeting
from services.dispute.deliberating.domain.talking.surveying import (
    CloseSurvey,
    close_survey,
)
from services.dispute.deliberating.domain.topic import Topic
from services.kit.writing.change import Change


@dataclass(frozen=True)
class Count:
    """What the documents say that are about to go."""

    result: Result


@dataclass(frozen=True)
class KeysGone:
    """They are destroyed, and with them every copy of what was sealed."""

    keys: tuple[str, ...]


def wake(norms: Norms, topic: Topic, now: datetime) -> Change[Topic] | None:
    if topic.unscreened_at and topic.unscreened_at <= now:
        return remind_host(norms, topic, now)
    if topic.survey_ends_at and topic.survey_ends_at <= now:
        return close_survey(topic, CloseSurvey(), now)
    if topic.meeting_soon_at and topic.meeting_soon_at <= now:
        return remind_of_meeting(topic, now)
    if topic.forget_at and topic.forget_at <= now:
        return Change(forgotten(topic), _left(topic))
    return None


def _left(topic: Topic) -> tuple[OriginatorLeft, ...]:
    """Whoever else has their cards is to forget them too."""
    return tuple(
        OriginatorLeft(case_id=topic.topic_id, originator_id=each.originator_id)
        for each in topic.originators
        if each.card
    )


def forgotten(topic: Topic) -> Topic:
    """What was public stays; of residents nothing does."""
    people = (each.originator_id for each in topic.originators if each.card)
    return topic.but(
        originators=(),
        proposer=None,
        voices=tuple(
            voice.model_copy(update={"words": None, "who": ""})
            for voice in topic.voices
            if voice.wording
        ),
        meetings=tuple(m.model_copy(update={"minutes": None}) for m in topic.meetings),
        forget_at=None,
        keys_to_go=(*topic.keys_to_go, *people, topic.topic_id),
    )


def count(topic: Topic | None, command: Count, now: datetime) -> Change[Topic] | None:
    """The first count stands: a second one may find half of them gone."""
    if topic is None or topic.result is not None:
        return None
    return Change(topic.but(result=command.result))


def keys_gone(
    topic: Topic | None, command: KeysGone, now: datetime
) -> Change[Topic] | None:
    if topic is None:
        return None
    left = tuple(key for key in topic.keys_to_go if key not in command.keys)
    return None if left == topic.keys_to_go else Change(topic.but(keys_to_go=left))
