"""MongoDB is killed, and stopped, while cases flow."""

import asyncio

import pytest

from tests.faults.working.city import City
from tests.faults.working.matters import submission

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_mongod_is_killed_and_no_yes_was_false(city: City):
    async with city.flowing(30) as flow:
        await city.killed("mongo")
    assert flow.statuses <= {201, 503}
    await city.proven(flow)


async def test_without_mongod_the_answer_is_503_and_it_recovers_by_itself(city: City):
    async with city.flowing(20, pause=0.5) as flow:
        await asyncio.to_thread(city.stack.stop_part, "mongo")
        refused = await city.submit(submission("while-mongo-is-away", 0))
        ready = await city.readiness("intake", "mongo", "down")
        await asyncio.to_thread(city.stack.start_part, "mongo")
    assert refused.status_code == 503
    assert refused.headers["content-type"] == "application/problem+json"
    assert int(refused.headers["retry-after"]) > 0
    assert ready.status_code == 503
    assert flow.statuses <= {201, 503}
    await city.proven(flow)
