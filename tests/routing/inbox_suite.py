"""What an inbox does, in memory and on MongoDB: so a fake cannot lie."""

from datetime import timedelta

import pytest

from services.kit.serving.principal import Principal
from services.kit.testing.clock import MONDAY
from services.routing.store import Question

HOUSING = Principal(subject="a", roles={"department"}, department="housing")
CITY = Principal(subject="b", roles={"dispatcher"}, area="9901")
LAKE = Principal(subject="c", roles={"supervisor"}, area="990102")
NOWHERE = Principal(subject="d", roles={"dispatcher"})
CLERK = Principal(subject="e", roles={"clerk"}, department="housing", area="9901")
ALL = Question("housing")


def row(days=0, **other):
    usual = {
        "department": "housing",
        "area": "990101001",
        "state": "assigned",
        "signed": False,
        "due_at": MONDAY + timedelta(days=days),
    }
    return usual | other


class InboxSuite:
    async def ids(self, inbox, caller=HOUSING, question=ALL, past=None):
        rows = await inbox.page(caller, question, past, 10)
        return [found["_id"] for found in rows]

    async def state(self, inbox, id):
        (found,) = await inbox.page(HOUSING, ALL, None, 10)
        return found["state"]

    async def test_a_row_is_added_once(self, inbox):
        await inbox.add("1", 1, row())
        await inbox.change("1", 2, {"state": "acknowledged"})
        await inbox.add("1", 1, row())

        assert await self.state(inbox, "1") == "acknowledged"

    async def test_an_earlier_fact_does_not_undo_a_later_one(self, inbox):
        await inbox.add("1", 1, row())
        await inbox.change("1", 3, {"state": "completed"})
        await inbox.change("1", 2, {"state": "acknowledged"})
        await inbox.put_back("1", 3)

        assert await self.state(inbox, "1") == "completed"

    @pytest.mark.parametrize(
        ("signed", "back"), [(True, "acknowledged"), (False, "assigned")]
    )
    async def test_a_task_goes_back_to_where_it_was(self, inbox, signed, back):
        await inbox.add("1", 1, row(signed=signed))
        await inbox.change("1", 2, {"state": "returned"})
        await inbox.put_back("1", 3)

        assert await self.state(inbox, "1") == back

    async def test_a_change_of_an_unknown_task_adds_nothing(self, inbox):
        await inbox.change("1", 2, {"state": "acknowledged"})

        assert await self.ids(inbox) == []

    async def test_pages_follow_the_due_date_and_then_the_id(self, inbox):
        for id, days in (("c", 1), ("b", 0), ("a", 1), ("d", 2)):
            await inbox.add(id, 1, row(days))

        assert await self.ids(inbox) == ["b", "a", "c", "d"]
        past = (MONDAY + timedelta(days=1), "a")
        assert await self.ids(inbox, past=past) == ["c", "d"]

    @pytest.mark.parametrize(
        ("caller", "seen"),
        [
            (HOUSING, ["1", "2"]),
            (CITY, ["1", "2"]),
            (LAKE, ["2"]),
            (NOWHERE, []),
            (CLERK, []),
        ],
    )
    async def test_everybody_sees_what_is_theirs_to_see(self, inbox, caller, seen):
        await inbox.add("1", 1, row())
        await inbox.add("2", 1, row(area="990102001"))
        await inbox.add("3", 1, row(department="market"))

        assert await self.ids(inbox, caller) == seen
        counts = await inbox.counts(caller, "housing", MONDAY - timedelta(days=1))
        assert counts.get("assigned", 0) == len(seen)

    async def test_a_department_does_not_see_anothers(self, inbox):
        await inbox.add("3", 1, row(department="market"))

        assert await self.ids(inbox, HOUSING, Question("market")) == []

    @pytest.mark.parametrize(
        ("question", "seen"),
        [
            (Question("housing", state="completed"), ["old"]),
            (Question("housing", due_before=MONDAY), ["old", "late"]),
            (Question("housing", overdue_at=MONDAY), ["late", "now"]),
        ],
    )
    async def test_questions(self, inbox, question, seen):
        await inbox.add("old", 1, row(-2, state="completed"))
        await inbox.add("late", 1, row(-1))
        await inbox.add("now", 1, row(0))
        await inbox.add("later", 1, row(1))

        assert await self.ids(inbox, question=question) == seen

    async def test_counts_and_the_tally(self, inbox):
        await inbox.add("old", 1, row(-2, state="completed"))
        await inbox.add("late", 1, row(-1))
        await inbox.add("later", 1, row(1))

        counts = await inbox.counts(HOUSING, "housing", MONDAY)
        assert counts == {"completed": 1, "assigned": 2, "overdue": 1}
        assert await inbox.tally() == {
            ("completed", "housing"): 1,
            ("assigned", "housing"): 2,
        }
