"""A part is agreed: the rest goes on if all want it; one no or silence ends it."""

from datetime import timedelta
from functools import partial

import pytest

from contracts.dispute import InvitationSent, MediationAgreed, MediationOpened
from contracts.intake import ContentRevoked
from contracts.routing import TaskCompleted
from contracts.sealed import Agent, Evidence, Person
from services.dispute.continuing import Continuing, sweep
from services.dispute.domain.ending.outcome import Agree, End, agree, end
from services.dispute.domain.ending.referring import Refer, refer
from services.dispute.domain.joining.acting import NameAgent, name_agent
from services.dispute.domain.lasting import exclude
from services.dispute.domain.mediation import Mediation
from services.dispute.domain.rest.choosing import Choose, choose
from services.dispute.domain.rest.continuing import rest_id
from services.dispute.domain.term import Appraisal
from services.kit.errors import Rejected
from tests.dispute.desk import OF_TASK
from tests.dispute.world import LI, MEDIATOR, ZHANG, World

PARTLY = Agree(partly=True, terms="sealed", digest="of the terms")
GUARDIAN = Agent(
    name="赵六",
    authority="written_mandate",
    evidence=(Evidence(kind="seen_original"),),
)


async def agreed_in_part(world: World) -> None:
    """The task is answered with it, and its content is ours no longer."""
    await world.mediating()
    await world.do(agree, PARTLY)
    await world.receive(TaskCompleted(**OF_TASK, outcome="partly_resolved"))
    await world.receive(ContentRevoked(**OF_TASK))


async def chooses(world: World, person: Person, *, goes_on: bool) -> None:
    token_hash = world.invitations.hash_of(world.invited[person.name])
    party = (await world.mediation()).party_with(token_hash)
    command = Choose(party.party_id, goes_on)
    await world.mediations.command(world.id, command, choose)
    await world.city.settle()


def continuing(world: World) -> Continuing:
    return Continuing(world.mediations, world.rules, world.vault, world.invitations)


async def goes_on(world: World) -> Mediation:
    await chooses(world, ZHANG, goes_on=True)
    await chooses(world, LI, goes_on=True)
    await continuing(world).open(world.id)
    await world.city.settle()
    rest = await world.mediations.load(rest_id(world.id))
    assert rest is not None
    return rest


async def names(world: World, mediation: Mediation) -> list[Person | None]:
    found = []
    for party in mediation.parties:
        card = party.card
        id = mediation.mediation_id
        found.append(await world.vault.open(id, card, Person) if card else None)
    return found


async def test_everybody_is_told_until_when_to_choose(world: World) -> None:
    await agreed_in_part(world)
    (agreed,) = (f for f in world.city.facts if isinstance(f, MediationAgreed))

    rest = (await world.mediation()).rest
    assert rest is not None
    assert agreed.rest_by == rest.choose_by
    assert rest.choose_by.date() == (world.city.clock() + timedelta(days=7)).date()


async def test_what_is_agreed_in_whole_leaves_nothing_to_choose(world: World) -> None:
    await world.mediating()
    await world.do(agree, Agree(partly=False, terms="sealed", digest="d"))

    assert (await world.mediation()).rest is None
    with pytest.raises(Rejected, match="mediation-over"):
        await chooses(world, ZHANG, goes_on=True)


async def test_the_rest_goes_on_when_all_want_it(world: World) -> None:
    await agreed_in_part(world)
    rest = await goes_on(world)
    before = await world.mediation()

    assert rest.state == "mediating"
    assert rest.continues == world.id
    assert before.rest is not None
    assert before.rest.continued_in == rest.mediation_id
    assert (rest.regime, rest.area) == (before.regime, before.area)
    assert (rest.mediator, rest.confirm_by) == (MEDIATOR, None)
    assert [p.accepts for p in rest.parties] == [True, True]
    assert [p.role for p in rest.parties] == [p.role for p in before.parties]


async def test_its_term_is_its_own_and_so_is_its_end(world: World) -> None:
    await agreed_in_part(world)
    world.city.clock.advance(timedelta(days=3))
    rest = await goes_on(world)
    ends = world.rules.term_end(rest.term_days, world.city.clock())
    said = len(world.said())
    decide = partial(end, world.rules)
    await world.mediations.command(rest.mediation_id, End("too_far_apart"), decide)
    await world.city.settle()

    assert (rest.term_began_at, rest.term_ends_at) == (world.city.clock(), ends)
    assert world.said()[said:] == ["mediation-ended too_far_apart"]


async def test_no_appraisal_of_the_time_before_lengthens_it(world: World) -> None:
    await agreed_in_part(world)
    rest = await goes_on(world)
    now = world.city.clock()
    years_back = Appraisal(since=now - timedelta(days=900), until=now)

    with pytest.raises(Rejected, match="appraisal-before-the-term"):
        exclude(world.rules, rest, years_back, now)


