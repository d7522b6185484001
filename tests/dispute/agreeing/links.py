"""An agreement as people meet it: over HTTP, by the links of their letters."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from contracts.dispute import SigningCodeSent
from contracts.sealed import SigningCard
from services.dispute.documents.facts import load_facts
from services.dispute.documents.framing import Frame
from services.dispute.documents.office import Documents
from services.dispute.signing.room import Room as Agreements
from services.dispute.signing.writing import Writing
from services.kit.sealing.digests import Digests
from services.kit.sealing.keys import new_secret
from services.kit.sealing.readers import Opener
from tests.dispute.agreeing.table import TERMS
from tests.dispute.documents.papers import no_facts, press
from tests.dispute.sitting.served import CHEN, CHIEF, Served
from tests.dispute.world import World

MINE = "/v1/my-mediation"
DUTY = {"content": "修好水管", "manner": "自费", "due_on": "2026-03-20"}


def agreements_of(world: World) -> Agreements:
    writing = Writing(world.vault, world.sealer, Digests(new_secret()))
    frame = Frame(load_facts(Path("deploy/config"), "mediation-centre", world.rules))
    documents = Documents(press(), frame, writing, world.city.clock, no_facts)
    terms = replace(TERMS, calendar=world.rules.calendar)
    return Agreements(terms, writing, None, documents, world.city.clock)  # type: ignore[arg-type]


async def drafted(at: Served) -> dict[str, Any]:
    """Between the first two who are still there; the same again is no news."""
    by, to = (await at.room.mediation).told[:2]
    duty = {"by": by, "to": to, **DUTY}
    body = {
        "facts": "楼上水管漏水",
        "matters": [{"disputed": "谁来修", "duties": [duty]}],
        "dispute_type": "neighbour",
    }
    written = await at.put("agreement", body, CHEN)
    assert written.status_code == 200, written.text
    return {"digest": written.json()["digest"]}


async def offered(at: Served) -> dict[str, Any]:
    text = await drafted(at)
    told = await at.post("agreement/offer", text, CHEN)
    assert told.status_code == 200, told.text
    return text


async def code_for(
    at: Served, text: dict[str, Any], who: dict[str, str]
) -> SigningCard:
    """As notification is asked to send it."""
    asked = await at.post(f"{MINE}/agreement/code", text, who)
    assert asked.status_code == 202, asked.text
    world = at.room.world
    await world.city.settle()
    sent = [fact for fact in world.city.facts if isinstance(fact, SigningCodeSent)]
    opener = Opener(world.private["notification"])
    return opener.open(sent[-1].contact, SigningCard)


async def sealed(at: Served, *everybody: dict[str, str]) -> None:
    text = await offered(at)
    for who in everybody:
        body = text | {"code": (await code_for(at, text, who)).code}
        signed = await at.post(f"{MINE}/agreement/sign", body, who)
        assert signed.json()["signed"] is True, signed.text
    await at.post("agreement/sign", text, CHEN)
    done = await at.post("agreement/seal", text, CHIEF)
    assert done.status_code == 200, done.text
