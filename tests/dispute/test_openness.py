"""Open or closed: each party may ask for either; nobody has to ask for closed."""

import pytest

from services.dispute.domain.ending.outcome import End, end
from services.dispute.domain.joining.openness import OpenOrClosed, open_or_close
from services.kit.errors import Rejected
from tests.dispute.world import LI, ZHANG, World


async def wants(world: World, person, *, wants_open: bool) -> None:
    token_hash = world.invitations.hash_of(world.invited[person.name])
    command = OpenOrClosed(token_hash, wants_open)
    await world.mediations.command(world.id, command, open_or_close)


async def test_it_is_open_only_when_all_parties_want_that(world: World) -> None:
    await world.mediating()
    assert not (await world.mediation()).openly

    await wants(world, ZHANG, wants_open=True)
    assert not (await world.mediation()).openly

    await wants(world, LI, wants_open=True)
    assert (await world.mediation()).openly


async def test_one_party_closes_it_at_any_time(world: World) -> None:
    await world.mediating()
    for person in (ZHANG, LI):
        await wants(world, person, wants_open=True)
    await wants(world, LI, wants_open=False)

    assert not (await world.mediation()).openly


async def test_there_is_nothing_to_open_when_it_is_over(world: World) -> None:
    await world.mediating()
    await world.do(end, End("too_far_apart"))

    with pytest.raises(Rejected, match="mediation-over"):
        await wants(world, ZHANG, wants_open=True)