async def test_each_gets_a_link_of_its_own_and_nobody_is_asked(world: World) -> None:
    await agreed_in_part(world)
    old = dict(world.invited)
    rest = await goes_on(world)
    letters = [f for f in world.city.facts if isinstance(f, InvitationSent)][-2:]
    opened = [f for f in world.city.facts if isinstance(f, MediationOpened)][-1]

    assert [letter.rest for letter in letters] == [True, True]
    assert {letter.mediation_id for letter in letters} == {rest.mediation_id}
    for said in (opened, *letters):
        assert (said.mediator, said.term_ends_at) == (MEDIATOR, rest.term_ends_at)
    assert (opened.continues, opened.rest) == (world.id, True)
    assert world.invited[LI.name] != old[LI.name]
    assert rest.party_with(world.invitations.hash_of(world.invited[LI.name]))


async def test_whoever_left_the_roster_does_not_mediate_the_rest(world: World) -> None:
    await agreed_in_part(world)
    world.only("lin-an", "he-mu")
    rest = await goes_on(world)
    letters = [f for f in world.city.facts if isinstance(f, InvitationSent)][-2:]

    assert (rest.state, rest.mediator) == ("selecting", None)
    assert rest.choose_by is not None
    assert [letter.mediator for letter in letters] == [None, None]


async def test_names_serve_until_it_is_known_what_becomes_of_the_rest(
    world: World,
) -> None:
    await agreed_in_part(world)
    during = await names(world, await world.mediation())
    rest = await goes_on(world)

    assert during == [ZHANG, LI]
    assert await names(world, await world.mediation()) == [None, None]
    assert await names(world, rest) == [ZHANG, LI]
    assert (await world.mediation()).matter is None


async def test_one_no_ends_it(world: World) -> None:
    await agreed_in_part(world)
    await chooses(world, ZHANG, goes_on=True)
    await chooses(world, LI, goes_on=False)
    await continuing(world).open(world.id)
    after = await world.mediation()

    assert world.said()[-1] == "rest-decided unwilling"
    assert after.rest_ended
    assert await names(world, after) == [None, None]
    assert await world.mediations.load(rest_id(world.id)) is None
    await chooses(world, LI, goes_on=False)
    await chooses(world, ZHANG, goes_on=False)
    assert await world.mediation() == after
    with pytest.raises(Rejected, match="rest-decided"):
        await chooses(world, LI, goes_on=True)


async def test_silence_ends_it_on_the_last_day(world: World) -> None:
    await agreed_in_part(world)
    await chooses(world, ZHANG, goes_on=True)
    world.city.clock.advance(timedelta(days=6))
    await world.city.ring()
    assert not (await world.mediation()).rest_ended

    world.city.clock.advance(timedelta(days=2))
    await world.city.ring()
    await world.city.ring()
    assert (await world.mediation()).rest_ended
    assert world.said().count("rest-decided silent") == 1


async def test_a_crash_before_it_is_opened_is_made_good_once(world: World) -> None:
    await agreed_in_part(world)
    await chooses(world, ZHANG, goes_on=True)
    await chooses(world, LI, goes_on=True)

    async def waiting(limit: int) -> list[str]:
        return [world.id]

    await sweep(continuing(world), waiting)
    first = await world.mediations.load(rest_id(world.id))
    await sweep(continuing(world), waiting)
    await world.city.settle()

    assert await world.mediations.load(rest_id(world.id)) == first
    assert world.said().count(f"mediation-opened people {MEDIATOR}") == 1


async def test_who_acts_for_a_party_does_so_in_the_rest(world: World) -> None:
    await world.mediating()
    party = (await world.mediation()).parties[1]
    acting = await world.invitations.acting(world.id, GUARDIAN, "digest")
    await world.do(name_agent, NameAgent(party.party_id, acting))
    await world.do(agree, PARTLY)
    rest = await goes_on(world)

    taken_over = rest.parties[1]
    assert taken_over.authority == "written_mandate"
    assert taken_over.agent_token_hash not in (None, acting.token_hash)
    assert taken_over.agent is not None
    agent = await world.vault.open(rest.mediation_id, taken_over.agent, Agent)
    assert agent == GUARDIAN


async def test_where_names_were_erased_nobody_goes_on(world: World) -> None:
    await agreed_in_part(world)
    await chooses(world, ZHANG, goes_on=True)
    await chooses(world, LI, goes_on=True)
    await world.vault.destroy(world.id)
    await continuing(world).open(world.id)
    await world.city.settle()

    assert await world.mediations.load(rest_id(world.id)) is None
    assert (await world.mediation()).rest_ended
    assert world.said()[-1] == "rest-decided erased"


async def test_what_goes_on_is_referred_nowhere(world: World) -> None:
    await agreed_in_part(world)
    await goes_on(world)

    with pytest.raises(Rejected, match="nothing-to-refer"):
        await world.do(refer, Refer("court"))


async def test_who_is_represented_leaves_it_to_who_represents_it(world: World) -> None:
    await agreed_in_part(world)
    li = (await world.mediation()).parties[1]
    stands = li.model_copy(update={"represented_by": ("somebody",)})
    represented = (await world.mediation()).with_party(stands)

    with pytest.raises(Rejected, match="represented"):
        choose(represented, Choose(li.party_id, goes_on=True), world.city.clock())
