"""Withdraw, urge, supplement, evaluate, reopen: at the window and for oneself."""

import asyncio

import pytest

from contracts.codes import derived_id
from services.intake.domain.offices.granting import Outdated
from tests.intake import facts
from tests.intake.world import RESIDENT, SUPERVISOR, World, clerk, form, officer

CITY = "urban-mgmt"
MORE = "今天又多了两个坏的垃圾桶。"
ASKS = {
    "withdraw": None,
    "urge": None,
    "supplement": {"text": MORE},
    "evaluate": {"grade": 4},
    "reopen": {"reason": "came_back"},
}
REGISTERED = ("withdraw", "urge", "supplement")


async def _case_for(world: World, what: str) -> str:
    if what in REGISTERED:
        return (await world.registered())["case_id"]
    return await world.answered()


@pytest.mark.parametrize("what", sorted(ASKS))
async def test_a_clerk_says_it_and_sees_the_case_as_it_is_now(world: World, what: str):
    case_id = await _case_for(world, what)
    answer = await world.ask(case_id, what, ASKS[what])

    assert answer.status_code == 200, answer.text
    case = await world.case(case_id)
    assert answer.json()["state"] == case.state
    assert answer.headers["etag"]
    assert "content" not in answer.json()
    expected = {"withdraw": "withdrawn", "reopen": "reopened", "evaluate": "answered"}
    assert case.state == expected.get(what, "accepted")


@pytest.mark.parametrize("what", sorted(ASKS))
async def test_strangers_are_told_what_an_unknown_case_is_told(world: World, what: str):
    theirs = await _case_for(world, what)
    unknown = await world.ask(derived_id("?"), what, ASKS[what])
    stranger = await world.ask(theirs, what, ASKS[what], RESIDENT)
    elsewhere = await world.ask(theirs, what, ASKS[what], clerk("990102"))

    answers = [a.json() | {"trace_id": ""} for a in (unknown, stranger, elsewhere)]
    assert unknown.status_code == 404
    assert answers[0] == answers[1] == answers[2]


@pytest.mark.parametrize("what", sorted(ASKS))
@pytest.mark.parametrize("by", [SUPERVISOR, officer(CITY), "dispatcher/9901/"])
async def test_offices_do_not_speak_for_a_resident(world: World, what: str, by: str):
    case_id = await _case_for(world, what)
    await world.receive(facts.assigned(case_id, CITY))

    assert (await world.ask(case_id, what, ASKS[what], by)).status_code == 403


async def test_a_resident_speaks_for_ones_own_case(world: World):
    mine = (await world.post(form(), by=RESIDENT)).json()["case_id"]
    answer = await world.ask(mine, "withdraw", by=RESIDENT)

    assert answer.json()["state"] == "withdrawn"
    assert world.said()[-1] == "case-withdrawn"


@pytest.mark.parametrize("what", ["urge", "supplement"])
async def test_what_would_count_twice_needs_a_key(world: World, what: str):
    case_id = await _case_for(world, what)
    answer = await world.ask(case_id, what, ASKS[what], key="")

    assert answer.status_code == 400
    assert answer.json()["type"] == "/problems/idempotency-key-required"


@pytest.mark.parametrize("what", sorted(ASKS))
async def test_a_retry_is_answered_and_says_nothing_again(world: World, what: str):
    case_id = await _case_for(world, what)
    first = await world.ask(case_id, what, ASKS[what], key="again-001")
    said = world.said()
    again = await world.ask(case_id, what, ASKS[what], key="again-001")

    assert (again.status_code, again.json()) == (200, first.json())
    assert world.said() == said


async def test_a_key_holds_to_its_request_and_its_case(world: World):
    one, other = await world.answered(), await world.answered()
    await world.ask(one, "evaluate", {"grade": 5}, key="once-0001")
    changed = await world.ask(one, "evaluate", {"grade": 1}, key="once-0001")
    action = await world.ask(one, "reopen", ASKS["reopen"], key="once-0001")

    assert {changed.status_code, action.status_code} == {422}
    assert (
        await world.ask(other, "evaluate", {"grade": 1}, key="once-0001")
    ).is_success


