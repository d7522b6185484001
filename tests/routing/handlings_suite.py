"""Looking handlings up by their index fields, in memory and on MongoDB."""

from datetime import timedelta

import pytest

from services.kit.testing.clock import MONDAY
from services.routing.store.handlings import CasesWanted
from tests.routing.inbox_suite import CITY, CLERK, HOUSING, LAKE, NOWHERE

STORED = {
    "case_no": "202603020000017",
    "area": "990101001",
    "handling_state": "in_progress",
    "task_ids": ["task"],
    "concerned": ["housing", "transport"],
    "due_at": MONDAY,
    "supervised_level": 0,
    "supervised_for": None,
}
MARKET = HOUSING.model_copy(update={"department": "market"})
OLD_TOWN = LAKE.model_copy(update={"area": "990101"})


class HandlingsSuite:
    """`keep(id, **fields)` puts one there."""

    @pytest.mark.parametrize(
        ("caller", "seen"),
        [
            (HOUSING, True),
            (MARKET, False),
            (OLD_TOWN, True),
            (LAKE, False),
            (NOWHERE, False),
            (CLERK, False),
        ],
    )
    async def test_a_handling_is_found_by_who_may_know(
        self, handlings, keep, caller, seen
    ):
        await keep("case")

        assert (await handlings.of_task("task", caller) == "case") == seen
        assert (await handlings.of_case("case", caller) == "case") == seen
        assert await handlings.of_task("another", caller) is None

    async def test_triage_comes_as_it_falls_due(self, handlings, keep):
        for id, days in (("c", 1), ("a", 1), ("b", 0)):
            due_at = MONDAY + timedelta(days=days)
            await keep(id, handling_state="triage", due_at=due_at)
        await keep("named")

        first = await handlings.triage(CITY, None, None, 2)
        assert [row["_id"] for row in first] == ["b", "a"]
        past = (first[-1]["due_at"], "a")
        rest = await handlings.triage(CITY, "990101", past, 2)
        assert [row["_id"] for row in rest] == ["c"]

    @pytest.mark.parametrize(
        ("caller", "area", "seen"),
        [
            (CITY, None, 1),
            (CITY, "990102", 0),
            (LAKE, None, 0),
            (NOWHERE, None, 0),
            (HOUSING, None, 0),
        ],
    )
    async def test_triage_is_theirs_whose_area_it_is(
        self, handlings, keep, caller, area, seen
    ):
        await keep("case", handling_state="triage")

        assert len(await handlings.triage(caller, area, None, 9)) == seen

    @pytest.mark.parametrize(
        ("wanted", "seen"),
        [
            (CasesWanted(), ["b", "a"]),
            (CasesWanted(levels=(2,)), ["b"]),
            (CasesWanted(levels=()), []),
            (CasesWanted(reason="bad_rounds"), ["a"]),
            (CasesWanted(area="990102"), []),
        ],
    )
    async def test_supervised_cases_the_oldest_first(
        self, handlings, keep, wanted, seen
    ):
        await keep("a", case_no="2", supervised_level=1, supervised_for="bad_rounds")
        await keep("b", case_no="1", supervised_level=2, supervised_for="unassigned")
        await keep("c", case_no="0")

        found = await handlings.supervised(CITY, wanted, None, 9)
        assert [row["_id"] for row in found] == seen
        assert sum((await handlings.levels(CITY, wanted)).values()) == len(seen)
        assert await handlings.supervised(HOUSING, wanted, None, 9) == []
