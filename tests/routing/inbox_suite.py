"""What an inbox does, in memory and on MongoDB: so a fake cannot lie."""

from datetime import timedelta

import pytest

from services.kit.serving.principal import Principal
from services.kit.testing.clock import MONDAY
from services.routing.store.asking import Question

HOUSING = Principal(subject="a", roles={"department"}, department="housing")
CITY = Principal(subject="b", roles={"dispatcher"}, area="9901")
LAKE = Principal(subject="c", roles={"supervisor"}, area="990102")
NOWHERE = Principal(subject="d", roles={"dispatcher"})
CLERK = Principal(subject="e", roles={"clerk"}, department="housing", area="9901")
STREET = Principal(subject="f", roles={"supervisor"}, area="990102001")
COMMUNITY = Principal(subject="g", roles={"supervisor"}, area="990102001003")
ALL = Question("housing")
NO_COUNTS = {
    "assigned": 0,
    "acknowledged": 0,
    "returned": 0,
    "paused": 0,
    "parked": 0,
    "overdue": 0,
    "due_soon": 0,
    "supervised": 0,
}


def row(days=0, state="assigned", **other):
    usual = {
        "department": "housing",
        "area": "990101001",
        "case_no": "202603020000017",
        "role": "lead",
        "state": state,
        "open": state not in {"completed", "cancelled"},
        "signed": False,
        "due_soon": False,
        "supervised": other.get("level", 0) > 0,
        "level": 0,
        "levels": {},
        "due_at": MONDAY + timedelta(days=days),
    }
    return usual | other


async def ids(inbox, caller=HOUSING, question=ALL, past=None):
    rows = await inbox.page(caller, question, past, 10)
    return [found["_id"] for found in rows]


async def only(inbox):
    (found,) = await inbox.page(HOUSING, Question(case_no=row()["case_no"]), None, 10)
    return found


class FollowingSuite:
    """Facts change a row, once and in their order."""

    async def test_a_row_is_added_once(self, inbox):
        await inbox.add("1", 1, row())
        await inbox.change("1", 2, {"state": "acknowledged"})
        await inbox.add("1", 1, row())

        assert (await only(inbox))["state"] == "acknowledged"

    async def test_an_earlier_fact_does_not_undo_a_later_one(self, inbox):
        await inbox.add("1", 1, row())
        await inbox.change("1", 3, {"state": "completed", "open": False})
        await inbox.change("1", 2, {"state": "acknowledged"})
        await inbox.put_back("1", 3)
        await inbox.run_on("1", 2, {"due_at": MONDAY}, MONDAY)
        await inbox.supervise("1", 3, 2, "overdue")
        await inbox.give_back("1", 1, {"state": "returned"})

        found = await only(inbox)
        assert (found["state"], found["level"]) == ("completed", 0)

    @pytest.mark.parametrize("state", ["assigned", "acknowledged", "paused"])
    async def test_a_task_goes_back_to_where_it_was(self, inbox, state):
        await inbox.add("1", 1, row(state=state))
        await inbox.give_back("1", 2, {"state": "returned"})
        assert (await only(inbox))["state"] == "returned"
        await inbox.put_back("1", 3)

        assert (await only(inbox))["state"] == state

    @pytest.mark.parametrize(
        ("signed", "back"), [(True, "acknowledged"), (False, "assigned")]
    )
    async def test_a_task_that_stood_still_runs_on(self, inbox, signed, back):
        await inbox.add("1", 1, row(signed=signed, state="paused"))
        later = MONDAY + timedelta(days=9)
        await inbox.run_on("1", 3, {"due_at": later, "paused_until": None}, MONDAY)

        found = await only(inbox)
        assert (found["state"], found["due_at"]) == (back, later)

    async def test_the_highest_level_stays_with_its_reason(self, inbox):
        await inbox.add("1", 1, row())
        for sequence, reached in enumerate(
            [(1, "unsigned"), (2, "overdue"), (1, "urged")], 2
        ):
            await inbox.supervise("1", sequence, *reached)

        found = await only(inbox)
        assert (found["level"], found["supervised_for"]) == (2, "overdue")

    @pytest.mark.parametrize(
        ("days", "told", "left"),
        [
            (2, MONDAY, (False, 1, "urged")),
            (1, MONDAY, (True, 2, "overdue")),
            (0, MONDAY, (True, 2, "overdue")),
            (2, MONDAY + timedelta(days=3), (True, 2, "overdue")),
        ],
    )
    async def test_a_later_end_has_not_been_warned_of(self, inbox, days, told, left):
        await inbox.add("1", 1, row(1, due_soon=True))
        await inbox.supervise("1", 2, 1, "urged")
        await inbox.supervise("1", 3, 2, "overdue")
        due_at = MONDAY + timedelta(days=days)
        await inbox.move("1", 4, {"due_at": due_at}, told)

        found = await only(inbox)
        assert (found["due_soon"], found["level"], found["supervised_for"]) == left
        assert found["due_at"] == due_at

    async def test_a_change_of_an_unknown_task_adds_nothing(self, inbox):
        await inbox.change("1", 2, {"state": "acknowledged"})
        await inbox.supervise("1", 2, 1, None)

        assert await ids(inbox) == []


