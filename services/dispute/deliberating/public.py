"""What everybody may see of a topic: never a name, never what is not released."""

from collections.abc import Mapping
from datetime import datetime

from pydantic import BaseModel

from services.dispute.deliberating.domain.norms import Named, Norms
from services.dispute.deliberating.domain.parts import Commitment, Meeting, Survey
from services.dispute.deliberating.domain.states import State
from services.dispute.deliberating.domain.topic import Origin, Topic
from services.dispute.deliberating.seams import Tally


class Words(BaseModel):
    code: str
    zh: str
    en: str


class PublicTopic(BaseModel):
    """A row of the public list."""

    topic_id: str
    origin: Origin
    category: str
    area: str
    state: State
    title: str
    text: str
    cases: int
    """Of how many cases it is made; 0: people raised it."""
    supporters: int
    """How many support it: shown, and deciding nothing."""


class PublicChoice(BaseModel):
    text: str
    chosen: int | None
    """None: while people are still asked, so that nobody follows the others."""


class PublicQuestion(BaseModel):
    text: str
    choices: list[PublicChoice]


class PublicSurvey(BaseModel):
    until: datetime
    answers: int
    questions: list[PublicQuestion]


class PublicMeeting(BaseModel):
    meeting_id: str
    at: datetime
    venue: Words
    address: str
    briefing: str
    held: bool
    attended: int
    minutes: str
    """What of the minutes is public."""


class PublicVoice(BaseModel):
    """In the words in which the host released it."""

    kind: str
    text: str
    answer: str | None


class PublicStep(Words):
    at: datetime


class PublicCommitment(BaseModel):
    case_no: str
    what: str
    department: str
    co_handlers: list[str]
    promised_by: datetime
    due_at: datetime | None
    steps: list[PublicStep]
    done: bool | None
    """None: it is being done."""
    reason: Words | None
    """Why it was not done."""


class PublicPage(PublicTopic):
    """Everything that is public of one topic."""

    survey: PublicSurvey | None
    meetings: list[PublicMeeting]
    voices: list[PublicVoice]
    commitments: list[PublicCommitment]
    closed_for: Words | None


def row(topic: Topic, supporters: int) -> PublicTopic:
    """Only for what is public: there is a wording."""
    assert topic.wording is not None
    counted = topic.result.supporters if topic.result else supporters
    return PublicTopic(
        topic_id=topic.topic_id,
        origin=topic.origin,
        category=topic.category,
        area=topic.area,
        state=topic.state,
        title=topic.wording.title,
        text=topic.wording.text,
        cases=topic.cases,
        supporters=counted,
    )


def page(norms: Norms, topic: Topic, supporters: int, tally: Tally) -> PublicPage:
    released = (voice for voice in topic.voices if voice.wording)
    return PublicPage(
        **row(topic, supporters).model_dump(),
        survey=survey(topic, tally),
        meetings=[_meeting(norms, each) for each in topic.meetings],
        voices=[
            PublicVoice(kind=each.kind, text=each.wording or "", answer=each.answer)
            for each in released
        ],
        commitments=[_commitment(norms, each) for each in topic.commitments],
        closed_for=words(norms.close_reasons, topic.closed_for),
    )


def survey(topic: Topic, tally: Tally) -> PublicSurvey | None:
    if topic.survey is None:
        return None
    if topic.result:
        tally = Tally(topic.result.answers, topic.result.picked)
    open_still = topic.state == "surveying"
    return PublicSurvey(
        until=topic.survey.until,
        answers=tally.answers,
        questions=_questions(topic.survey, None if open_still else tally),
    )


def words(listed: Mapping[str, Named], code: str | None) -> Words | None:
    """A code that the city no longer lists still has a name: itself."""
    if code is None:
        return None
    named = listed.get(code, Named(code, code))
    return Words(code=code, zh=named.zh, en=named.en)


def _questions(asked: Survey, tally: Tally | None) -> list[PublicQuestion]:
    return [
        PublicQuestion(
            text=question.text,
            choices=[
                PublicChoice(
                    text=text,
                    chosen=tally and tally.picked.get(f"{place}:{number}", 0),
                )
                for number, text in enumerate(question.choices, 1)
            ],
        )
        for place, question in enumerate(asked.questions, 1)
    ]


def _meeting(norms: Norms, meeting: Meeting) -> PublicMeeting:
    venue = norms.venues.get(meeting.venue)
    named = words(norms.venues, meeting.venue)
    assert named is not None
    return PublicMeeting(
        meeting_id=meeting.meeting_id,
        at=meeting.at,
        venue=named,
        address=venue.address if venue else "",
        briefing=meeting.briefing,
        held=meeting.held,
        attended=meeting.attended,
        minutes=meeting.public_minutes,
    )


def _commitment(norms: Norms, commitment: Commitment) -> PublicCommitment:
    steps = ((words(norms.steps, step.code), step.at) for step in commitment.steps)
    return PublicCommitment(
        case_no=commitment.case_no,
        what=commitment.what,
        department=commitment.department,
        co_handlers=list(commitment.co_handlers),
        promised_by=commitment.promised_by,
        due_at=commitment.due_at,
        steps=[PublicStep(**each.model_dump(), at=at) for each, at in steps if each],
        done=commitment.done,
        reason=words(norms.outcomes, commitment.reason),
    )
