"""The power goes in each service, at each place between two writes."""

from pathlib import Path

import pytest

from tests.faults.city import City
from tests.faults.letters import AT_ONCE
from tools.access.installation import SERVICES

pytestmark = pytest.mark.asyncio(loop_scope="session")

NTH = 7
"""In the middle of the flow, not at its first case."""


def marker(city: City, service: str) -> Path:
    """What a process leaves behind when its power was cut."""
    return city.stack.places.data("faust") / f"{service}-0" / "power-cut"


@pytest.mark.parametrize("point", ["after-save", "after-publish", "after-handling"])
async def test_every_service_crashes(city: City, point: str):
    for service in SERVICES:
        marker(city, service).unlink(missing_ok=True)
    await city.reconfigured(SERVICES, TONGBAN_CRASH_AT=f"{point}:{NTH}")
    async with city.flowing(30, pause=0.1) as flow:
        await city.until(lambda: all(marker(city, s).exists() for s in SERVICES))
    await city.together(city.stack.start_part)
    await city.proven(flow, letters_in_flight=AT_ONCE)
