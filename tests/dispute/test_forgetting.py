"""The centre knows what a case says while it has the task, and no longer."""

from contracts.intake import ContentRevoked
from services.dispute.domain.ending.outcome import End, end
from services.dispute.shown import MatterView, matter
from tests.dispute.world import CASE, CENTRE, LI, TASK, WANG, World, task_assigned

REVOKED = ContentRevoked(case_id=CASE, task_id=TASK, department=CENTRE)


async def _shown(world: World) -> MatterView:
    return await matter(world.vault, world.rules, await world.mediation())


async def _ended(world: World) -> None:
    await world.mediations.command(
        world.id, End("too_far_apart"), lambda *args: end(world.rules, *args)
    )


async def test_after_the_task_neither_content_nor_names_are_shown(
    world: World,
) -> None:
    await world.mediating()
    await _ended(world)
    before = await _shown(world)
    await world.receive(REVOKED)
    after = await _shown(world)

    assert before.content
    assert [p.person for p in before.parties][1] == LI
    assert after.content is None
    assert [p.person for p in after.parties] == [None, None]
    assert [p.accepts for p in after.parties] == [True, True]
    assert (await world.mediation()).matter is None


async def test_names_serve_an_open_mediation_until_it_ends(world: World) -> None:
    await world.mediating()
    await world.receive(REVOKED)
    during = await _shown(world)
    await _ended(world)

    assert during.content is None
    assert [p.person for p in during.parties][1] == LI
    assert [p.person for p in (await _shown(world)).parties] == [None, None]


async def test_content_that_comes_after_its_end_is_not_kept(world: World) -> None:
    await world.receive(REVOKED, world.granted(LI), task_assigned())

    assert (await _shown(world)).content is None
    assert (await world.mediation()).parties == ()


async def test_notification_learns_no_identity_number(world: World) -> None:
    named = WANG.model_copy(update={"id_number": "110101199003071938"})
    party = await world.invitations.party(world.id, TASK, named)
    card = world.opened_by_notification(party.invitation)

    assert (card.person.name, card.person.id_number) == (WANG.name, None)
