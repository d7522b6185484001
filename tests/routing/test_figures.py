"""Returns and rates: from facts to shares."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.codes import derived_id
from contracts.routing import (
    CaseConcluded,
    ExclusionDecided,
    FirstContactMissed,
    FollowUpRecorded,
    HandlingPlanned,
    ReturnDecided,
    TaskAssigned,
    TaskOverdue,
    TaskReturned,
)
from services.kit.testing.clock import MONDAY
from services.kit.testing.platform import arrived
from services.routing.showing.figures import department_rates, rule_returns
from services.routing.showing.rates import rates_of
from services.routing.store.rounds import MARKS, Period
from services.routing.views.figures import Figures, figure_handlers
from tests.routing.callers import HOUSING, MARKET, bearer
from tests.routing.inbox_suite import CITY
from tests.routing.memory_figures import MemoryReturns, MemoryRounds
from tests.routing.test_views import ABOUT, ASSIGNED
from tests.routing.world import CASE

ALWAYS = Period(MONDAY - timedelta(days=1), MONDAY + timedelta(days=1))
LEAD = ASSIGNED.model_copy(update={"round": 1})
AGAIN = ASSIGNED.model_copy(update={"round": 2})
PLANNED = HandlingPlanned(
    case_id=CASE, lead="housing", rule="property", rules_version="1"
)
MISSED = FirstContactMissed(**ABOUT, due_at=MONDAY)
LATE = TaskOverdue(**ABOUT, due_at=MONDAY)
EXCLUDED = ExclusionDecided(**ABOUT, decision="granted", reason="unreasonable")
RETURNED = TaskReturned(**ABOUT, reason="x", law="潍坊 22", rule="property")
DISMISSED = ReturnDecided(**ABOUT, decision="dismissed")


def concluded(round=1, **fields):
    return CaseConcluded(case_id=CASE, outcome="resolved", round=round, **fields)


def answered(contacted, resolved, satisfied, round=1, reached="reached"):
    said = {"contacted": contacted, "resolved": resolved, "satisfied": satisfied}
    return FollowUpRecorded(case_id=CASE, reached=reached, round=round, **said)


async def told(facts, numbers=None):
    figures = Figures(MemoryRounds(), MemoryReturns())
    handlers = figure_handlers(figures)
    for number in range(len(facts)) if numbers is None else numbers:
        fact = facts[number]
        await handlers[type(fact)](arrived(fact, sequence=number + 1))
    return figures


async def rates(*facts):
    figures = await told([PLANNED, LEAD, *facts])
    return department_rates(await figures.rounds.sums(CITY, ALWAYS))


@pytest.mark.parametrize(
    ("facts", "on_time", "response", "resolution", "satisfaction"),
    [
        ([concluded()], 1.0, None, None, None),
        ([LATE, concluded()], 0.0, None, None, None),
        ([concluded(), answered(True, True, False)], 1.0, 1.0, 1.0, 0.0),
        ([concluded(), answered(None, True, None)], 1.0, None, 1.0, None),
        (
            [concluded(), answered(None, None, None, reached="refused")],
            1.0,
            None,
            None,
            None,
        ),
        (
            [
                concluded(),
                answered(True, False, False),
                AGAIN,
                concluded(2),
                answered(False, True, True, 2),
            ],
            1.0,
            0.5,
            0.5,
            0.5,
        ),
    ],
)
async def test_the_rates_of_who_led(facts, on_time, response, resolution, satisfaction):
    (row,) = await rates(*facts)

    shown = (row.on_time, row.response, row.resolution, row.satisfaction)
    assert shown == (on_time, response, resolution, satisfaction)


@pytest.mark.parametrize(
    "facts", [[], [LATE], [concluded(merged_into=derived_id("other"))]]
)
async def test_what_has_no_answer_of_its_own_counts_for_nobody(facts):
    assert await rates(*facts) == []


async def test_what_is_excluded_is_in_no_rate():
    (row,) = await rates(LATE, concluded(), answered(True, False, False), EXCLUDED)

    assert (row.excluded, row.concluded, row.late) == (1, 0, 0)
    assert (row.on_time, row.resolution) == (None, None)


async def test_a_contact_missed_is_counted():
    (row,) = await rates(MISSED, concluded())

    assert row.contact_missed == 1


@given(st.dictionaries(st.sampled_from(MARKS), st.integers(0, 99)))
def test_a_share_is_a_share(numbers):
    sums = dict.fromkeys(MARKS, 0) | numbers
    sums["late"] = min(sums["late"], sums["concluded"])
    shares = vars(rates_of(sums))

    assert (shares["on_time"] is None) == (sums["concluded"] == 0)
    assert shares["on_time"] is None or 0 <= shares["on_time"] <= 1


COURSE = [
    PLANNED,
    LEAD,
    RETURNED,
    DISMISSED,
    RETURNED,
    ReturnDecided(**ABOUT, decision="upheld"),
    TaskAssigned(**dict(LEAD) | {"department": "market", "task_id": derived_id("2")}),
    FirstContactMissed(**ABOUT | {"department": "market"}, due_at=MONDAY),
    concluded(),
    answered(True, True, False),
    TaskAssigned(**dict(AGAIN) | {"department": "market", "task_id": derived_id("3")}),
    MISSED,
    concluded(2),
    answered(True, True, True, 2),
]


async def figures_of(numbers):
    figures = await told(COURSE, numbers)
    return figures.rounds.rows, figures.returns.rows


@given(st.lists(st.integers(0, len(COURSE) - 1), max_size=6))
async def test_repeats_of_any_beginning_change_no_number(restarts):
    numbers = [n for last in restarts for n in range(last + 1)]
    furthest = max(numbers, default=-1)

    assert await figures_of(numbers) == await figures_of(range(furthest + 1))


@given(st.lists(st.integers(0, len(COURSE) - 1), max_size=20))
async def test_an_older_fact_changes_no_number(stragglers):
    everything = [*range(len(COURSE)), *stragglers]

    assert await figures_of(everything) == await figures_of(None)


def test_a_rule_often_returned_shows_as_a_share():
    row = {"_id": "a", "cases": 2, "returns": 3, "upheld": 1, "dismissed": 1}
    wrong, right, by_nobody = rule_returns([row, row | {"_id": None}], {"a": 4, "b": 9})

    assert (wrong.rule, wrong.share, wrong.upheld_share) == ("a", 0.5, 0.5)
    assert (by_nobody.rule, by_nobody.planned, by_nobody.share) == ("b", 9, 0.0)
    assert (right.rule, right.returns, right.share) == (None, 3, None)


async def test_figures_are_read_over_http(http, world):
    await world.accept(category="consumer")
    await world.give_back("market")
    await world.decide("market", "upheld", to="housing")
    await world.sign("housing")
    await world.complete("housing")
    await world.show()
    world.city.clock.advance(timedelta(minutes=1))
    headers = bearer("supervisor")

    returns = (await http.get("/v1/statistics/returns", headers=headers)).json()
    rates = (await http.get("/v1/statistics/rates", headers=headers)).json()
    assert [row["planned"] for row in returns["rules"] if row["rule"]] == [1]
    assert [row["department"] for row in returns["departments"]] == ["market"]
    assert [row["department"] for row in rates["departments"]] == ["housing"]


async def test_a_department_sees_its_own_figures(http, world):
    await world.accept(category="consumer")
    await world.sign("market")
    await world.complete("market")
    await world.show()
    world.city.clock.advance(timedelta(minutes=1))

    for caller, seen in ((MARKET, ["market"]), (HOUSING, [])):
        rates = (await http.get("/v1/statistics/rates", headers=caller)).json()
        assert [row["department"] for row in rates["departments"]] == seen


@pytest.mark.parametrize(
    "query",
    [
        "since=2026-03-02T09:00:00Z&until=2026-03-02T09:00:00Z",
        "since=2026-03-03T09:00:00Z",
        "since=2024-03-03T09:00:00Z",
        "until=tomorrow",
    ],
)
async def test_a_period_is_bounded(http, query):
    path = f"/v1/statistics/rates?{query}"

    assert (await http.get(path, headers=HOUSING)).status_code == 422