@pytest.mark.parametrize("what", ["withdraw", "evaluate", "reopen"])
async def test_without_a_key_it_is_done_by_being_so(world: World, what: str):
    case_id = await _case_for(world, what)
    answers = [await world.ask(case_id, what, ASKS[what], key="") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert len(world.said()) == len(set(world.said()))


@pytest.mark.parametrize("what", sorted(ASKS))
async def test_nobody_acts_on_what_they_have_not_seen(world: World, what: str):
    case_id = await _case_for(world, what)
    shown = await world.get(f"/v1/cases/{case_id}", clerk())
    await world.receive(facts.message(case_id))
    stale = await world.ask(case_id, what, ASKS[what], If_Match=shown.headers["etag"])
    shown = await world.get(f"/v1/cases/{case_id}", clerk())
    fresh = await world.ask(case_id, what, ASKS[what], If_Match=shown.headers["etag"])

    assert (stale.status_code, fresh.status_code) == (412, 200)


async def test_a_wrong_moment_says_the_state_and_what_is_allowed(world: World):
    case_id = (await world.registered())["case_id"]
    no = (await world.ask(case_id, "evaluate", {"grade": 5})).json()

    assert (no["type"], no["status"]) == ("/problems/wrong-state", 409)
    assert no["title"] == (
        "the case is accepted; allowed now: withdraw, urge, supplement, attach"
    )
    assert no["title_zh"].startswith("办件当前为“已受理”,现在可以:撤回(withdraw)")


@pytest.mark.parametrize(
    ("what", "pointer", "body"),
    [
        ("supplement", "/text", {"text": "  "}),
        ("supplement", "/text", {"text": "长" * 2_001}),
        ("supplement", "/text", {"text": "响\x07铃"}),
        ("supplement", "/text", {}),
        ("evaluate", "/grade", {"grade": 0}),
        ("evaluate", "/grade", {"grade": 6}),
        ("evaluate", "/grade", {"grade": "5"}),
        ("evaluate", "/named", {"grade": 5, "named": "perhaps"}),
        ("reopen", "/reason", {"reason": "planted-9f3"}),
        ("reopen", "/*", {"reason": "came_back", "planted-9f3": 1}),
        ("withdraw", "/*", {"planted-9f3": 1}),
    ],
)
async def test_a_wrong_field_is_named(
    world: World, what: str, pointer: str, body: dict
):
    case_id = await _case_for(world, what)
    answer = await world.ask(case_id, what, body)

    assert answer.status_code == 422, answer.text
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
    assert "planted-9f3" not in answer.text


async def test_whoever_has_the_case_is_given_it_again_with_what_was_added(world: World):
    case_id = (await world.registered())["case_id"]
    await world.receive(
        facts.assigned(case_id, CITY), facts.assigned(case_id, "housing", "co_handler")
    )
    await world.ask(case_id, "supplement", {"text": MORE})
    await world.receive(facts.assigned(case_id, "transport", "co_handler"))

    for department, times in ((CITY, 2), ("housing", 2), ("transport", 1)):
        contents = world.granted(department)
        assert [each.supplements for each in contents][-1] == (MORE,)
        assert len(contents) == times
        assert contents[-1].applicant.id_number is None


async def test_what_was_added_lies_and_leaves_sealed(world: World):
    case_id = (await world.registered())["case_id"]
    await world.receive(facts.assigned(case_id, CITY))
    await world.ask(case_id, "supplement", {"text": MORE})

    letters = b"".join(value for _, value in world.city.bus.letters)
    stored = b"".join(world.repository.documents._stored.values())
    assert MORE.encode() not in letters + stored
    shown = (await world.get(f"/v1/cases/{case_id}", officer(CITY))).json()
    assert shown["content"]["supplements"] == [MORE]


async def test_erased_content_takes_nothing_new(world: World):
    case_id = (await world.registered())["case_id"]
    await world.vault.destroy(case_id)

    assert (await world.ask(case_id, "supplement", {"text": MORE})).status_code == 410


async def test_additions_at_once_all_arrive_and_the_last_grant_has_them_all(
    world: World,
):
    case_id = (await world.registered())["case_id"]
    await world.receive(facts.assigned(case_id, CITY))
    texts = [f"第{n}次补充" for n in range(4)]
    answers = await asyncio.gather(
        *(world.ask(case_id, "supplement", {"text": text}) for text in texts)
    )

    assert {answer.status_code for answer in answers} == {200}
    assert sorted(world.granted(CITY)[-1].supplements) == texts


async def test_a_case_that_moved_meanwhile_is_sealed_again(world, monkeypatch):
    case_id = (await world.registered())["case_id"]
    seal, moved = world.contents.grants, []

    async def slowly(case, holders):
        grants = await seal(case, holders)
        if not moved:
            moved.append(True)
            await world.receive(facts.assigned(case_id, CITY))
        return grants

    monkeypatch.setattr(world.contents, "grants", slowly)
    answer = await world.ask(case_id, "supplement", {"text": MORE})

    assert answer.status_code == 200
    assert world.granted(CITY)[-1].supplements == (MORE,)


async def test_a_case_that_never_rests_is_unavailable(world: World, monkeypatch):
    case_id = (await world.registered())["case_id"]

    async def outdated(case, holders):
        raise Outdated

    monkeypatch.setattr(world.contents, "grants", outdated)
    answer = await world.ask(case_id, "supplement", {"text": MORE})

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")


async def test_a_withdrawn_case_is_given_to_nobody(world: World):
    case_id = (await world.registered())["case_id"]
    await world.receive(facts.assigned(case_id, CITY))
    await world.ask(case_id, "withdraw")
    await world.receive(
        facts.assigned(case_id, "housing", "co_handler"),
        facts.cancelled(case_id, CITY, "withdrawn"),
    )

    case = await world.case(case_id)
    assert (case.state, case.holders) == ("withdrawn", ())
    assert world.granted("housing") == []
    assert world.said()[-1] == "content-revoked"


async def test_an_answer_that_crossed_a_withdrawal_is_kept_and_told_to_nobody(world):
    case_id = (await world.registered())["case_id"]
    await world.ask(case_id, "withdraw")
    await world.receive(facts.concluded(case_id, world.answer("已经清运")))

    shown = (await world.get(f"/v1/cases/{case_id}", clerk())).json()
    assert (shown["state"], shown["answer"]) == ("withdrawn", "已经清运")
    assert "case-answered" not in world.said()


async def test_a_second_round_goes_on_and_its_answer_replaces_the_first(world: World):
    case_id = await world.answered()
    await world.ask(case_id, "evaluate", {"grade": 1})
    await world.ask(case_id, "reopen", {"reason": "not_solved"})
    await world.receive(facts.assigned(case_id, CITY, round=2))
    assert (await world.case(case_id)).state == "in_progress"

    await world.receive(facts.completed(case_id, CITY))
    await world.receive(facts.concluded(case_id, world.answer("这次修好了"), round=2))
    shown = (await world.get(f"/v1/cases/{case_id}", clerk())).json()
    assert (shown["state"], shown["answer"]) == ("answered", "这次修好了")
    assert (await world.ask(case_id, "evaluate", {"grade": 5})).status_code == 200
