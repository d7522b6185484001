"""Processes die and stop while cases flow."""

import asyncio

import pytest

from tests.faults.looking.letters import AT_ONCE
from tests.faults.working.city import City
from tools.access.installation import SERVICES

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_kill_nine_of_every_service_in_turn(city: City):
    async with city.flowing(40) as flow:
        for service in SERVICES:
            await city.killed(service)
    await city.proven(flow, letters_in_flight=AT_ONCE)


async def test_a_stop_in_the_middle_of_every_service_in_turn(city: City):
    """Nothing is sent twice: what was on its way is finished first."""
    async with city.flowing(40) as flow:
        for service in SERVICES:
            await asyncio.to_thread(city.stack.restart, service)
    await city.proven(flow)
