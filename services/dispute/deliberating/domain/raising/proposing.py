"""Who raises a topic: people, or cases that keep coming; and who leaves it again."""

from dataclasses import dataclass
from datetime import datetime

from contracts.dispute import OriginatorJoined, TopicJoined, TopicProposed
from contracts.dispute.deliberation import OriginatorLeft
from contracts.envelope import Payload
from services.dispute.deliberating.domain.facts import told
from services.dispute.deliberating.domain.moves import is_open
from services.dispute.deliberating.domain.norms import Norms
from services.dispute.deliberating.domain.parts import MOST_ORIGINATORS, Originator
from services.dispute.deliberating.domain.refusals import (
    another_request,
    demand,
    not_listed,
)
from services.dispute.deliberating.domain.topic import Origin, Topic
from services.kit.writing.change import Change


@dataclass(frozen=True)
class Newcomer:
    """A person who raises it; card and words are sealed at rest, under a key of theirs.

    `contact` is sealed for notification.
    """

    originator_id: str
    card: str
    words: str
    contact: str


@dataclass(frozen=True)
class Propose:
    topic_id: str
    origin: Origin
    category: str
    area: str
    proposer: str
    digest: str
    newcomer: Newcomer


@dataclass(frozen=True)
class Gather:
    """Cases of one area and category that are enough for a topic, and later ones."""

    topic_id: str
    category: str
    area: str
    cases: tuple[str, ...]


def propose(
    norms: Norms, topic: Topic | None, command: Propose, now: datetime
) -> Change[Topic] | None:
    """The same request twice is one topic."""
    if topic is not None:
        if topic.digest != command.digest:
            raise another_request()
        return None
    if command.category not in norms.categories:
        raise not_listed("category", "类别")
    if command.area not in norms.areas:
        raise not_listed("area", "区域")
    person = command.newcomer
    raised = Topic(
        topic_id=command.topic_id,
        origin=command.origin,
        category=command.category,
        area=command.area,
        state="proposed",
        screen_by=norms.screen_by(now),
        originators=(
            Originator(
                originator_id=person.originator_id, card=person.card, words=person.words
            ),
        ),
        proposer=command.proposer,
        digest=command.digest,
    )
    joined = OriginatorJoined(
        case_id=raised.topic_id,
        originator_id=person.originator_id,
        contact=person.contact,
    )
    return Change(raised, (joined, _proposed(raised)))


def gather(
    norms: Norms, topic: Topic | None, command: Gather, now: datetime
) -> Change[Topic] | None:
    """The first time it is a topic; afterwards later cases are told too."""
    if topic is None:
        raised = Topic(
            topic_id=command.topic_id,
            origin="repetition",
            category=command.category,
            area=command.area,
            state="proposed",
            screen_by=norms.screen_by(now),
            cases=len(command.cases),
            originators=tuple(map(_of_case, command.cases[:MOST_ORIGINATORS])),
        )
        return Change(raised, (_proposed(raised),))
    known = frozenset(topic.originator_ids)
    room = MOST_ORIGINATORS - len(known)
    later = [case for case in command.cases if case not in known][:room]
    if not later or not is_open("join", topic.state):
        return None
    grown = topic.but(
        cases=topic.cases + len(later),
        originators=(*topic.originators, *map(_of_case, later)),
    )
    return Change(grown, (_joined(grown, tuple(later)),))


def leave(
    topic: Topic | None, originator_id: str, now: datetime
) -> Change[Topic] | None:
    """Told nothing from now on; name and words of a person go, and their key."""
    topic = demand("leave", topic)
    mine = [each for each in topic.originators if each.originator_id == originator_id]
    if not mine:
        return None
    rest = tuple(each for each in topic.originators if each not in mine)
    left = topic.but(originators=rest)
    if mine[0].card is None:
        return Change(left)
    gone = OriginatorLeft(case_id=topic.topic_id, originator_id=originator_id)
    keys = (*left.keys_to_go, originator_id)
    return Change(left.but(proposer=None, keys_to_go=keys), (gone,))


def _of_case(case_id: str) -> Originator:
    return Originator(originator_id=case_id)


def _joined(topic: Topic, later: tuple[str, ...]) -> TopicJoined:
    """Those who came later were told nothing of what all others know."""
    asked = topic.survey if topic.state == "surveying" else None
    called = topic.meeting if topic.state == "scheduled" else None
    return TopicJoined(
        case_id=topic.topic_id,
        originators=later,
        screen_by=topic.unscreened_at,
        until=asked and asked.until,
        meeting_id=called and called.meeting_id,
        at=called and called.at,
        venue=called and called.venue,
    )


def _proposed(topic: Topic) -> Payload:
    return told(
        topic,
        TopicProposed,
        origin=topic.origin,
        category=topic.category,
        area=topic.area,
        cases=topic.cases,
        screen_by=topic.screen_by,
    )
