"""Who acts for a party has a card of their own, and hears what the party hears."""

from contracts.codes import derived_id
from contracts.dispute import InvitationSent, MediationAgreed
from contracts.sealed import PartyCard, Person
from services.notification.domain.audience import agent_contact
from tests.notification.world import AGENT, CASE, ZHANG, World, accepted

LI = AGENT
WANG = Person(name="王五", email="wang@people.example")
MEDIATION = {"case_id": CASE, "mediation_id": derived_id("a mediation")}
PARTIES = tuple(derived_id("a party", person.name) for person in (ZHANG, LI))


def _to_agent(world: World) -> InvitationSent:
    """王五 acts for 张三."""
    card = PartyCard(person=WANG, answer_token="the-agents")
    sealed = world.sealer.seal("notification", card)
    fields = {"for_agent": True, "contact": sealed}
    return world.invitation(ZHANG).model_copy(update=fields)


async def test_who_acts_for_a_party_is_told_beside_it(world: World) -> None:
    await world.receive(accepted(), world.invitation(ZHANG), world.invitation(LI))
    await world.receive(_to_agent(world))
    await world.receive(MediationAgreed(**MEDIATION, parties=PARTIES))
    await world.send()

    told = {email: world.to.count(email) for email in world.to}
    assert told == {ZHANG.email: 2, LI.email: 2, WANG.email: 2}
    for _, letter in world.mail.sent:
        assert ("#the-agents" in letter.body) == (letter.to == WANG.email)


async def test_where_only_a_guardian_is_written_to_it_alone_is_told(
    world: World,
) -> None:
    await world.receive(accepted(), _to_agent(world))
    await world.receive(MediationAgreed(**MEDIATION, parties=PARTIES[:1]))
    await world.send()

    told = [m for m in await world.queries.all() if m.audience == "party"]
    assert {m.contact_id for m in told} == {agent_contact(PARTIES[0])}
    assert world.to == [WANG.email] * 2
