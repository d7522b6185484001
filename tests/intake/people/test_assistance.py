"""Help is agreed to, written down by kind, and counted."""

from datetime import timedelta

import pytest

from tests.intake.people.filing import a_report, complaints
from tests.intake.world import SUPERVISOR, World, clerk

OFFICER = {"kind": "grid_officer", "consent": True}
ANONYMOUS = {"applicant": None, "anonymity": "anonymous"}
PATH = "/v1/statistics/helpers"


@pytest.mark.parametrize(
    ("helper", "pointer"),
    [
        ({"kind": "family"}, "/helper/consent"),
        ({"kind": "family", "consent": False}, "/helper/consent"),
        ({"kind": "robot", "consent": True}, "/helper/kind"),
    ],
)
async def test_help_needs_a_yes(world: World, helper: dict, pointer: str):
    assert set(await complaints(world, helper=helper)) == {pointer}


async def test_who_helped_is_kept_by_kind(world: World):
    case_id = (await world.registered(helper=OFFICER))["case_id"]

    assert (await world.case(case_id)).helper == "grid_officer"
    shown = await world.get(f"/v1/cases/{case_id}", clerk())
    assert shown.json()["helper"] == "grid_officer"


async def test_help_is_counted_by_kind_and_channel(world: World):
    for _ in range(2):
        await world.registered(helper=OFFICER, channel="grid")
    await world.registered(helper={"kind": "family", "consent": True})
    await world.registered(**ANONYMOUS)
    await world.registered(**a_report("housing"))
    world.city.clock.advance(timedelta(minutes=1))

    told = (await world.get(PATH, SUPERVISOR)).json()
    assert told["by"] == [
        {"helper": None, "channel": "counter", "cases": 2},
        {"helper": "grid_officer", "channel": "grid", "cases": 2},
        {"helper": "family", "channel": "counter", "cases": 1},
    ]
    assert (told["cases"], told["helped"]) == (5, 3)
    assert (told["anonymous"], told["confidential"]) == (1, 1)
    assert told["answered_at_once"] == 0


async def test_everybody_counts_in_their_own_area_and_time(world: World):
    await world.registered(area="990101001")
    world.city.clock.advance(timedelta(days=40))
    await world.registered(area="990102001")
    world.city.clock.advance(timedelta(minutes=1))

    async def cases(by: str, **period: str) -> int:
        return (await world.get(PATH, by, **period)).json()["cases"]

    since = "2026-03-01T00:00:00+08:00"
    assert await cases(SUPERVISOR) == 1
    assert await cases(SUPERVISOR, since=since) == 2
    assert await cases(clerk("990101"), since=since) == 1
    assert await cases(clerk(""), since=since) == 0
    assert await cases(SUPERVISOR, since=since, until="2026-03-03T00:00:00Z") == 1


@pytest.mark.parametrize(
    "period",
    [
        {"since": "2026-03-02T00:00:00Z", "until": "2026-03-01T00:00:00Z"},
        {"since": "2024-01-01T00:00:00Z"},
        {"since": "0001-01-01T00:00:00Z"},
        {"until": "yesterday"},
    ],
)
async def test_a_period_is_bounded(world: World, period: dict[str, str]):
    assert (await world.get(PATH, SUPERVISOR, **period)).status_code == 422


@pytest.mark.parametrize("role", ["resident", "department", "auditor"])
async def test_others_do_not_count(world: World, role: str):
    assert (await world.get(PATH, f"{role}/9901/housing")).status_code == 403


async def test_a_report_about_the_own_house_is_not_counted_there(world: World):
    await world.registered(**a_report("housing"))
    world.city.clock.advance(timedelta(minutes=1))

    told = await world.get(PATH, "supervisor/9901/housing")
    assert told.json()["cases"] == 0
