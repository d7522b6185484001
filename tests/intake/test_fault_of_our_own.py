"""A fault of the house is waited out or set aside, never told as another's mistake."""

import pytest

from services.intake.contents import Contents
from services.intake.handlers import handlers
from services.kit.errors import Unavailable, Unreadable
from services.kit.sealing.keys import new_secret
from services.kit.sealing.readers import Opener
from services.kit.sealing.vault import Vault
from services.kit.testing.platform import arrived
from tests.intake import facts
from tests.intake.world import World


def _with_another_master_key(world: World) -> Contents:
    vault = Vault(world.vault._keys, new_secret())
    opener = Opener(world.private["intake"])
    rights = world.window.catalogue.rights
    return Contents(vault, world.sealer, opener, world.digests, rights)


async def test_a_key_of_ours_that_does_not_open_loses_no_answer(world: World):
    case_id = (await world.registered())["case_id"]
    arrival = arrived(facts.concluded(case_id, world.answer("已经清运")))
    broken = handlers(world.repository, _with_another_master_key(world), ())
    with pytest.raises(Unreadable):
        await broken[type(arrival.fact)](arrival)
    before = await world.case(case_id)
    await world.repeat(arrival)

    assert before.state == "accepted"
    assert await world.contents.answer(await world.case(case_id)) == "已经清运"


async def test_an_answer_sealed_for_another_is_the_departments_mistake(world: World):
    case_id = (await world.registered())["case_id"]
    astray = world.sealer.seal("housing", (await _content(world, case_id)))
    await world.receive(facts.concluded(case_id, astray))

    assert (await world.case(case_id)).steps[-1].code == "answer_unreadable"


async def test_a_department_newer_than_this_process_waits(world: World):
    """Its topic is not known here: after a restart the same task is granted."""
    case_id = (await world.registered())["case_id"]
    arrival = arrived(facts.assigned(case_id, "housing"))
    older = handlers(world.repository, world.contents, {"transport"})
    with pytest.raises(Unavailable, match="housing"):
        await older[type(arrival.fact)](arrival)
    await world.repeat(arrival)

    assert len(world.granted("housing")) == 1


async def _content(world: World, case_id: str):
    content = await world.contents.read(await world.case(case_id))
    assert content is not None
    return content
