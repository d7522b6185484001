"""Kafka is stopped for half a minute."""

import asyncio

import pytest

from tests.faults.looking.databases import unpublished
from tests.faults.working.city import City

pytestmark = pytest.mark.asyncio(loop_scope="session")

AWAY = 30.0
QUIET = 120.0
AT_ONCE = 15.0
"""Seconds: a stop that needs longer ends by force."""


async def all_said(city: City) -> None:
    """What earlier tests have set going has left intake."""
    await city.all_heard()
    async with asyncio.timeout(QUIET):
        while await unpublished(city, "intake"):
            await asyncio.sleep(0.2)


async def test_intake_goes_on_without_kafka_and_nothing_is_lost(city: City):
    await all_said(city)
    await asyncio.to_thread(city.stack.stop_part, "kafka")
    back_at = asyncio.get_running_loop().time() + AWAY
    async with city.flowing(30) as flow:
        response = await city.readiness("intake", "kafka", "down")
    assert response.status_code == 200
    assert flow.statuses == {201}
    assert await unpublished(city, "intake") == len(flow.told)
    receipt = flow.responses[-1].json()
    code, path = receipt["query_code"], f"/v1/progress/{receipt['case_no']}"
    progress = await city.get("intake", path, params={"code": code})
    assert progress.json()["state"] == "accepted"
    await asyncio.sleep(back_at - asyncio.get_running_loop().time())
    await asyncio.to_thread(city.stack.start_part, "kafka")
    await city.proven(flow)
    assert await unpublished(city, "intake") == 0


async def test_a_service_that_waits_for_kafka_to_begin_says_so_and_can_be_stopped(
    city: City,
):
    """Kafka goes while the service joins its group: Faust's start waits for ever."""
    await asyncio.to_thread(city.stack.restart, "intake")
    await asyncio.to_thread(city.stack.stop_part, "kafka")
    response = await city.readiness("intake", "kafka", "down")
    assert response.status_code == 200
    async with asyncio.timeout(AT_ONCE):
        await asyncio.to_thread(city.stack.stop_part, "intake")
    await city.together(city.stack.start_part, ("kafka", "intake"))
    async with city.flowing(5) as flow:
        pass
    await city.proven(flow)
