"""What a co-handler reports reaches the one who writes the joint answer, sealed."""

import pytest

from services.intake.disclosure import MOST_REPORTED, fitting
from services.intake.domain.case import MOST_REPORTED as MOST_KEPT
from services.intake.domain.offices.granting import Outdated
from services.intake.domain.parts import Report
from services.kit.testing.platform import arrived
from tests.intake import facts
from tests.intake.books_suite import case as a_case
from tests.intake.world import RESIDENT, World, clerk, form, officer

CITY, HOUSING, STREET = "urban-mgmt", "housing", "transport"
WORDS = "我局已核查,物业合同到期。"
LONGEST = "😀" * 20_000


async def _joint(world: World, **changed: object) -> str:
    """A case with a lead and one co-handler."""
    case_id = (await world.registered(**changed))["case_id"]
    await world.receive(
        facts.assigned(case_id, CITY), facts.assigned(case_id, HOUSING, "co_handler")
    )
    return case_id


async def test_the_lead_is_given_the_case_again_with_the_report(world: World):
    case_id = await _joint(world)
    await world.receive(facts.completed(case_id, HOUSING, world.answer(WORDS)))

    before, after = world.granted(CITY)
    assert (before.reports, after.reports) == ({}, {HOUSING: WORDS})
    assert len(world.granted(HOUSING)) == 1
    assert world.said()[-2:] == ["content-revoked", "content-granted"]
    assert WORDS not in (await world.case(case_id)).model_dump_json()


async def test_a_repeated_report_is_granted_once(world: World):
    case_id = await _joint(world)
    arrival = arrived(
        facts.completed(case_id, HOUSING, world.answer(WORDS)), sequence=50
    )
    await world.repeat(arrival)
    await world.repeat(arrival)

    assert len(world.granted(CITY)) == 2
    assert len((await world.case(case_id)).reports) == 1


async def test_a_case_that_moved_meanwhile_is_read_again(world: World, monkeypatch):
    case_id = await _joint(world)
    done = facts.completed(case_id, HOUSING, world.answer(WORDS))
    arrival = arrived(done, sequence=50)
    seal = world.contents.grants

    async def too_slowly(case, holders):
        grants = await seal(case, holders)
        monkeypatch.undo()
        await world.ask(case_id, "supplement", {"text": "还有"})
        return grants

    monkeypatch.setattr(world.contents, "grants", too_slowly)
    with pytest.raises(Outdated):
        await world.repeat(arrival)
    await world.repeat(arrival)

    last = world.granted(CITY)[-1]
    assert (last.supplements, last.reports) == (("还有",), {HOUSING: WORDS})


async def test_the_leads_own_words_are_no_report(world: World):
    case_id = await _joint(world)
    await world.receive(facts.completed(case_id, CITY, world.answer(WORDS)))

    assert (await world.case(case_id)).reports == ()


async def test_a_lead_who_comes_later_has_what_was_reported(world: World):
    case_id = await _joint(world)
    await world.receive(facts.returned(case_id, CITY))
    await world.receive(facts.decided(case_id, CITY, "upheld"))
    await world.receive(facts.completed(case_id, HOUSING, world.answer(WORDS)))
    await world.receive(facts.assigned(case_id, STREET))

    assert [each.reports for each in world.granted(STREET)] == [{HOUSING: WORDS}]


async def test_a_part_handed_down_reports_to_who_handed_it_down(world: World):
    case_id = await _joint(world)
    parent = facts.task(case_id, HOUSING)["task_id"]
    part = facts.assigned(case_id, STREET, "co_handler", parent_task=parent)
    await world.receive(part, facts.completed(case_id, STREET, world.answer(WORDS)))

    assert world.granted(HOUSING)[-1].reports == {STREET: WORDS}
    assert len(world.granted(CITY)) == 1


async def test_a_part_of_the_leads_reports_to_the_lead(world: World):
    case_id = await _joint(world)
    parent = facts.task(case_id, CITY)["task_id"]
    part = facts.assigned(case_id, STREET, "co_handler", parent_task=parent)
    await world.receive(part, facts.completed(case_id, STREET, world.answer(WORDS)))

    assert world.granted(CITY)[-1].reports == {STREET: WORDS}


async def test_reports_are_read_by_window_and_receiver_alone(world: World):
    mine = (await world.post(form(), by=RESIDENT)).json()["case_id"]
    await world.receive(
        facts.assigned(mine, CITY),
        facts.assigned(mine, HOUSING, "co_handler"),
        facts.assigned(mine, STREET, "co_handler"),
    )
    await world.receive(facts.completed(mine, HOUSING, world.answer(WORDS)))

    async def reports(by: str) -> dict:
        shown = await world.get(f"/v1/cases/{mine}", by)
        return shown.json()["content"]["reports"]

    assert await reports(clerk()) == await reports(officer(CITY)) == {HOUSING: WORDS}
    assert await reports(RESIDENT) == await reports(officer(STREET)) == {}


async def test_a_report_that_does_not_open_is_noted_and_stops_nothing(world: World):
    receipt = await world.registered()
    case_id = receipt["case_id"]
    await world.receive(
        facts.assigned(case_id, CITY), facts.assigned(case_id, HOUSING, "co_handler")
    )
    content = await world.contents.read(await world.case(case_id))
    astray = world.sealer.seal("housing", content)
    await world.receive(facts.completed(case_id, HOUSING, astray))

    told = (await world.progress(receipt)).json()
    assert told["words"].startswith("住房和城乡建设局交给主办单位的材料无法读取")
    assert [holder.department for holder in (await world.case(case_id)).holders] == [
        CITY
    ]


async def test_erased_content_takes_no_report(world: World):
    case_id = await _joint(world)
    await world.vault.destroy(case_id)
    await world.receive(facts.completed(case_id, HOUSING, world.answer(WORDS)))

    assert (await world.case(case_id)).reports == ()
    assert len(world.granted(CITY)) == 1


async def _as_long_as_can_be(world: World) -> str:
    """A joint case with all the text it takes."""
    answers = {"a": "x" * 99_000}
    case_id = await _joint(world, text=LONGEST, title="😀" * 200, answers=answers)
    while True:
        answer = await world.ask(case_id, "supplement", {"text": "😀" * 1_990})
        if not answer.is_success:
            assert answer.json()["type"] == "/problems/no-room-to-supplement"
            return case_id


async def test_the_longest_case_there_can_be_still_fits_into_a_grant(world: World):
    case_id = await _as_long_as_can_be(world)
    await world.receive(
        facts.completed(case_id, HOUSING, world.answer(LONGEST)),
        facts.assigned(case_id, STREET, "co_handler"),
        facts.completed(case_id, STREET, world.answer(LONGEST)),
    )

    reports = world.granted(CITY)[-1].reports
    half = MOST_REPORTED // 2
    assert {who: len(text) for who, text in reports.items()} == {
        HOUSING: half,
        STREET: half,
    }
    whole = (await world.get(f"/v1/cases/{case_id}", officer(CITY))).json()
    assert whole["content"]["reports"][STREET] == LONGEST


def test_a_short_report_is_left_as_it_is():
    assert fitting({HOUSING: WORDS}) == {HOUSING: WORDS}
    assert fitting({}) == {}


def test_the_oldest_reports_give_way():
    case = a_case(0, "990101", None, None)
    for n in range(5):
        text = "x" * (MOST_KEPT // 3)
        case = case.reporting(Report(task_id=str(n), department="d", text=text))

    assert [report.task_id for report in case.reports] == ["2", "3", "4"]
