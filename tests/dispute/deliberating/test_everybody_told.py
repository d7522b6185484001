"""Every originator is told at every step: who came later, who may have forgotten."""

from datetime import timedelta
from functools import partial
from typing import TypeVar

from contracts.codes import derived_id
from contracts.dispute import (
    MeetingDueSoon,
    MinutesPublished,
    SurveyClosed,
    TopicJoined,
)
from contracts.envelope import Payload
from services.dispute.deliberating.domain.parts import Question
from services.dispute.deliberating.domain.raising.proposing import Gather, gather, leave
from services.dispute.deliberating.domain.raising.screening import Take, take
from services.dispute.deliberating.domain.talking.meeting import (
    Minute,
    MoveMeeting,
    Schedule,
    minute,
    move_meeting,
    schedule,
)
from services.dispute.deliberating.domain.talking.surveying import (
    CloseSurvey,
    PublishSurvey,
    close_survey,
    publish_survey,
)
from tests.dispute.deliberating.callers import LI_SI, Clients
from tests.dispute.deliberating.world import DAY, STREET, TOPIC, WORDING, Square

F = TypeVar("F", bound=Payload)
HOUR = timedelta(hours=1)
LATER = derived_id("a case that came later")
ASKED = (Question(text="几点收摊", choices=("九点", "十点")),)


async def joins(square: Square, case: str = LATER) -> None:
    command = Gather(TOPIC, "sanitation-street-trading", STREET, (case,))
    await square.command(command, partial(gather, square.norms))


def told(square: Square, kind: type[F]) -> list[F]:
    return [fact for fact in square.city.facts if isinstance(fact, kind)]


async def survey(square: Square) -> PublishSurvey:
    asked = PublishSurvey(ASKED, square.now + 14 * DAY, "d")
    await square.command(asked, partial(publish_survey, square.norms))
    return asked


async def meets_in(square: Square, days: int) -> Schedule:
    command = Schedule(derived_id("m"), square.now + days * DAY, "hall-bingdili", "d")
    await square.command(command, partial(schedule, square.norms))
    return command


async def test_who_comes_after_a_meeting_was_called_is_told_of_it(
    square: Square,
) -> None:
    topic = await square.scheduled()
    await joins(square)
    await joins(square)

    (joined,) = told(square, TopicJoined)
    assert joined.originators == (LATER,)
    assert topic.meeting
    assert (joined.at, joined.venue) == (topic.meeting.at, topic.meeting.venue)
    assert (joined.screen_by, joined.until) == (None, None)


async def test_who_comes_later_is_told_where_it_stands(square: Square) -> None:
    topic = await square.proposed()
    await joins(square, derived_id("while the host decides"))
    await square.command(Take(WORDING), take)
    await joins(square, derived_id("taken up"))
    asked = await survey(square)
    await joins(square, derived_id("while everybody is asked"))

    said = [(j.screen_by, j.until, j.meeting_id) for j in told(square, TopicJoined)]
    assert said == [
        (topic.screen_by, None, None),
        (None, None, None),
        (None, asked.until, None),
    ]


async def test_who_supports_it_only_is_told_nothing(
    square: Square, clients: Clients
) -> None:
    await square.command(Take(WORDING), take, clients.topic_id)
    path = f"/v1/deliberations/topics/{clients.topic_id}/support"
    answer = await clients.http.put(path, headers=LI_SI)

    assert answer.json()["mine"] is True
    assert told(square, TopicJoined) == []


async def test_the_end_of_a_survey_is_told_once(square: Square) -> None:
    topic = await square.taken()
    await survey(square)
    square.city.clock.advance(14 * DAY)
    await square.city.ring()
    await square.command(CloseSurvey(), close_survey)

    (closed,) = told(square, SurveyClosed)
    assert closed.originators == topic.originator_ids


async def test_the_day_before_everybody_is_reminded_once(square: Square) -> None:
    await square.taken()
    planned = await meets_in(square, 5)
    await joins(square)
    square.city.clock.advance(4 * DAY - HOUR)
    await square.city.ring()
    assert told(square, MeetingDueSoon) == []

    square.city.clock.advance(HOUR)
    for _ in range(2):
        await square.city.ring()

    (soon,) = told(square, MeetingDueSoon)
    assert (soon.at, soon.venue) == (planned.at, planned.venue)
    assert soon.originators == (await square.topic()).originator_ids
    assert LATER in soon.originators


async def test_only_the_last_time_of_a_meeting_is_reminded_of(square: Square) -> None:
    await square.taken()
    await meets_in(square, 5)
    moved = MoveMeeting(square.now + 9 * DAY, "on-site")
    await square.command(moved, partial(move_meeting, square.norms))
    for _ in range(8):
        square.city.clock.advance(DAY)
        await square.city.ring()

    assert [(f.at, f.venue) for f in told(square, MeetingDueSoon)] == [
        (moved.at, moved.venue)
    ]


async def test_who_is_told_a_day_before_needs_no_reminder(square: Square) -> None:
    await square.taken()
    await meets_in(square, 1)
    square.city.clock.advance(DAY)
    await square.city.ring()

    assert told(square, MeetingDueSoon) == []


async def test_after_a_long_sleep_nobody_is_called_to_what_is_past(
    square: Square,
) -> None:
    await square.taken()
    await meets_in(square, 5)
    square.city.clock.advance(6 * DAY)
    await square.city.ring()

    assert told(square, MeetingDueSoon) == []
    assert (await square.topic()).wake_at is None


async def test_public_minutes_that_come_later_are_told_once(square: Square) -> None:
    topic = await square.held()
    assert topic.meeting
    assert told(square, MinutesPublished) == []
    empty = Minute(None, "")
    for written in (empty, Minute(None, "十点收摊"), Minute(None, "十点前收摊")):
        await square.command(written, minute)

    (public,) = told(square, MinutesPublished)
    assert public.meeting_id == topic.meeting.meeting_id
    assert public.originators == topic.originator_ids


async def test_who_left_is_reminded_of_nothing(square: Square) -> None:
    topic = await square.taken()
    await meets_in(square, 5)
    for id in topic.originator_ids:
        await square.command(id, leave)
    square.city.clock.advance(4 * DAY)
    await square.city.ring()

    (soon,) = told(square, MeetingDueSoon)
    assert soon.originators == ()