class AskingSuite:
    """Who asks for what, and in which order it comes."""

    async def test_pages_follow_the_due_date_and_then_the_id(self, inbox):
        for id, days in (("c", 1), ("b", 0), ("a", 1), ("d", 2)):
            await inbox.add(id, 1, row(days))

        assert await ids(inbox) == ["b", "a", "c", "d"]
        past = (MONDAY + timedelta(days=1), "a")
        assert await ids(inbox, past=past) == ["c", "d"]

    async def test_by_case_the_oldest_comes_first(self, inbox):
        for id, number in (("a", "3"), ("b", "1"), ("c", "2"), ("d", "1")):
            await inbox.add(id, 1, row(case_no=number))

        rows = await inbox.page_by_case(CITY, Question(), ("1", "b"), 2)
        assert [found["_id"] for found in rows] == ["d", "c"]

    @pytest.mark.parametrize(
        ("caller", "seen"),
        [
            (HOUSING, ["1", "2"]),
            (CITY, ["1", "2", "3"]),
            (LAKE, ["2"]),
            (NOWHERE, []),
            (CLERK, []),
            (STREET, ["2"]),
            (COMMUNITY, []),
        ],
    )
    async def test_everybody_sees_what_is_theirs_to_see(self, inbox, caller, seen):
        await inbox.add("1", 1, row())
        await inbox.add("2", 1, row(area="990102001"))
        await inbox.add("3", 1, row(department="market"))

        assert await ids(inbox, caller, Question()) == seen
        of_housing = [id for id in seen if id != "3"]
        assert await ids(inbox, caller) == of_housing

    async def test_a_department_does_not_see_anothers(self, inbox):
        await inbox.add("3", 1, row(department="market"))

        assert await ids(inbox, HOUSING, Question("market")) == []

    @pytest.mark.parametrize(
        ("asked", "seen"),
        [
            ({}, ["late", "paused", "now", "later"]),
            ({"states": ("completed",)}, ["old"]),
            ({"states": ("completed", "paused")}, ["old", "paused"]),
            ({"states": ("assigned",)}, ["late", "now", "later"]),
            ({"due_before": MONDAY}, ["late", "paused"]),
            ({"due_after": MONDAY}, ["now", "later"]),
            ({"overdue_at": MONDAY}, ["late", "now"]),
            ({"due_soon_at": MONDAY}, ["later"]),
            ({"area": "990101"}, ["late", "paused", "now"]),
            ({"area": "9901"}, ["late", "paused", "now", "later"]),
            ({"case_no": "202603020000017"}, ["old", "late", "paused", "now"]),
            ({"role": "co_handler"}, ["now"]),
            ({"levels": (1, 3)}, ["now", "later"]),
            ({"levels": (1, 2, 3), "reason": "overdue"}, ["later"]),
        ],
    )
    async def test_questions(self, inbox, asked, seen):
        await inbox.add("old", 1, row(-2, "completed", due_soon=True))
        await inbox.add("late", 1, row(-1, due_soon=True))
        await inbox.add("paused", 1, row(-0.5, "paused", due_soon=True))
        await inbox.add("now", 1, row(role="co_handler", level=1))
        other = {"area": "990102001", "case_no": "202603020000025", "due_soon": True}
        await inbox.add("later", 1, row(1, level=3, supervised_for="overdue", **other))

        assert await ids(inbox, question=Question("housing", **asked)) == seen

    @pytest.mark.parametrize(
        ("kinds", "seen"),
        [
            (("return",), ["a"]),
            (("extension",), ["b"]),
            (("parking",), ["c"]),
            (("exclusion",), ["d", "e"]),
            (("return", "extension", "exclusion"), ["a", "b", "d", "e"]),
        ],
    )
    async def test_what_is_undecided(self, inbox, kinds, seen):
        asked = dict.fromkeys(("extension", "parking", "exclusion"), "requested")
        await inbox.add("0", 1, row(extension="granted", parking="refused"))
        await inbox.add("a", 1, row(state="returned"))
        await inbox.add("b", 1, row(extension="requested"))
        await inbox.add("c", 1, row(parking="requested"))
        await inbox.add("d", 1, row(exclusion="requested"))
        await inbox.add("e", 1, row(state="completed", **asked))

        assert await ids(inbox, CITY, Question(undecided=kinds)) == seen

    async def test_levels_are_counted(self, inbox):
        for id, level in enumerate((0, 1, 1, 3)):
            await inbox.add(str(id), 1, row(level=level))

        found = await inbox.levels(CITY, Question(levels=(1, 2, 3)))
        assert dict(found) == {1: 2, 3: 1}


