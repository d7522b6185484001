"""No edit, urge, supplement, transfer, return or sign-off moves an end (property)."""

import asyncio
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.intake import CaseSupplemented, CaseUrged
from contracts.routing import Rescheduled
from services.kit.errors import Rejected
from tests.routing.world import CASE, World

OTHERS = ("transport", "housing", "health")


async def signs(world, lead, _):
    await world.sign(lead.department)


async def contacts(world, lead, n):
    await world.act(lead.department, "record-contact", reached=bool(n % 2))


async def returns(world, lead, n):
    await world.give_back(lead.department)
    await world.decide(lead.department, "dismissed")


async def returns_upheld(world, lead, n):
    await world.give_back(lead.department)
    await world.decide(lead.department, "upheld", OTHERS[n % 3])


async def transferred(world, lead, n):
    await world.transfer(lead.department, OTHERS[n % 3])


async def mediation(world, lead, _):
    await world.act(lead.department, "request-mediation")


async def asks(world, lead, _):
    await world.act(lead.department, "extend", reason="complex_matter")


async def wishes_to_park(world, lead, _):
    await world.act(lead.department, "request-parking", reason="no_land")


async def urged(world, lead, _):
    await world.hear(CaseUrged(case_id=CASE))


async def supplemented(world, lead, _):
    await world.hear(CaseSupplemented(case_id=CASE))


async def time_passes(world, lead, n):
    world.city.clock.advance(timedelta(hours=n))
    await world.city.ring()


EDITS = st.sampled_from(
    [
        signs,
        contacts,
        returns,
        returns_upheld,
        transferred,
        mediation,
        asks,
        wishes_to_park,
        urged,
        supplemented,
        time_passes,
    ]
)
STEPS = st.lists(st.tuples(EDITS, st.integers(0, 30)), max_size=12)


async def lived(steps):
    world = World()
    await world.accept(category="transit")
    first = (await world.handling()).lead
    for edit, number in steps:
        lead = (await world.handling()).lead
        try:
            await edit(world, lead, number)
        except Rejected:
            continue
    return world, first, (await world.handling()).lead


@settings(max_examples=40)
@given(STEPS)
def test_no_edit_moves_the_end(steps):
    world, first, lead = asyncio.run(lived(steps))

    assert (lead.clock, lead.due_at) == (first.clock, first.due_at)
    assert not [f for f in world.city.facts if isinstance(f, Rescheduled)]
