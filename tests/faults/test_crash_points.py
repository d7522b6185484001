"""The power goes in each service, at each place between two writes."""

import pytest

from tests.faults.looking.letters import AT_ONCE
from tests.faults.working.city import City
from tools.access.installation import SERVICES

pytestmark = pytest.mark.asyncio(loop_scope="session")

NTH = 7
"""In the middle of the flow, not at its first case."""


@pytest.mark.parametrize("point", ["after-save", "after-publish", "after-handling"])
async def test_every_service_crashes(city: City, point: str):
    await city.armed(SERVICES, f"{point}:{NTH}")
    cuts = [city.power_cut(service) for service in SERVICES]
    async with city.flowing(30, pause=0.1) as flow:
        await city.until(lambda: all(cut.exists() for cut in cuts))
    await city.together(city.stack.start_part)
    await city.proven(flow, letters_in_flight=AT_ONCE)
