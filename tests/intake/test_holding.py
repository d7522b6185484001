"""Content follows the task (事权=数权): who has one may read, nobody else."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from contracts.sealed import CaseContent, Person
from services.intake.catalogue import load_catalogue
from services.kit.testing.platform import arrived
from tests.intake import facts
from tests.intake.world import LI, SUPERVISOR, ZHANG, World, clerk, form, officer

CITY = "urban-mgmt"


async def test_an_assigned_department_is_granted_the_content(world: World):
    case_id = (await world.registered())["case_id"]
    await world.receive(facts.assigned(case_id, CITY))

    [content] = world.granted(CITY)
    assert (content.title, content.text) == (form()["title"], form()["text"])
    assert content.applicant is not None
    assert content.applicant.name == ZHANG["name"]
    assert content.applicant.id_number is None
    assert (await world.case(case_id)).state == "in_progress"


async def test_an_enterprise_is_given_less_on_its_topic_and_at_the_window(world: World):
    """By `data_rights` in city.yaml: what it needs to come and mend it."""
    told = form(agent=LI, answers={"floor": 3})
    case_id = (await world.registered(**told))["case_id"]
    company = "anju-property"
    await world.receive(facts.assigned(case_id, company))

    [content] = world.granted(company)
    path, by = f"/v1/cases/{case_id}", officer(company)
    shown = CaseContent.model_validate((await world.get(path, by)).json()["content"])
    assert content == shown
    assert content.applicant == Person(name=ZHANG["name"], phone=ZHANG["phone"])
    assert (content.agent, content.answers) == (None, {})


async def test_each_department_gets_its_own(world: World):
    case_id = (await world.registered())["case_id"]
    await world.receive(
        facts.assigned(case_id, CITY), facts.assigned(case_id, "housing", "co_handler")
    )

    assert len(world.granted(CITY)) == len(world.granted("housing")) == 1


async def test_a_repeat_publishes_nothing_twice(world: World):
    case_id = (await world.registered())["case_id"]
    arrival = arrived(facts.assigned(case_id, CITY))
    await world.repeat(arrival)
    await world.repeat(arrival)

    assert len(world.granted(CITY)) == 1
    assert len((await world.case(case_id)).holders) == 1


async def test_a_completed_task_ends_the_right_to_read(world: World):
    case_id = (await world.registered())["case_id"]
    await world.receive(facts.assigned(case_id, CITY), facts.completed(case_id, CITY))

    assert world.said()[-1] == "content-revoked"
    assert (await world.case(case_id)).holders == ()


async def test_a_return_ends_it_only_when_upheld(world: World):
    case_id = (await world.registered())["case_id"]
    await world.receive(facts.assigned(case_id, CITY), facts.returned(case_id, CITY))
    await world.receive(facts.decided(case_id, CITY, "dismissed"))
    assert "content-revoked" not in world.said()

    await world.receive(facts.returned(case_id, CITY))
    await world.receive(facts.decided(case_id, CITY, "upheld"))
    assert world.said()[-1] == "content-revoked"


async def test_a_department_reads_while_it_holds_a_task(world: World):
    path = f"/v1/cases/{(await world.registered())['case_id']}"
    case_id = path.rsplit("/", 1)[1]
    before = await world.get(path, officer(CITY))
    await world.receive(facts.assigned(case_id, CITY))
    during = await world.get(path, officer(CITY))
    await world.receive(facts.completed(case_id, CITY))
    after = await world.get(path, officer(CITY))

    assert [a.status_code for a in (before, during, after)] == [404, 200, 404]
    assert "retry-after" in before.headers
    assert during.json()["content"]["title"] == form()["title"]
    assert during.json()["content"]["applicant"]["id_number"] is None


async def test_a_department_without_a_task_sees_nothing(world: World):
    case_id = (await world.registered())["case_id"]
    await world.receive(facts.assigned(case_id, CITY))

    other = await world.get(f"/v1/cases/{case_id}", officer("transport"))
    assert other.status_code == 404
    assert (await world.get("/v1/cases", officer("transport"))).json() == []
    assert len((await world.get("/v1/cases", officer(CITY))).json()) == 1


async def test_the_end_of_a_task_nobody_had_revokes_nothing(world: World):
    case_id = (await world.registered())["case_id"]
    await world.receive(facts.completed(case_id, CITY))

    assert "content-revoked" not in world.said()


async def test_erased_content_is_granted_to_nobody(world: World):
    case_id = (await world.registered())["case_id"]
    await world.vault.destroy(case_id)
    await world.receive(facts.assigned(case_id, CITY))

    assert world.granted(CITY) == []
    assert (await world.case(case_id)).state == "in_progress"


async def test_a_co_handler_sees_its_own_task_and_no_other_office(world: World):
    case_id = (await world.registered())["case_id"]
    theirs = facts.assigned(case_id, CITY)
    late = theirs.model_copy(update={"due_at": facts.DUE + timedelta(days=30)})
    await world.receive(late, facts.assigned(case_id, "housing", "co_handler"))
    await world.receive(facts.acknowledged(case_id, "housing"))
    await world.receive(facts.returned(case_id, CITY), facts.message(case_id))
    shown = (await world.get(f"/v1/cases/{case_id}", officer("housing"))).json()
    [row] = (await world.get("/v1/cases", officer("housing"))).json()

    own = ["registered", "accepted", "assigned", "acknowledged"]
    assert [step["code"] for step in shown["steps"]] == own
    assert [holder["department"] for holder in shown["holders"]] == ["housing"]
    assert shown["told"] == []
    assert shown["held_by"] == row["held_by"] == ["housing"]
    assert shown["expected_at"] == row["expected_at"]
    assert CITY not in str(shown)


@pytest.mark.parametrize("by", [clerk(), SUPERVISOR])
async def test_window_and_supervision_see_every_office(world: World, by: str):
    case_id = (await world.registered())["case_id"]
    await world.receive(
        facts.assigned(case_id, CITY), facts.assigned(case_id, "housing", "co_handler")
    )
    await world.receive(facts.message(case_id))
    shown = (await world.get(f"/v1/cases/{case_id}", by)).json()

    assert shown["held_by"] == ["housing", CITY]
    assert len(shown["told"]) == 1


@pytest.mark.parametrize(
    ("signed", "status"), [((), "assigned"), ((facts.acknowledged,), "acknowledged")]
)
async def test_a_dismissed_return_puts_the_task_back(world: World, signed, status):
    case_id = (await world.registered())["case_id"]
    await world.receive(facts.assigned(case_id, CITY))
    await world.receive(*(fact(case_id, CITY) for fact in signed))
    await world.receive(facts.returned(case_id, CITY))
    await world.receive(facts.decided(case_id, CITY, "dismissed"))

    assert [h.status for h in (await world.case(case_id)).holders] == [status]


def test_a_kind_that_no_organisation_has_would_withhold_nothing(tmp_path: Path):
    city = tmp_path / "city"
    shutil.copytree("deploy/config", city)
    written = (city / "city.yaml").read_text()
    mistyped = written.replace("kinds: [property_company", "kinds: [property-company")
    (city / "city.yaml").write_text(mistyped)

    with pytest.raises(RuntimeError, match=r"city\.yaml: .*\n.*data_rights"):
        load_catalogue(city)
