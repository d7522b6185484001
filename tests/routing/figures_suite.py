"""What figures are made of, in memory and on MongoDB."""

from datetime import timedelta

from services.kit.testing.clock import MONDAY
from services.routing.store.rounds import Period
from tests.routing.inbox_suite import CITY, CLERK, HOUSING, LAKE, NOWHERE

DAY = timedelta(days=1)
PERIOD = Period(MONDAY, MONDAY + DAY)
LEAD = {"task_id": "task", "department": "housing", "area": "990101001"}
CONCLUDED = {"concluded": 1, "concluded_at": MONDAY}
MARKET = HOUSING.model_copy(update={"department": "market"})


async def sums(figures, caller=CITY, period=PERIOD):
    rows = await figures.rounds.sums(caller, period)
    return {
        (row["_id"]["department"], row["_id"]["excluded"]): {
            name: number for name, number in row.items() if name != "_id" and number
        }
        for row in rows
    }


class FiguresSuite:
    async def test_a_round_counts_for_who_led_it_last(self, figures):
        rounds = figures.rounds
        await rounds.lead("case", 1, 1, LEAD)
        await rounds.under_way("case", 2, {"contacted": 1})
        await rounds.of_lead("case", "task", 3, {"late": 1})
        await rounds.lead("case", 1, 4, LEAD | {"task_id": "2", "department": "market"})
        await rounds.of_lead("case", "task", 5, {"excluded": 1})
        await rounds.of_round("case", 1, 6, CONCLUDED)

        marks = {"concluded": 1, "contacted": 1, "late": 1}
        assert await sums(figures) == {("market", False): marks}

    async def test_what_comes_again_is_not_counted_again(self, figures):
        rounds = figures.rounds
        for _ in range(2):
            await rounds.plan("case", 1, {"rule": "r1", "planned_at": MONDAY})
            await rounds.lead("case", 1, 2, LEAD)
            await rounds.of_round("case", 1, 3, CONCLUDED)
            await rounds.of_lead("case", "task", 4, {"excluded": 1})

        assert await sums(figures) == {("housing", True): {"concluded": 1}}
        assert dict(await rounds.planned(CITY, PERIOD)) == {"r1": 1}

    async def test_each_round_has_its_own_numbers(self, figures):
        rounds = figures.rounds
        await rounds.lead("case", 1, 1, LEAD)
        await rounds.of_round("case", 1, 2, CONCLUDED)
        await rounds.lead("case", 2, 3, LEAD)
        await rounds.under_way("case", 4, {"contacted": 1})
        await rounds.of_round("case", 2, 5, CONCLUDED)

        marks = {"concluded": 2, "contacted": 1}
        assert await sums(figures) == {("housing", False): marks}

    async def test_a_period_ends_before_its_end(self, figures):
        rounds = figures.rounds
        await rounds.lead("case", 1, 1, LEAD)
        await rounds.of_round("case", 1, 2, CONCLUDED)

        assert await sums(figures, period=Period(MONDAY - DAY, MONDAY)) == {}
        assert await sums(figures, period=Period(MONDAY - DAY, PERIOD.until))

    async def test_figures_are_theirs_whose_area_or_department_it_is(self, figures):
        await figures.rounds.plan("case", 1, {"rule": "r1", "planned_at": MONDAY})
        await figures.rounds.lead("case", 1, 2, LEAD)
        await figures.rounds.of_round("case", 1, 3, CONCLUDED)
        await figures.returns.add("task", 2, returned())

        for caller in (CITY, HOUSING, LAKE, NOWHERE, CLERK, MARKET):
            sees = caller in (CITY, HOUSING)
            assert bool(await sums(figures, caller)) == sees
            assert bool(await figures.rounds.planned(caller, PERIOD)) == sees
            assert bool(await figures.returns.by(caller, "rule", PERIOD)) == sees

    async def test_the_area_is_known_once_somebody_leads(self, figures):
        await figures.rounds.plan("case", 1, {"rule": "r1", "planned_at": MONDAY})
        assert await figures.rounds.area_of("case") == ""
        await figures.rounds.lead("case", 1, 2, LEAD)

        assert await figures.rounds.area_of("case") == "990101001"

    async def test_returns_by_rule_and_by_department(self, figures):
        returns = figures.returns
        for _ in range(2):
            await returns.add("1", 2, returned())
            await returns.decide("1", 3, "dismissed")
            await returns.add("1", 4, returned())
            await returns.decide("1", 5, "upheld")
            await returns.add("2", 2, returned("b", rule=None))

        decided = {"upheld": 1, "dismissed": 1}
        rows = {row.pop("_id"): row for row in await returns.by(CITY, "rule", PERIOD)}
        assert rows["r1"] == {"cases": 1, "returns": 2, **decided}
        assert rows[None] == {"cases": 1, "returns": 1, "upheld": 0, "dismissed": 0}
        (row,) = await returns.by(CITY, "department", PERIOD)
        assert row == {"_id": "housing", "cases": 2, "returns": 3, **decided}


def returned(case="a", rule="r1"):
    return {
        "case_id": case,
        "department": "housing",
        "rule": rule,
        "area": "990101001",
        "returned_at": MONDAY,
    }
