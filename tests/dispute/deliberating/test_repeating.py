"""Cases that keep coming are a topic of themselves: once, with all who raised it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.codes import derived_id
from contracts.intake import CaseWithdrawn
from services.dispute.deliberating.domain.norms import Repetition
from services.dispute.deliberating.domain.raising import recurring
from services.dispute.deliberating.domain.raising.recurring import (
    count_case,
)
from services.dispute.deliberating.domain.raising.screening import ForReason, decline
from services.kit.testing.clock import MONDAY
from services.kit.testing.platform import arrived
from tests.dispute.deliberating.world import DAY, STREET, Square, case_accepted

RULE = Repetition(
    cases=3,
    within=timedelta(days=30),
    area_digits=9,
    kinds=frozenset({"request"}),
    request_types=frozenset({"complaint"}),
)


async def test_enough_of_one_street_and_category_are_a_topic(square: Square) -> None:
    enough = square.norms.repetition.cases
    await square.receive(*(case_accepted(n) for n in range(enough - 1)))
    assert await square.topics() == []

    await square.receive(case_accepted(enough - 1))

    (topic,) = await square.topics()
    assert (topic.origin, topic.area, topic.state) == ("repetition", STREET, "proposed")
    assert square.said() == ["topic-proposed repetition"]
    cases = tuple(derived_id("case", str(n)) for n in range(enough))
    assert square.named() == {cases}


async def test_later_cases_of_the_window_join_and_make_no_second_topic(
    square: Square,
) -> None:
    await square.receive(*(case_accepted(n) for n in range(25)))

    (topic,) = await square.topics()
    assert (topic.cases, len(topic.originators)) == (25, 25)


async def test_a_new_window_may_bring_a_new_topic(square: Square) -> None:
    later = MONDAY + 31 * DAY
    await square.receive(*(case_accepted(n) for n in range(10)))
    await square.receive(
        *(case_accepted(100 + n, accepted_at=later) for n in range(10))
    )

    first, second = await square.topics()
    assert set(first.originator_ids).isdisjoint(second.originator_ids)


async def test_what_came_long_ago_does_not_count(square: Square) -> None:
    spread = (case_accepted(n, accepted_at=MONDAY + 4 * n * DAY) for n in range(20))
    await square.receive(*spread)

    assert await square.topics() == []


@pytest.mark.parametrize(
    "other",
    [
        {"request_type": "report"},
        {"accused": ("market",)},
        {"kind": "dispute", "request_type": None},
        {"kind": "commitment", "request_type": None},
        {"category": "neighbours-violence"},
        {"category": "welfare-children"},
        {"area": "990101"},
    ],
)
async def test_what_no_public_topic_may_be_made_of(
    square: Square, other: dict[str, object]
) -> None:
    await square.receive(*(case_accepted(n, **other) for n in range(12)))

    assert await square.topics() == []
    assert square.hall.recurrences.documents.ids == []


async def test_streets_and_categories_are_counted_apart(square: Square) -> None:
    streets = ("990101001001", "990101002001")
    await square.receive(*(case_accepted(n, area=streets[n % 2]) for n in range(18)))

    assert await square.topics() == []


async def test_who_took_the_case_back_has_not_raised_anything(square: Square) -> None:
    first = case_accepted(0)
    await square.receive(*(case_accepted(n) for n in range(10)))
    await square.receive(CaseWithdrawn(case_id=first.case_id), first)

    (topic,) = await square.topics()
    assert first.case_id not in topic.originator_ids
    assert len(topic.originators) == 9


async def test_a_withdrawn_case_does_not_make_it_enough(square: Square) -> None:
    await square.receive(*(case_accepted(n) for n in range(9)))
    await square.receive(CaseWithdrawn(case_id=case_accepted(0).case_id))
    await square.receive(case_accepted(0), case_accepted(9))

    assert await square.topics() == []


async def test_cases_do_not_join_what_was_declined(square: Square) -> None:
    await square.receive(*(case_accepted(n) for n in range(10)))
    (topic,) = await square.topics()
    no = ForReason("not_our_power")
    await square.hall.topics.command(
        topic.topic_id, no, lambda *state: decline(square.norms, *state)
    )
    await square.receive(case_accepted(11))

    assert len((await square.topic(topic.topic_id)).originators) == 10


async def test_a_crash_between_count_and_topic_loses_neither(square: Square) -> None:
    rule = square.norms.repetition
    for n in range(10):
        case = case_accepted(n)
        await square.hall.recurrences.command(
            recurring.recurrence_id(rule, case),
            case,
            lambda *state: count_case(rule, *state),
        )
    assert await square.topics() == []

    await square.receive(case_accepted(9))

    (topic,) = await square.topics()
    assert topic.cases == 10


@settings(
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.permutations([*range(12), *range(12)]), st.integers(0, 23))
async def test_whatever_the_order_and_however_often_they_come(
    tmp_path, order: list[int], again: int
) -> None:
    square = Square(tmp_path)
    for n in (*order, order[again]):
        arrival = arrived(case_accepted(n), sequence=1)
        await square.city.deliver(square.handlers, arrival)

    (topic,) = await square.topics()
    assert topic.cases == 12
    assert set(topic.originator_ids) == {derived_id("case", str(n)) for n in range(12)}
    later = ["topic-joined"] * 2
    assert square.said() == ["topic-proposed repetition", *later]


async def test_when_nothing_comes_for_a_window_no_case_is_kept(square: Square) -> None:
    await square.receive(*(case_accepted(n) for n in range(12)))
    square.city.clock.advance(31 * DAY)
    await square.city.ring()

    (id,) = square.hall.recurrences.documents.ids
    known = await square.hall.recurrences.load(id)
    assert known is not None
    assert (known.counted, known.wake_at) == ((), None)
    await square.receive(*(case_accepted(n) for n in range(12)))
    assert len(await square.topics()) == 1


def test_a_count_is_bounded_and_what_it_dropped_is_not_counted_anew() -> None:
    rule = replace(RULE, most=5)
    cases = [case_accepted(n) for n in range(12)]
    known = None
    for case in cases:
        change = count_case(rule, known, case, MONDAY)
        known = change.state if change else known

    assert known is not None
    assert len(known.counted) == 5
    assert all(count_case(rule, known, case, MONDAY) is None for case in cases)