class CensusSuite:
    """How many there are."""

    async def test_the_open_ones_are_counted_by_state_and_mark(self, inbox, census):
        await inbox.add("old", 1, row(-2, "completed", level=1))
        await inbox.add("late", 1, row(-1, due_soon=True))
        await inbox.add("still", 1, row(-1, "paused", due_soon=True))
        await inbox.add("later", 1, row(1, due_soon=True, level=2))

        marks = {"overdue": 1, "due_soon": 1, "supervised": 1}
        counts = NO_COUNTS | {"assigned": 2, "paused": 1} | marks
        assert await census.counts(HOUSING, "housing") == counts
        assert await census.tally() == {
            ("assigned", "housing"): 2,
            ("paused", "housing"): 1,
        }

    @pytest.mark.parametrize(
        ("caller", "asked", "number"),
        [
            (HOUSING, ("housing", None), 2),
            (HOUSING, (None, "990102"), 1),
            (HOUSING, ("market", None), 0),
            (CITY, (None, None), 4),
            (CITY, ("market", None), 2),
            (CITY, (None, "990102001003"), 1),
            (LAKE, (None, None), 2),
            (LAKE, (None, "9901"), 2),
            (LAKE, (None, "990101"), 0),
            (STREET, (None, None), 2),
            (COMMUNITY, (None, None), 1),
            (COMMUNITY, ("housing", "990102"), 0),
            (NOWHERE, (None, None), 0),
            (CLERK, ("housing", None), 0),
        ],
    )
    async def test_only_what_the_caller_sees_counts(
        self, inbox, census, caller, asked, number
    ):
        await inbox.add("1", 1, row(1, area="990101001"))
        await inbox.add("2", 1, row(1, area="990102001"))
        await inbox.add("3", 1, row(1, area="990102001003", department="market"))
        await inbox.add("4", 1, row(1, area="990101001", department="market"))

        counts = await census.counts(caller, *asked)
        assert counts == NO_COUNTS | {"assigned": number}


class InboxSuite(FollowingSuite, AskingSuite, CensusSuite):
    pass
