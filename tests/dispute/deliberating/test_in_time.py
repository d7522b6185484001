"""A proposal that nobody screens is not forgotten, and who waits hears of it."""

from datetime import datetime, timedelta
from functools import partial

from contracts.dispute import ScreeningOverdue, TopicProposed
from services.dispute.deliberating.domain.raising.proposing import leave
from services.dispute.deliberating.domain.raising.screening import (
    ForReason,
    Take,
    decline,
    take,
)
from services.dispute.deliberating.seams import Question
from services.kit.testing.clock import MONDAY
from tests.dispute.deliberating.callers import HOST, LI_SI, ZHANG_SAN, Clients
from tests.dispute.deliberating.world import (
    DAY,
    WORDING,
    Square,
    case_accepted,
)

SECOND = timedelta(seconds=1)


def _late(square: Square) -> list[tuple[datetime, bool]]:
    told = (fact for fact in square.city.facts if isinstance(fact, ScreeningOverdue))
    return [(fact.until, fact.escalated) for fact in told]


async def _waits(square: Square, until: datetime) -> None:
    square.city.clock.now = until
    for _ in range(2):
        await square.city.ring()


async def test_whoever_proposes_is_told_by_when_it_is_decided(square: Square) -> None:
    topic = await square.proposed()
    (proposed,) = (f for f in square.city.facts if isinstance(f, TopicProposed))

    assert topic.screen_by == square.norms.screen_by(MONDAY)
    assert proposed.screen_by == topic.screen_by


async def test_cases_that_repeat_themselves_have_a_day_too(square: Square) -> None:
    await square.receive(*(case_accepted(place) for place in range(10)))
    (topic,) = await square.topics()

    assert topic.screen_by == square.norms.screen_by(square.now)


async def test_it_is_late_on_its_day_and_not_before(square: Square) -> None:
    topic = await square.proposed()
    assert topic.screen_by is not None
    await _waits(square, topic.screen_by - SECOND)
    assert _late(square) == []
    await _waits(square, topic.screen_by)

    next_day = square.norms.screen_again_by(topic.screen_by)
    assert _late(square) == [(next_day, False)]
    assert square.named() == {topic.originator_ids}


async def test_late_again_it_goes_to_those_who_supervise_each_time(
    square: Square,
) -> None:
    topic = await square.proposed()
    for _ in range(3):
        assert topic.screen_by is not None
        await _waits(square, topic.screen_by)
        topic = await square.topic()

    assert [escalated for _, escalated in _late(square)] == [False, True, True]
    assert len({until for until, _ in _late(square)}) == 3


async def test_after_a_long_sleep_it_is_told_once(square: Square) -> None:
    await square.proposed()
    await _waits(square, MONDAY + 60 * DAY)

    (until, _), *others = _late(square)
    assert others == []
    assert until > square.now


async def test_what_is_decided_is_never_late(square: Square) -> None:
    await square.taken()
    await _waits(square, MONDAY + 60 * DAY)

    assert _late(square) == []


async def test_it_may_be_decided_late(square: Square) -> None:
    await square.proposed()
    await _waits(square, MONDAY + 20 * DAY)
    why = ForReason("settled")
    topic = await square.command(why, partial(decline, square.norms))

    assert topic.state == "declined"
    assert topic.unscreened_at is None


async def test_who_left_is_told_no_more_and_the_hosts_are(square: Square) -> None:
    topic = await square.proposed()
    for id in topic.originator_ids:
        await square.command(id, leave)
    await _waits(square, MONDAY + 20 * DAY)

    assert len(_late(square)) == 1
    assert () in square.named()


async def test_what_is_late_again_is_shown_first(
    square: Square, clients: Clients
) -> None:
    ids = [clients.topic_id, *[await clients.propose() for _ in range(3)]]
    waiting = max(ids)
    for id in ids:
        if id != waiting:
            await square.command(Take(WORDING), take, id)
    await _waits(square, MONDAY + 9 * DAY)
    await _waits(square, MONDAY + 18 * DAY)
    answer = await clients.http.get("/v1/deliberations/topics", headers=HOST)
    first, *others = answer.json()

    assert (first["topic_id"], first["times_late"]) == (waiting, 2)
    assert [row["screen_by"] for row in others] == [None] * 3
    rows = await square.hall.books.page(Question("9901"), (0, waiting), 9)
    assert [row.topic_id for row in rows] == sorted({*ids} - {waiting})


async def test_whoever_proposed_it_sees_the_day_and_nobody_else(
    square: Square, clients: Clients
) -> None:
    (mine,) = (
        await clients.http.get("/v1/deliberations/topics", headers=ZHANG_SAN)
    ).json()
    others = await clients.http.get("/v1/deliberations/topics", headers=LI_SI)

    by = square.norms.screen_by(square.now)
    assert datetime.fromisoformat(mine["screen_by"]) == by
    assert others.json() == []
