"""An emergency at the window, from the first word to the yes from over there."""

from datetime import timedelta

import pytest

from contracts.intake import CaseAccepted, CaseHandedOver, CaseWarned
from tests.intake.world import RESIDENT, SUPERVISOR, World, clerk, form

FIRE = {"text": "三号楼着火了,有人被困。"}


async def test_it_is_handed_over_at_once_and_the_receipt_says_to_whom(world: World):
    receipt = (await world.post(form(**FIRE))).json()

    assert receipt["state"] == "handed_over"
    assert receipt["authority"] == "line_119"
    assert receipt["warnings"] == ["emergency"]
    (said,) = world.told(CaseHandedOver)
    assert (said.reason, said.authority) == ("emergency", "line_119")
    assert not world.told(CaseAccepted)


async def test_the_resident_reads_whom_to_call_and_no_warning(world: World):
    web = form(channel="web", **FIRE)
    receipt = (await world.post(web, by=RESIDENT)).json()
    told = (await world.progress(receipt)).json()
    seen = (await world.get(f"/v1/cases/{receipt['case_id']}", RESIDENT)).json()

    assert "马上打119" in told["next"]
    assert "warned" not in {step["code"] for step in told["steps"]}
    assert receipt["warnings"] == []
    assert seen["warnings"] == []
    assert "warned" not in {step["code"] for step in seen["steps"]}


@pytest.mark.parametrize(
    ("said", "reason"), [("丈夫打我", "domestic_violence"), ("起火了", "emergency")]
)
async def test_a_word_in_an_answer_is_looked_at_and_nobody_is_sent(
    world: World, said: str, reason: str
):
    receipt = (await world.post(form(answers={"since": [{"what": said}]}))).json()
    world.city.clock.advance(timedelta(days=1))
    await world.city.ring()

    assert receipt["state"] == "accepted"
    assert [warned.reason for warned in world.told(CaseWarned)] == [reason]


async def test_the_window_and_the_office_see_the_warning(world: World):
    receipt = (await world.post(form(**FIRE))).json()

    for by in (clerk(), SUPERVISOR):
        seen = (await world.get(f"/v1/cases/{receipt['case_id']}", by)).json()
        assert [w["reason"] for w in seen["warnings"]] == ["emergency"]


async def test_until_somebody_there_has_it_it_is_said_again(world: World):
    receipt = (await world.post(form(**FIRE))).json()
    world.city.clock.advance(timedelta(minutes=10))
    await world.city.ring()
    assert [w.reason for w in world.told(CaseWarned)] == [
        "emergency",
        "hand_over_unconfirmed",
    ]

    await world.ask(receipt["case_id"], "confirm-hand-over")
    world.city.clock.advance(timedelta(days=1))
    await world.city.ring()

    assert len(world.told(CaseWarned)) == 2


async def test_a_false_alarm_goes_the_ordinary_way(world: World):
    receipt = (await world.post(form(**FIRE))).json()

    answer = await world.ask(receipt["case_id"], "accept")

    assert answer.json()["state"] == "accepted"
    assert len(world.told(CaseAccepted)) == 1


async def test_an_old_right_is_shown_to_the_clerk(world: World):
    body = form(category="labour", happened_on="2025-02-01")

    receipt = (await world.post(body)).json()

    assert receipt["warnings"] == ["limitation"]
    assert receipt["state"] == "accepted"


async def test_whom_the_law_wants_told_is_named_with_the_warning(world: World):
    receipt = (await world.post(form(text="邻居家暴,天天能听见。"))).json()

    assert receipt["state"] == "accepted"
    [said] = world.told(CaseWarned)
    assert (said.reason, said.authority) == ("domestic_violence", "line_110")


async def test_words_that_are_added_later_warn_as_well(world: World):
    receipt = (await world.post(form())).json()

    await world.ask(receipt["case_id"], "supplement", {"text": "再不解决我不想活了"})

    assert [w.reason for w in world.told(CaseWarned)] == ["self_harm"]


async def test_a_correction_that_tells_of_an_emergency_hands_over(world: World):
    receipt = (await world.post(form(examine=True))).json()

    await world.ask(receipt["case_id"], "correct", {"text": "三号楼着火了。"})

    case = await world.case(receipt["case_id"])
    assert (case.state, case.handed.authority) == ("handed_over", "line_119")
    again = await world.ask(receipt["case_id"], "accept")
    assert again.json()["state"] == "accepted"
