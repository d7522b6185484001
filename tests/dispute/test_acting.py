"""Who cannot decide alone, who acts for a party, and by what right."""

from datetime import date

import pytest

from contracts.dispute import InvitationSent
from contracts.sealed import Agent, Evidence, Person
from services.dispute.capacity import needs_guardian
from services.dispute.domain.joining.acting import NameAgent, name_agent
from services.kit.errors import Rejected
from services.kit.testing.clock import MONDAY
from tests.dispute.world import LI, ZHANG, World, task_assigned

CHILD = Person(name="小明", email="ming@people.example", birth_date=date(2012, 5, 1))
MOTHER = Agent(
    name="李梅",
    phone="139-0000-0005",
    authority="guardian",
    evidence=(Evidence(kind="seen_original"),),
)


async def _asked(world: World, *named: Person) -> list[str]:
    """Their ids, in the order in which they were named."""
    await world.receive(task_assigned(), world.granted(*named))
    return [party.party_id for party in (await world.mediation()).parties]


async def _agent(world: World, party_id: str, agent: Agent, digest: str = "1") -> None:
    acting = await world.invitations.acting(world.id, agent, digest)
    await world.do(name_agent, NameAgent(party_id, acting))


def _notices(world: World) -> list[int]:
    sent = (fact for fact in world.city.facts if isinstance(fact, InvitationSent))
    return [fact.notice for fact in sent]


@pytest.mark.parametrize(
    ("person", "needs"),
    [
        (CHILD, True),
        (CHILD.model_copy(update={"capacity": "full"}), False),
        (ZHANG.model_copy(update={"capacity": "limited"}), True),
        (ZHANG.model_copy(update={"id_number": "110101201205011933"}), True),
        (ZHANG.model_copy(update={"id_number": "110101199003071938"}), False),
        (ZHANG.model_copy(update={"birth_date": date(2008, 3, 2)}), False),
        (ZHANG.model_copy(update={"birth_date": date(2008, 3, 3)}), True),
        (ZHANG.model_copy(update={"kind": "organisation", "capacity": "none"}), False),
    ],
)
def test_who_needs_a_guardian(person: Person, needs: bool) -> None:
    assert needs_guardian(person, MONDAY.date()) is needs


async def test_a_child_says_yes_by_its_guardian_only(world: World) -> None:
    _, child = await _asked(world, CHILD)
    with pytest.raises(Rejected, match="guardian-needed") as no:
        await world.answers(CHILD, yes=True)
    assert no.value.law == "民法典 23"

    await _agent(world, child, MOTHER)
    with pytest.raises(Rejected, match="guardian-needed"):
        await world.answers(CHILD, yes=True)
    await world.answers(MOTHER, yes=True)
    await world.answers(ZHANG, yes=True)
    assert (await world.mediation()).state == "selecting"


async def test_a_childs_no_is_heard(world: World) -> None:
    await _asked(world, CHILD)
    await world.answers(CHILD, yes=False)

    assert (await world.mediation()).end_reason == "unwilling"


@pytest.mark.parametrize(
    ("changed", "code", "law"),
    [
        ({"authority": "written_mandate"}, "guardian-needed", "民法典 23"),
        ({"authority": "friend"}, "unknown-authority", "民法典 163"),
        ({"authority": None}, "unknown-authority", "民法典 163"),
        ({"evidence": ()}, "authority-not-shown", "民法典 165"),
    ],
)
async def test_an_agent_shows_by_what_right(
    world: World, changed: dict, code: str, law: str
) -> None:
    _, child = await _asked(world, CHILD)

    with pytest.raises(Rejected, match=code) as no:
        await _agent(world, child, MOTHER.model_copy(update=changed))
    assert (no.value.law, no.value.status) == (law, 422)


async def test_an_agent_named_twice_is_written_to_once(world: World) -> None:
    _, li = await _asked(world, LI)
    await _agent(world, li, MOTHER)
    await _agent(world, li, MOTHER)
    await _agent(world, li, MOTHER, digest="another request")

    assert _notices(world) == [1, 1, 1, 1]
    sent = (fact for fact in world.city.facts if isinstance(fact, InvitationSent))
    assert [fact.for_agent for fact in sent] == [False, False, True, True]


async def test_what_shows_a_right_lies_sealed(world: World) -> None:
    _, li = await _asked(world, LI)
    await _agent(world, li, MOTHER)

    stored = repr(await world.mediations.documents.find(world.id))
    assert MOTHER.name not in stored
    assert "seen_original" not in stored
