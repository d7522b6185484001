"""Kafka is stopped for half a minute."""

import asyncio

import pytest

from tests.faults.looking.databases import unpublished
from tests.faults.working.city import City

pytestmark = pytest.mark.asyncio(loop_scope="session")

AWAY = 30.0


async def test_intake_goes_on_without_kafka_and_nothing_is_lost(city: City):
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
