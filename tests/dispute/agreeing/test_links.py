"""By which link an agreement is read and signed, and by which it is not."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from contracts.sealed import Agent, Evidence
from services.dispute.api.desk import PARTY_HEADER
from services.dispute.domain.choosing.taking import (
    Challenge,
    Confirm,
    challenge,
    confirm,
)
from services.dispute.domain.joining.acting import NameAgent, name_agent
from services.dispute.domain.joining.leaving import Leave, leave
from services.dispute.domain.joining.standing import Represent, represent
from tests.dispute.agreeing.links import (
    MINE,
    agreements_of,
    code_for,
    drafted,
    offered,
    sealed,
)
from tests.dispute.sitting.room import Room
from tests.dispute.sitting.served import CHEN, CHIEF, LIN, Served, served
from tests.dispute.world import LI, MEDIATOR, WANG, ZHANG, World, task_assigned

MOTHER = Agent(
    name="李梅",
    phone="139-0000-0005",
    id_number="110101199003071938",
    authority="guardian",
    evidence=(Evidence(kind="seen_original"),),
)


@pytest.fixture
async def at(world: World, tmp_path: Path) -> AsyncIterator[Served]:
    """Three parties, who mediate with 陈和."""
    await world.receive(task_assigned(), world.granted(LI, WANG))
    for person in (ZHANG, LI, WANG):
        await world.answers(person, yes=True)
    for person in (ZHANG, LI, WANG):
        await world.prefers(person, MEDIATOR)
    await world.do(confirm, Confirm(MEDIATOR))
    async with served(Room(world), tmp_path, agreements_of(world)) as at:
        yield at


def _link(at: Served, name: str) -> dict[str, str]:
    return {PARTY_HEADER: at.room.world.invited[name]}


async def _leaves(at: Served, place: int) -> None:
    gone = (await at.room.mediation).parties[place]
    await at.room.world.do(leave, Leave(gone.party_id))


async def test_who_left_before_it_was_written_reads_nothing_of_it(at: Served) -> None:
    wang = _link(at, WANG.name)
    await _leaves(at, 2)
    await sealed(at, at.zhang, at.li)

    for path in ("agreement", "duties", "confirmation"):
        answer = await at.get(f"{MINE}/{path}", wang)
        assert answer.json()["type"] == "/problems/no-agreement"
        assert (await at.get(f"{MINE}/{path}", at.li)).status_code == 200
    listed = await at.get(f"{MINE}/documents", wang)
    assert "agreement" not in listed.json()["kinds"]
    printed = await at.get(f"{MINE}/documents/agreement", wang)
    assert printed.json()["type"] == "/problems/no-such-document"
    joined = await at.post(f"{MINE}/confirmation", {}, wang)
    assert joined.is_client_error


async def test_for_a_minor_the_guardian_signs_and_gets_the_code(at: Served) -> None:
    await at.room.world.do(name_agent, await _mother_of(at, at.li))
    await _is_a_minor(at, 1)
    minor, mother = at.li, _link(at, MOTHER.name)
    text = await offered(at)

    for path, body in (("code", text), ("sign", text | {"code": "123456"})):
        alone = await at.post(f"{MINE}/agreement/{path}", body, minor)
        assert alone.json()["type"] == "/problems/guardian-needed"
    card = await code_for(at, text, mother)
    assert (card.person.phone, card.person.id_number) == (MOTHER.phone, None)
    body = text | {"code": card.code}
    signed = await at.post(f"{MINE}/agreement/sign", body, mother)
    assert signed.json()["signed"] is True


async def test_no_minor_asks_a_court_alone(at: Served) -> None:
    await at.room.world.do(name_agent, await _mother_of(at, at.li))
    await sealed(at, at.zhang, at.li, _link(at, WANG.name))
    await _is_a_minor(at, 1)

    alone = await at.post(f"{MINE}/confirmation", {}, at.li)
    assert alone.json()["type"] == "/problems/guardian-needed"
    mother = await at.post(f"{MINE}/confirmation", {}, _link(at, MOTHER.name))
    assert len(mother.json()["joined"]) == 1


async def test_the_list_of_signatures_says_who_signed_for_whom(at: Served) -> None:
    await at.room.world.do(name_agent, await _mother_of(at, at.li))
    await sealed(at, at.zhang, _link(at, MOTHER.name), _link(at, WANG.name))
    signatures = (await at.get(f"{MINE}/agreement", at.zhang)).json()["signatures"]
    by = {each["signer"]: (each["agent"], each["authority"]) for each in signatures}
    parties = (await at.room.mediation).parties

    assert by[parties[0].party_id] == (None, None)
    assert by[parties[1].party_id] == (MOTHER.name, MOTHER.authority)


async def test_a_code_goes_to_whose_link_asked_and_signs_by_no_other(
    at: Served,
) -> None:
    await at.room.world.do(name_agent, await _mother_of(at, at.li))
    text, agent = await offered(at), _link(at, MOTHER.name)
    asked = await code_for(at, text, agent)
    assert (asked.person.name, asked.person.phone) == (MOTHER.name, MOTHER.phone)

    tried = await at.post(f"{MINE}/agreement/sign", text | {"code": asked.code}, at.li)
    assert tried.json()["type"] == "/problems/wrong-code"
    at.room.world.city.clock.advance(timedelta(minutes=2))
    own = await code_for(at, text, at.li)
    assert (own.person.name, own.person.phone) == (LI.name, LI.phone)
    tried = await at.post(f"{MINE}/agreement/sign", text | {"code": own.code}, agent)
    assert tried.json()["type"] == "/problems/wrong-code"
    signed = await at.post(f"{MINE}/agreement/sign", text | {"code": own.code}, at.li)
    assert signed.json()["signed"] is True
    (signature,) = (await at.room.mediation).agreement.signatures
    assert signature.by_agent is None


async def test_who_can_be_sent_no_code_is_told_to_sign_on_paper(at: Served) -> None:
    unreached = MOTHER.model_copy(update={"phone": None})
    await at.room.world.do(name_agent, await _mother_of(at, at.li, unreached))
    text = await offered(at)
    asked = await at.post(f"{MINE}/agreement/code", text, _link(at, MOTHER.name))

    assert asked.json()["type"] == "/problems/nowhere-to-send"
    assert "on paper" in asked.json()["title"]
    assert "纸质文本" in asked.json()["title_zh"]
    assert (await code_for(at, text, at.li)).person.phone == LI.phone


async def _mother_of(
    at: Served, link: dict[str, str], mother: Agent = MOTHER
) -> NameAgent:
    world = at.room.world
    hash = world.invitations.hash_of(link[PARTY_HEADER])
    party = (await at.room.mediation).party_with(hash)
    acting = await world.invitations.acting(world.id, mother)
    return NameAgent(party.party_id, acting)


async def _is_a_minor(at: Served, place: int) -> None:
    parties = list((await at.room.mediation).parties)
    parties[place] = parties[place].model_copy(update={"needs_guardian": True})
    await at.room.become(parties=tuple(parties))


async def test_a_challenged_mediators_offer_and_signature_count_no_more(
    at: Served,
) -> None:
    text = await offered(at)
    for who in (at.zhang, at.li, _link(at, WANG.name)):
        body = text | {"code": (await code_for(at, text, who)).code}
        await at.post(f"{MINE}/agreement/sign", body, who)
    await at.post("agreement/sign", text, CHEN)
    token_hash = at.room.world.invitations.hash_of(at.zhang[PARTY_HEADER])
    await at.room.world.do(challenge, Challenge(token_hash, MEDIATOR))

    agreement = (await at.room.mediation).agreement
    assert agreement is not None
    assert agreement.unsigned == agreement.signers
    hidden = await at.get(f"{MINE}/agreement", at.li)
    assert hidden.json()["type"] == "/problems/no-agreement"
    await _mediates_now(at, "lin-an")
    unsigned = await at.post("agreement/seal", text, CHIEF)
    assert unsigned.json()["type"] == "/problems/not-offered"


async def test_a_challenged_mediator_reads_and_does_nothing_any_more(
    at: Served,
) -> None:
    text = await offered(at)
    token_hash = at.room.world.invitations.hash_of(at.zhang[PARTY_HEADER])
    await at.room.world.do(challenge, Challenge(token_hash, MEDIATOR))

    for path in ("parties", "agreement", "duties", "dangers", "readings", "documents"):
        assert (await at.get(path, CHEN)).status_code == 403, path
    for path, body in (("end", {"reason": "sham"}), ("agreement/offer", text)):
        assert (await at.post(path, body, CHEN)).status_code == 403, path
    draft = await at.get("agreement", LIN)
    assert draft.json()["type"] == "/problems/no-agreement"
    assert (await at.room.mediation).state == "selecting"


async def _mediates_now(at: Served, mediator: str) -> None:
    for person in (ZHANG, LI, WANG):
        await at.room.world.prefers(person, mediator)
    await at.room.world.do(confirm, Confirm(mediator))


async def test_who_refuses_is_not_called_somebody_who_signed(at: Served) -> None:
    world, parties = at.room.world, (await at.room.mediation).parties
    stands = Represent((parties[1].party_id,), ((parties[2].party_id, "sealed"),))
    await world.do(represent, stands)
    text = await offered(at)
    wang = _link(at, WANG.name)

    for path, body in (("code", text), ("sign", text | {"code": "123456"})):
        tried = await at.post(f"{MINE}/agreement/{path}", body, wang)
        assert tried.json()["type"] == "/problems/represented"
    left = await at.post(f"{MINE}/agreement/refuse", {}, wang)
    assert left.json() == {"state": "mediating", "signed": False}


async def test_a_draft_is_the_mediators_until_it_is_offered(at: Served) -> None:
    await drafted(at)
    early = await at.get("agreement", CHIEF)
    assert early.json()["type"] == "/problems/no-agreement"
    owed = await at.get("duties", CHIEF)
    assert owed.json()["type"] == "/problems/agreement-not-effective"
    assert (await at.get("agreement", CHEN)).status_code == 200

    text = await offered(at)
    shown = await at.get("agreement", CHIEF)
    assert shown.json()["digest"] == text["digest"]


async def test_when_it_is_over_no_code_is_sent_and_that_is_said(at: Served) -> None:
    text = await offered(at)
    await at.room.become(revoked=True)
    await at.room.end("expired")

    asked = await at.post(f"{MINE}/agreement/code", text, at.zhang)
    assert asked.json()["type"] == "/problems/mediation-over"
