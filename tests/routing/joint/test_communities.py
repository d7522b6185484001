"""A community leads only what the city's list allows it (北京 17)."""

import pytest

from services.kit.errors import Rejected

COMMUNITY, LISTED = "community-bingdili", "property-owners-committee"


@pytest.fixture
async def listed(world):
    """Led by the street, of a category that a community may lead."""
    await world.accept(category=LISTED)
    return world


@pytest.fixture
async def unlisted(world):
    await world.accept(category="property")
    return world


async def test_the_dispatcher_cannot_name_it_as_lead(world):
    await world.accept(category="other")

    with pytest.raises(Rejected, match="community-leads-not") as no:
        await world.assign(COMMUNITY)
    assert no.value.law == "北京 17"


async def test_it_co_handles_anything(world):
    await world.accept(category="other")
    await world.assign("street-qingshi", COMMUNITY)

    assert (await world.task(COMMUNITY)).role == "co_handler"


async def test_a_lead_is_not_moved_to_it(unlisted):
    with pytest.raises(Rejected, match="community-leads-not"):
        await unlisted.transfer("street-qingshi", COMMUNITY)


async def test_a_return_is_not_upheld_to_it(unlisted):
    await unlisted.give_back("street-qingshi")

    with pytest.raises(Rejected, match="community-leads-not"):
        await unlisted.decide("street-qingshi", "upheld", COMMUNITY)


async def test_it_is_not_designated(unlisted):
    for _ in range(2):
        await unlisted.give_back("street-qingshi")
        if (await unlisted.handling()).returns == 1:
            await unlisted.decide("street-qingshi", "dismissed")

    with pytest.raises(Rejected, match="community-leads-not"):
        await unlisted.designate("street-qingshi", COMMUNITY)


async def test_a_co_handlers_part_goes_to_it(unlisted):
    await unlisted.transfer("housing", COMMUNITY)

    assert (await unlisted.task(COMMUNITY)).role == "co_handler"


async def test_what_is_on_the_list_it_leads(listed):
    await listed.transfer("street-qingshi", COMMUNITY)

    assert (await listed.handling()).lead.department == COMMUNITY
