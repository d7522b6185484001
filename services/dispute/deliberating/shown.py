"""What the host sees of a topic; names and words apart from it, and written down."""

from datetime import datetime

from pydantic import BaseModel

from contracts.sealed import Person
from services.dispute.deliberating.domain.moves import from_here
from services.dispute.deliberating.domain.parts import Commitment, Meeting, Voice
from services.dispute.deliberating.domain.states import State
from services.dispute.deliberating.domain.topic import Origin, Topic
from services.dispute.deliberating.hall import Hall
from services.dispute.deliberating.people import Proposal
from services.dispute.deliberating.public import PublicSurvey, survey
from services.kit.writing.stored import Stored


class MeetingView(BaseModel):
    meeting_id: str
    at: datetime
    venue: str
    times: int
    briefing: str
    held: bool
    attended: int
    public_minutes: str


class CommitmentView(BaseModel):
    commitment_id: str
    case_no: str
    what: str
    department: str
    co_handlers: list[str]
    promised_by: datetime
    due_at: datetime | None
    step: str | None
    done: bool | None
    reason: str | None


class TopicView(BaseModel):
    """Its course; names and words are asked for separately, and logged."""

    topic_id: str
    origin: Origin
    category: str
    area: str
    state: State
    title: str | None
    """In the host's words; None: they are still to be found."""
    text: str | None
    cases: int
    originators: int
    supporters: int
    voices: int
    unreleased: int
    """Questions and statements that the host has not released."""
    screen_by: datetime | None
    """Until when the host decides whether to take it up; None: the host has."""
    times_late: int
    """How often that day has passed; after the second it is shown first."""
    declined_for: str | None
    closed_for: str | None
    survey: PublicSurvey | None
    meetings: list[MeetingView]
    commitments: list[CommitmentView]
    possible: list[str]
    """What the host may do now."""
    version: int | None = None


class VoiceView(BaseModel):
    voice_id: str
    kind: str
    text: str | None
    wording: str | None
    answer: str | None
    said_at: datetime


class OriginatorView(BaseModel):
    originator_id: str
    person: Person
    proposal: Proposal | None
    """As it was written."""


class PrivateView(BaseModel):
    """Who raised it and what people wrote; cases are counted and never named."""

    originators: list[OriginatorView]
    voices: list[VoiceView]
    minutes: list[str | None]
    """Of each meeting, in full."""


async def shown(hall: Hall, stored: Stored[Topic]) -> TopicView:
    topic = stored.state
    counted = await hall.voices.supporters([topic.topic_id])
    supporters = counted.get(topic.topic_id, 0)
    asked = None
    if topic.survey:
        asked = survey(topic, await hall.voices.tally(topic.topic_id))
    return view(topic, supporters, asked, stored.version)


def view(
    topic: Topic,
    supporters: int,
    asked: PublicSurvey | None = None,
    version: int | None = None,
) -> TopicView:
    wording = topic.wording
    return TopicView(
        topic_id=topic.topic_id,
        origin=topic.origin,
        category=topic.category,
        area=topic.area,
        state=topic.state,
        title=wording and wording.title,
        text=wording and wording.text,
        cases=topic.cases,
        originators=len(topic.originators),
        supporters=topic.result.supporters if topic.result else supporters,
        voices=len(topic.voices),
        unreleased=sum(voice.wording is None for voice in topic.voices),
        screen_by=topic.unscreened_at,
        times_late=topic.times_late,
        declined_for=topic.declined_for,
        closed_for=topic.closed_for,
        survey=asked,
        meetings=[_meeting(each) for each in topic.meetings],
        commitments=[_commitment(each) for each in topic.commitments],
        possible=list(from_here(topic.state, "host")),
        version=version,
    )


async def private(hall: Hall, topic: Topic) -> PrivateView:
    id, people = topic.topic_id, hall.people
    found = [(each, await people.person(each)) for each in topic.originators]
    return PrivateView(
        originators=[
            OriginatorView(
                originator_id=each.originator_id,
                person=person,
                proposal=await people.proposal(each),
            )
            for each, person in found
            if person
        ],
        voices=[await _voice(hall, id, each) for each in topic.voices],
        minutes=[await people.opened(id, each.minutes) for each in topic.meetings],
    )


async def _voice(hall: Hall, id: str, voice: Voice) -> VoiceView:
    text = await hall.people.opened(id, voice.words)
    return VoiceView(**voice.model_dump(), text=text)


def _meeting(meeting: Meeting) -> MeetingView:
    return MeetingView.model_validate(meeting, from_attributes=True)


def _commitment(commitment: Commitment) -> CommitmentView:
    last = commitment.steps[-1].code if commitment.steps else None
    return CommitmentView(**commitment.model_dump(), step=last)
