"""The host screens, finds words for the public, asks, records promises, and closes."""

from datetime import datetime
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from contracts.codes import Code, DepartmentCode, derived_id
from services.dispute.deliberating.api.at_hall import OfMyArea, Seen
from services.dispute.deliberating.api.plain import Line, Text
from services.dispute.deliberating.domain import parts
from services.dispute.deliberating.domain.keeping.promising import (
    Promise,
    Promises,
    promise,
)
from services.dispute.deliberating.domain.raising.screening import (
    ForReason,
    Take,
    close,
    decline,
    reword,
    take,
)
from services.dispute.deliberating.domain.talking.surveying import (
    CloseSurvey,
    PublishSurvey,
    close_survey,
    publish_survey,
)
from services.dispute.deliberating.domain.talking.voicing import Release, release
from services.dispute.deliberating.numbers import day_of, promise_no
from services.dispute.deliberating.shown import TopicView
from services.kit.serving.etags import IfMatch
from services.kit.serving.idempotency import Submitted

router = APIRouter(prefix="/deliberations/topics/{topic_id}")
STRICT = ConfigDict(extra="forbid")


class WordingIn(BaseModel):
    """What the public reads: no names, and nothing that points to anybody."""

    model_config = STRICT

    title: Line
    text: Text


class ReasonIn(BaseModel):
    model_config = STRICT

    reason: Code
    """A code of `deliberation.yaml`."""


def _unlike(choices: list[str]) -> list[str]:
    """Who reads them must be able to tell them apart."""
    if len({" ".join(each.split()).casefold() for each in choices}) < len(choices):
        raise PydanticCustomError("same_twice", "the same words twice")
    return choices


class QuestionIn(BaseModel):
    model_config = STRICT

    text: Line
    choices: Annotated[
        list[Line], Field(min_length=2, max_length=10), AfterValidator(_unlike)
    ]


class SurveyIn(BaseModel):
    model_config = STRICT

    until: AwareDatetime
    questions: Annotated[list[QuestionIn], Field(min_length=1, max_length=20)]


class ReleaseIn(BaseModel):
    model_config = STRICT

    wording: Text
    answer: Text | None = None


class CommitmentIn(BaseModel):
    """Who promises what, by when; `what` is public."""

    model_config = STRICT

    what: Text
    department: DepartmentCode
    co_handlers: Annotated[list[DepartmentCode], Field(max_length=20)] = []
    promised_by: AwareDatetime


class CommitmentsIn(BaseModel):
    model_config = STRICT

    commitments: Annotated[list[CommitmentIn], Field(min_length=1, max_length=10)]


@router.post("/take")
async def post_take(
    seen: OfMyArea, body: WordingIn, response: Response, if_match: IfMatch
) -> TopicView:
    """Takes it up; from here on the public sees it, in these words."""
    wording = parts.Wording(**body.model_dump())
    return await (await seen.command(Take(wording), take, if_match)).tagged(response)


@router.post("/decline")
async def post_decline(
    seen: OfMyArea, body: ReasonIn, response: Response, if_match: IfMatch
) -> TopicView:
    """Does not take it up, for a reason that the city lists."""
    decide = partial(decline, seen.hall.norms)
    after = await seen.command(ForReason(body.reason), decide, if_match)
    return await after.tagged(response)


@router.put("/wording")
async def put_wording(
    seen: OfMyArea, body: WordingIn, response: Response, if_match: IfMatch
) -> TopicView:
    """Puts right what the public reads."""
    wording = parts.Wording(**body.model_dump())
    return await (await seen.command(wording, reword, if_match)).tagged(response)


@router.post("/survey")
async def post_survey(
    seen: OfMyArea, body: SurveyIn, submission: Submitted, response: Response
) -> TopicView:
    """Asks everybody concerned until a day."""
    questions = tuple(
        parts.Question(text=each.text, choices=tuple(each.choices))
        for each in body.questions
    )
    command = PublishSurvey(questions, body.until, submission.digest)
    after = await seen.command(command, partial(publish_survey, seen.hall.norms))
    return await after.tagged(response)


@router.post("/survey/close")
async def post_survey_close(
    seen: OfMyArea, response: Response, if_match: IfMatch
) -> TopicView:
    """Ends the survey before its day."""
    after = await seen.command(CloseSurvey(), close_survey, if_match)
    return await after.tagged(response)


@router.post("/voices/{voice_id}/release")
async def post_release(
    seen: OfMyArea, voice_id: str, body: ReleaseIn, response: Response
) -> TopicView:
    """Shows a question or statement to the public, in these words, with an answer."""
    command = Release(voice_id, body.wording, body.answer)
    return await (await seen.command(command, release)).tagged(response)


@router.post("/commitments", status_code=201)
async def post_commitments(
    seen: OfMyArea, body: CommitmentsIn, submission: Submitted, response: Response
) -> TopicView:
    """Records what was promised: each becomes a case with a clock of its own."""
    made = await _promises(seen, body, submission.id, seen.hall.clock())
    command = Promises(made, submission.digest)
    after = await seen.command(command, partial(promise, seen.hall.norms))
    return await after.tagged(response)


@router.post("/close")
async def post_close(
    seen: OfMyArea, body: ReasonIn, response: Response, if_match: IfMatch
) -> TopicView:
    """Ends it where nothing was promised, for a reason that the city lists."""
    decide = partial(close, seen.hall.norms)
    after = await seen.command(ForReason(body.reason), decide, if_match)
    return await after.tagged(response)


async def _promises(
    seen: Seen, body: CommitmentsIn, request: str, now: datetime
) -> tuple[Promise, ...]:
    """A repeat draws numbers that nobody gets: a gap, and the first ones stay."""
    day = day_of(now)
    numbers = await seen.hall.numbers.next(day, len(body.commitments))
    return tuple(
        Promise(
            commitment_id=derived_id("commitment", seen.id, request, str(place)),
            case_no=promise_no(day, number),
            what=each.what,
            department=each.department,
            co_handlers=tuple(each.co_handlers),
            promised_by=each.promised_by,
        )
        for place, (each, number) in enumerate(
            zip(body.commitments, numbers, strict=True)
        )
    )
