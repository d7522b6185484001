"""Over HTTP: what was answered at the start, and what becomes of the rest."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import pytest

from contracts.sealed import Person
from services.dispute.domain.ending.outcome import Agree, agree
from services.dispute.domain.rest.continuing import rest_id
from services.dispute.domain.sitting.undisputed import Consent, consent
from tests.dispute.sitting.room import Room
from tests.dispute.sitting.served import (
    CHEN,
    CHIEF,
    LIN,
    NOBODY,
    Served,
    bearer,
    served,
)
from tests.dispute.world import CENTRE, LI, ZHANG, World, task_assigned

PARTLY = Agree(partly=True, terms="sealed", digest="of the terms")
SAID = "孩子身上有伤"
YES = {"accepts": True}
CLERK = bearer("clerk-chen", "clerk", area="990101")


@pytest.fixture
async def at(room: Room, tmp_path: Path) -> AsyncIterator[Served]:
    async with served(room, tmp_path) as at:
        yield at


async def screened(at: Served, **answers: bool) -> str:
    body = {"answers": answers, "text": SAID}
    answer = await at.post("screening", body, CHEN)
    assert answer.status_code == 200, answer.text
    (danger,) = (await at.get("dangers", CHIEF)).json()
    return danger["report_id"]


async def test_a_danger_found_at_the_start_has_its_words(at: Served) -> None:
    report_id = await screened(at, minors=True)
    found = await at.get(f"dangers/{report_id}", CHIEF)

    assert found.status_code == 200
    assert "是否有未成年人正在受到侵害" in found.json()["text"]
    assert SAID in found.json()["text"]
    (read,) = (await at.get("readings", CHIEF)).json()["reads"]
    assert read["words"] == [report_id]


@pytest.mark.parametrize(("said", "told"), [({}, 0), ({"withheld": False}, 1)])
async def test_no_party_sees_that_an_answer_was_reported_unless_it_is_told(
    at: Served, said: dict[str, bool], told: int
) -> None:
    await at.post("screening", {"answers": {"minors": True}, **said}, CHEN)

    for party in (at.zhang, at.li):
        seen = (await at.get("/v1/my-mediation/words", party)).json()
        assert len(seen["reported"]) == told


async def test_its_words_are_for_who_may_read_reports_only(at: Served) -> None:
    report_id = await screened(at, minors=True)

    assert (await at.get(f"dangers/{report_id}", LIN)).status_code in (403, 404)
    assert SAID not in (await at.get("/v1/my-mediation/words", at.zhang)).text


async def test_what_nobody_has_to_report_is_kept_nowhere(at: Served) -> None:
    await at.post("screening", {"answers": {"domestic_violence": True}}, CHEN)

    assert (await at.get("dangers", CHIEF)).json() == []
    assert (await at.get("readings", CHIEF)).json()["reads"] == []


@asynccontextmanager
async def asked(
    world: World, keys: Path, second: Person = LI
) -> AsyncIterator[tuple[Served, list[str]]]:
    """A mediation that asks 张三 and another; with where their answers are noted."""
    await world.receive(task_assigned(), world.granted(second))
    parties = (await world.mediation()).parties
    async with served(Room(world), keys) as at:
        yield at, [f"parties/{party.party_id}/answer" for party in parties]


@pytest.mark.parametrize("who", [CHEN, CLERK])
async def test_an_answer_by_telephone_is_noted_for_the_party(
    world: World, tmp_path: Path, who: dict[str, str]
) -> None:
    async with asked(world, tmp_path) as (at, paths):
        told = [await at.post(path, YES, who) for path in paths]

    assert told[-1].json()["state"] == "selecting"
    assert all(answer.json()["party"]["accepts"] for answer in told)
    assert "parties" not in told[-1].json()
    assert not [p for p in (ZHANG, LI) if p.name in "".join(t.text for t in told)]


async def test_who_noted_an_answer_is_written_down(
    world: World, tmp_path: Path
) -> None:
    async with asked(world, tmp_path) as (at, paths):
        await at.post(paths[0], YES, CLERK)

    [(reader, what)] = at.reads
    assert reader == "clerk-chen"
    assert what == f"answer {paths[0].split('/')[1]}"


@pytest.mark.parametrize(
    ("who", "status"),
    [
        (bearer("clerk-lin", "clerk", area="990102"), 404),
        (bearer("clerk-lin", "supervisor"), 403),
        (NOBODY, 403),
        (bearer("demo-mediator", department="housing"), 404),
    ],
)
async def test_an_answer_is_noted_by_nobody_else(
    world: World, tmp_path: Path, who: dict[str, str], status: int
) -> None:
    async with asked(world, tmp_path) as (at, paths):
        answer = await at.post(paths[0], YES, who)

    assert answer.status_code == status
    assert (await world.mediation()).parties[0].accepts is None


async def test_the_counter_notes_no_yes_of_who_cannot_decide_alone(
    world: World, tmp_path: Path
) -> None:
    child = LI.model_copy(update={"capacity": "limited"})
    async with asked(world, tmp_path, child) as (at, (_, path)):
        answer = await at.post(path, YES, CLERK)

    assert answer.json()["type"] == "/problems/guardian-needed"
    assert (await world.mediation()).parties[1].accepts is None


async def test_the_counter_notes_no_yes_of_who_is_represented(
    world: World, tmp_path: Path
) -> None:
    async with asked(world, tmp_path) as (at, (_, path)):
        zhang, li = (await world.mediation()).parties
        group = li.model_copy(update={"represented_by": (zhang.party_id,)})
        await at.room.become(parties=(zhang, group))
        answer = await at.post(path, YES, CLERK)

    assert answer.json()["type"] == "/problems/represented"


@pytest.mark.parametrize("role", ["mediator", "body_admin"])
async def test_a_mediation_is_unknown_to_another_department(
    at: Served, role: str
) -> None:
    foreign = bearer("demo-mediator", role, department="housing")
    own = bearer("demo-mediator", role, department=CENTRE)

    assert (await at.get(at.path, foreign)).status_code == 404
    assert (await at.get(at.path, own)).status_code == 200


async def test_who_asks_for_an_open_mediation_sees_what_comes_of_it(
    at: Served,
) -> None:
    path = "/v1/my-mediation/openness"
    one = (await at.post(path, {"wants_open": True}, at.zhang)).json()
    both = (await at.post(path, {"wants_open": True}, at.li)).json()

    assert (one["openly"], both["openly"]) == (False, True)
    assert (await at.get(at.path, CHEN)).json()["openly"]
    assert (await at.get("/v1/my-mediation", at.li)).json()["wants_open"]


async def test_the_ways_out_carry_what_nobody_disputes(at: Served) -> None:
    put = await at.put("facts", {"text": "漏水始于一月"}, CHEN)
    digest = put.json()["digest"]
    path = "/v1/my-mediation/ways"
    before = (await at.get(path, at.zhang)).json()
    for place in (0, 1):
        command = Consent(await at.room.token_hash(place), digest, agrees=True)
        await at.room.do(consent, command)
    await at.room.end()
    after = (await at.get(path, at.li)).json()

    assert before["facts"] is None
    assert after["facts"] == "漏水始于一月"
    assert after["ways"][0]["needs"]


async def test_the_parties_choose_and_the_rest_goes_on(at: Served) -> None:
    await at.room.do(partial(agree, at.room.world.rules), PARTLY)
    path, zhang = "/v1/my-mediation/rest", at.zhang
    asked = (await at.get(path, zhang)).json()
    mine = (await at.post(path, {"goes_on": True}, zhang)).json()
    li = (await at.room.mediation).parties[1].party_id
    told = await at.post("rest", {"party_id": li, "goes_on": True}, CHEN)
    await at.room.world.city.settle()

    assert (asked["mine"], asked["decision"]) == (False, None)
    assert mine["mine"]
    id = rest_id(at.room.world.id)
    assert told.json()["rest"]["continued_in"] == id
    view = (await at.http.get(f"/v1/mediations/{id}", headers=CHEN)).json()
    assert (view["state"], view["continues"]) == ("mediating", at.room.world.id)
    own = (await at.get("/v1/my-mediation", at.zhang)).json()
    assert own["state"] == "mediating"
    assert (await at.get("/v1/my-mediation", zhang)).json()["state"] == "partly_agreed"


async def test_who_noted_a_choice_for_the_rest_is_kept(at: Served) -> None:
    await at.room.do(partial(agree, at.room.world.rules), PARTLY)
    li = (await at.room.mediation).parties[1].party_id
    await at.post("rest", {"party_id": li, "goes_on": True}, CHEN)

    assert f"rest {li}" in [what for _, what in at.reads]


async def test_nobody_goes_on_for_a_child_without_its_guardian(at: Served) -> None:
    await at.room.do(partial(agree, at.room.world.rules), PARTLY)
    zhang, li = (await at.room.mediation).parties
    child = li.model_copy(update={"needs_guardian": True})
    await at.room.become(parties=(zhang, child))
    body = {"party_id": child.party_id}
    alone = await at.post("rest", body | {"goes_on": True}, CHEN)
    no = await at.post("rest", body | {"goes_on": False}, CHEN)

    assert "guardian-needed" in alone.json()["type"]
    assert no.json()["rest"]["decision"] == "ended"


async def test_one_party_ends_the_rest_by_its_own_link(at: Served) -> None:
    await at.room.do(partial(agree, at.room.world.rules), PARTLY)
    path = "/v1/my-mediation/rest"
    ended = await at.post(path, {"goes_on": False}, at.li)
    too_late = await at.post(path, {"goes_on": True}, at.zhang)

    assert ended.json()["decision"] == "ended"
    assert too_late.status_code == 409
    assert "其余事项已经确定" in too_late.text
