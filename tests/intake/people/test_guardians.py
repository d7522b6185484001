"""Who cannot act alone has a guardian, unless it is about being harmed."""

from datetime import date
from typing import Any

import pytest

from services.intake.receiving.people.forms import PersonForm
from services.intake.receiving.people.guardians import age, guardianship
from tests.intake.people.filing import CHILD, COMPANY, FATHER, complaints
from tests.intake.world import LI, RESIDENT, ZHANG, World

TODAY = date(2026, 3, 2)
BORN = "110101200803021117"
"""Eighteen years ago today."""


@pytest.mark.parametrize(
    ("person", "why"),
    [
        ({}, None),
        ({"id_number": BORN}, None),
        ({"id_number": "110101200803031112"}, "minor"),
        ({"id_number": "110101200803031112", "capacity": "full"}, None),
        ({"id_number": CHILD["id_number"], "capacity": "full"}, "minor"),
        ({"birth_date": "2010-01-01"}, "minor"),
        ({"birth_date": "1950-01-01"}, None),
        ({"birth_date": "1950-01-01", "capacity": "limited"}, "capacity"),
        ({"capacity": "none"}, "capacity"),
        ({"id_number": "EA1234567", "id_type": "passport"}, None),
        (COMPANY, None),
    ],
)
def test_who_needs_one_and_why(person: dict[str, Any], why: str | None):
    found = guardianship(PersonForm(**{"name": "张三"} | person), (), TODAY)

    assert (found.why, found.needed) == (why, why is not None)


def test_help_against_harm_waits_for_nobody_and_is_reported():
    found = guardianship(PersonForm(**CHILD), ("minor_harmed",), TODAY)

    assert (found.needed, found.why) == (False, "minor")
    assert found.report == ("minor_harmed",)


def test_what_concerns_somebody_of_age_is_their_own_to_report():
    assert guardianship(PersonForm(**ZHANG), ("minor_harmed",), TODAY).report == ()
    assert guardianship(None, ("minor_harmed",), TODAY).needed is False


def test_age_is_full_years():
    leap = date(2008, 2, 29)

    assert age(leap, date(2026, 2, 28)) == 17
    assert age(leap, date(2026, 3, 1)) == 18


@pytest.mark.parametrize(
    ("changed", "pointer"),
    [
        ({"applicant": CHILD}, "/agent"),
        ({"applicant": CHILD, "agent": LI}, "/agent/authority"),
        ({"applicant": ZHANG | {"capacity": "none"}}, "/agent"),
        ({"applicant": ZHANG | {"capacity": "none"}, "agent": LI}, "/agent/authority"),
    ],
)
async def test_without_a_guardian_the_cure_is_told(
    world: World, changed: dict, pointer: str
):
    told = await complaints(world, **changed)

    assert set(told) == {pointer}
    assert "监护人" in told[pointer]


async def test_with_a_guardian_it_is_taken(world: World):
    assert await complaints(world, applicant=CHILD, agent=FATHER) == {}


@pytest.mark.parametrize(
    "matter",
    [
        {"category": "neighbours-violence"},
        {"category": "welfare-children"},
        {"text": "爸爸喝了酒就家 暴,我和妹妹很怕。"},
        {"title": "邻居虐待儿童"},
    ],
)
async def test_a_child_that_is_harmed_is_heard_alone(world: World, matter: dict):
    assert await complaints(world, applicant=CHILD, **matter) == {}
    assert await complaints(world, by=RESIDENT, applicant=CHILD, **matter) == {}


@pytest.mark.parametrize(
    ("category", "text", "told"),
    [
        ("sanitation", "垃圾桶三天没有清运", ()),
        ("neighbours-violence", "他又来了", ("domestic_violence",)),
        ("welfare-children", "家暴", ("domestic_violence", "minor_harmed")),
        ("sanitation", "砍死", ()),
    ],
)
def test_what_the_law_wants_told(world: World, category: str, text: str, told: tuple):
    assert world.window.catalogue.harm.told(category, text) == told


async def test_what_waits_for_no_guardian_is_told_to_somebody(world: World):
    case_id = (await world.registered(applicant=CHILD, category="neighbours-violence"))[
        "case_id"
    ]

    warned = [warning.reason for warning in (await world.case(case_id)).warnings]
    assert warned == ["domestic_violence"]
