"""Everybody concerned is asked before people meet; each person answers once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from contracts.dispute import SurveyClosed, SurveyPublished
from services.dispute.deliberating.domain.facts import told
from services.dispute.deliberating.domain.norms import Norms
from services.dispute.deliberating.domain.parts import Question, Survey
from services.dispute.deliberating.domain.refusals import (
    answers_do_not_fit,
    demand,
    not_ahead,
    survey_over,
    survey_too_long,
)
from services.dispute.deliberating.domain.topic import Topic
from services.kit.writing.change import Change


@dataclass(frozen=True)
class PublishSurvey:
    questions: tuple[Question, ...]
    until: datetime
    digest: str


@dataclass(frozen=True)
class CloseSurvey:
    """The host has heard enough."""


def publish_survey(
    norms: Norms, topic: Topic | None, command: PublishSurvey, now: datetime
) -> Change[Topic] | None:
    if topic and topic.survey and topic.survey.digest == command.digest:
        return None
    topic = demand("publish_survey", topic)
    if command.until <= now:
        raise not_ahead("until", "问卷截止时间")
    if command.until > now + norms.longest_survey:
        raise survey_too_long(norms.longest_survey.days)
    survey = Survey(
        questions=command.questions, until=command.until, digest=command.digest
    )
    asked = topic.but(state="surveying", survey=survey)
    return Change(asked, (told(asked, SurveyPublished, until=command.until),))


def close_survey(
    topic: Topic | None, command: CloseSurvey, now: datetime
) -> Change[Topic] | None:
    if topic and topic.state == "surveyed":
        return None
    heard = demand("close_survey", topic).but(state="surveyed")
    return Change(heard, (told(heard, SurveyClosed),))


def picked(topic: Topic | None, answers: Sequence[int], now: datetime) -> list[str]:
    """What is counted: `question:choice`, both from 1."""
    topic = demand("answer_survey", topic)
    survey = topic.survey
    if survey is None or now >= survey.until:
        raise survey_over()
    if len(survey.questions) != len(answers):
        raise answers_do_not_fit()
    pairs = zip(survey.questions, answers, strict=True)
    if not all(1 <= chosen <= len(asked.choices) for asked, chosen in pairs):
        raise answers_do_not_fit()
    return [f"{place}:{chosen}" for place, chosen in enumerate(answers, 1)]
