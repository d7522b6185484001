"""Supervision, triage and decisions over HTTP."""

from datetime import timedelta

import pytest

from contracts.codes import derived_id
from contracts.routing import ExclusionRequested, ParkingRequested, TaskSupervised
from services.kit.testing.platform import arrived
from services.routing.store.handlings import SHOWN
from tests.routing.callers import DISPATCHER, HOUSING, MARKET, bearer
from tests.routing.world import CASE

NO_LEVELS = {"1": 0, "2": 0, "3": 0}
SUPERVISOR = bearer("supervisor")


async def read(http, path, headers=SUPERVISOR):
    answer = await http.get(f"/v1/{path}", headers=headers)
    assert answer.status_code == 200
    return answer.json()


async def told(world, kind, **fields):
    """A fact about the task of housing, later than all that was said."""
    task = await world.task("housing")
    world.sent += 1
    fact = kind(case_id=CASE, task_id=task.task_id, department="housing", **fields)
    await world.handlers[kind](arrived(fact, sequence=100 + world.sent))


async def supervised(world, **fields):
    await world.accept()
    await world.show()
    await told(world, TaskSupervised, **({"level": 2, "reason": "overdue"} | fields))


async def test_nothing_is_supervised_at_first(http):
    empty = {"supervised": [], "counts": NO_LEVELS}

    assert await read(http, "supervision") == empty


async def test_a_supervised_task_is_shown_with_its_reason(http, world):
    await supervised(world)
    answer = await read(http, "supervision")

    (row,) = answer["supervised"]
    shown = row["about"], row["level"], row["reason"], row["department"]
    assert shown == ("task", 2, "overdue", "housing")
    assert answer["counts"] == NO_LEVELS | {"2": 1}


@pytest.mark.parametrize(
    ("query", "caller", "found"),
    [
        ("level=2&level=3", SUPERVISOR, 1),
        ("level=1", DISPATCHER, 0),
        ("reason=overdue", SUPERVISOR, 1),
        ("reason=urged", SUPERVISOR, 0),
        ("area=990101", SUPERVISOR, 1),
        ("area=990102", SUPERVISOR, 0),
        ("department=housing", SUPERVISOR, 1),
        ("department=market", SUPERVISOR, 0),
        ("", HOUSING, 1),
        ("", MARKET, 0),
        ("", bearer("supervisor", area="990102"), 0),
    ],
)
async def test_supervision_is_filtered(http, world, query, caller, found):
    await supervised(world)

    answer = await read(http, f"supervision?{query}", caller)
    assert len(answer["supervised"]) == found


async def test_a_task_that_ended_is_supervised_no_more(http, world):
    await supervised(world)
    await world.sign("housing")
    await world.complete("housing")
    for event in world.city.bus.on("routing.tasks"):
        again = arrived(event.data, event.source, event.sequence + 1000)
        await world.handlers.get(type(event.data), ignored)(again)

    assert (await read(http, "supervision"))["counts"] == NO_LEVELS


async def ignored(arrival):
    pass


async def test_cases_and_tasks_are_one_list_with_pages(http, world, supervised_case):
    await supervised(world)
    await supervised_case(case_no="202603010000015", supervised_for="nobody_assigned")
    first = await http.get("/v1/supervision?limit=1", headers=SUPERVISOR)
    rest = await http.get(first.links["next"]["url"], headers=SUPERVISOR)

    about = [r["about"] for a in (first, rest) for r in a.json()["supervised"]]
    assert about == ["case", "task"]
    assert "next" not in rest.links
    assert rest.json()["counts"] == NO_LEVELS | {"1": 1, "2": 1}


async def later(world, **by):
    world.city.clock.advance(timedelta(**by))
    await world.city.ring()


async def cases_of(http):
    rows = (await read(http, "supervision"))["supervised"]
    return [(row["reason"], row["level"]) for row in rows if row["about"] == "case"]


async def test_a_case_that_nobody_has_is_supervised_until_somebody_does(http, world):
    await world.accept(category="strange-matter")
    await later(world, days=3)
    ((reason, level),) = await cases_of(http)
    assert reason == "nobody_assigned"
    assert level >= 1

    await world.assign("housing")
    assert await cases_of(http) == []


async def test_a_return_undecided_is_supervised_until_it_is_decided(http, world):
    await world.accept()
    await world.give_back("housing")
    await later(world, days=1)
    assert await cases_of(http) == [("return_undecided", 1)]

    await world.decide("housing", "dismissed")
    assert await cases_of(http) == []


async def test_a_case_is_no_departments(http, supervised_case):
    await supervised_case()

    assert (await read(http, "supervision", HOUSING))["counts"] == NO_LEVELS
    of_one = await read(http, "supervision?department=housing")
    assert of_one == {"supervised": [], "counts": NO_LEVELS}


@pytest.fixture
def supervised_case(http, monkeypatch):
    """Puts one beside those of the world: `await supervised_case(**fields)`."""
    shelf = http._transport.app.state.shelf
    real = shelf.handlings._all

    async def put(**fields):
        usual = {"_id": derived_id("other"), "case_no": "1", "area": "990101001"}
        marks = {"supervised_level": 1, "supervised_for": None, "due_at": None}
        state = {"handling_state": "triage", "task_ids": [], "concerned": []}

        async def with_one_more():
            return [*await real(), usual | marks | state | fields]

        monkeypatch.setattr(shelf.handlings, "_all", with_one_more)

    return put


async def test_a_handling_is_stored_with_what_is_asked_of_it(world):
    handling = await world.accept()

    assert handling.index().keys() >= {*SHOWN, "handling_state", "concerned"}


async def test_triage_shows_what_nobody_has_and_what_is_late(http, world):
    handling = await world.accept(category="strange-matter")
    assert await read(http, "triage", HOUSING | DISPATCHER) == {
        "cases": [
            {
                "case_id": CASE,
                "case_no": handling.case_no,
                "area": handling.area,
                "due_at": handling.unassigned.due_at.isoformat().replace("+00:00", "Z"),
                "overdue": False,
            }
        ]
    }
    world.city.clock.advance(timedelta(days=3))
    assert (await read(http, "triage"))["cases"][0]["overdue"]

    await world.assign("housing")
    assert await read(http, "triage") == {"cases": []}


@pytest.mark.parametrize("path", ["triage", "decisions"])
async def test_departments_do_not_decide(http, path):
    assert (await http.get(f"/v1/{path}", headers=HOUSING)).status_code == 403


async def test_what_waits_for_a_decision_says_for_which(http, world):
    await world.accept()
    await world.give_back("housing")
    await world.show()
    await told(world, ParkingRequested, reason="no_land")
    await told(world, ExclusionRequested, reason="unreasonable")

    (row,) = (await read(http, "decisions"))["tasks"]
    assert row["waiting"] == ["return", "parking", "exclusion"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=return", 1),
        ("kind=return&kind=parking", 1),
        ("kind=parking", 0),
        ("area=990102", 0),
        ("area=990101", 1),
    ],
)
async def test_decisions_are_filtered(http, world, query, found):
    await world.accept()
    await world.give_back("housing")
    await world.show()

    assert len((await read(http, f"decisions?{query}"))["tasks"]) == found


@pytest.mark.parametrize(
    "path", ["supervision?level=0", "decisions?kind=praise", "triage?area=9"]
)
async def test_a_question_that_makes_no_sense_is_refused(http, path):
    answer = await http.get(f"/v1/{path}", headers=SUPERVISOR)

    assert answer.status_code == 422
