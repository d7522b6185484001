"""The feed by cursor and the topics themselves, on real Kafka and MongoDB."""

import asyncio
from collections import defaultdict
from functools import partial

import pytest
from motor.motor_asyncio import AsyncIOMotorClient

from contracts.codes import derived_id
from contracts.envelope import event
from contracts.intake import ContentRevoked
from contracts.topics import FEED, encode
from services.kit.running.clock import utc_now
from services.routing.app import create_app
from services.routing.settings import RoutingSettings
from tests.dispute.live import eventually
from tests.routing.live import LiveRouting, living
from tools.access.reading import read_topics

pytestmark = pytest.mark.stack
CODE, GARBLED = "market", "petition"


@pytest.fixture
def settings(settings_for):
    return settings_for("routing", kind=RoutingSettings)


@pytest.fixture
async def live(stack, settings):
    async with living(stack, create_app(settings)) as live:
        yield live


async def by_cursor(live: LiveRouting, code: str = CODE) -> list[bytes]:
    """Page by page; documents are told apart in a page by where each begins."""
    seen, path = [], "/v1/feed?limit=7"
    while True:
        answer = await live.http.get(path, headers=live.bearer("department", code))
        if answer.content == b"[]":
            return seen
        seen += documents(answer.content)
        path = answer.links["next"]["url"]


def documents(batch: bytes) -> list[bytes]:
    start = b'{"specversion"'
    return [start + part.rstrip(b",") for part in batch[1:-1].split(start)[1:]]


async def contents(live: LiveRouting, case_id: str, code: str = CODE) -> None:
    """As intake does, on the other topic."""
    fact = ContentRevoked(case_id=case_id, task_id=case_id, department=code)
    letter = event(fact, f"/intake/cases/{case_id}", 9, utc_now(), None)
    topic, key = f"departments.{code}.contents", case_id.encode()
    await live._put("intake", topic, key, encode(letter))


async def much(live: LiveRouting, cases: int) -> None:
    for _ in range(cases):
        case_id = await live.accept(category="consumer")
        (assigned, *_) = await live.feed(CODE, case_id, 1)
        await live.reply(CODE, case_id, assigned.task_id, "acknowledge")
        await contents(live, case_id)
        await live.feed(CODE, case_id, 2)


Logs = dict[tuple[str, int], list[bytes]]


async def logs(stack) -> Logs:
    """Of each partition, as the department's own client reads it."""
    login = stack.login(CODE).for_aiokafka()
    found: Logs = defaultdict(list)
    async for record in read_topics(login, [topic.of(CODE) for topic in FEED]):
        found[record.topic, record.partition].append(record.value)
    return found


async def same(stack, live, before: Logs) -> None:
    """The same bytes in the same order, of all that came since then.

    The databases of a test are its own; the topics, and what routing has read of them,
    are the session's.
    """
    now = await logs(stack)
    new = sum(map(len, now.values())) - sum(map(len, before.values()))
    read = partial(by_cursor, live)
    seen = await eventually(read, lambda seen: len(seen) >= new)
    for place, log in now.items():
        mine = [value for value in seen if value in set(log)]
        assert len(mine) >= len(log) - len(before[place])
        assert mine == log[len(log) - len(mine) :]


async def test_the_cursor_feed_is_what_kafka_carries(stack, live):
    before = await logs(stack)
    await much(live, 6)

    await same(stack, live, before)


async def test_two_processes_and_one_that_begins_again_skip_nothing(stack, settings):
    before = await logs(stack)
    second = settings.model_copy(update={"scratch": settings.scratch / "2"})
    async with living(stack, create_app(second)):
        async with living(stack, create_app(settings)) as live:
            await much(live, 3)
        async with living(stack, create_app(settings)) as live:
            await much(live, 3)
            await same(stack, live, before)


async def test_a_long_poll_is_answered_by_what_comes(live):
    caller = live.bearer("department", CODE)
    now = await live.http.get("/v1/feed?after=now", headers=caller)
    path = f"{now.links['next']['url']}&wait=30"
    asking = asyncio.create_task(live.http.get(path, headers=caller))
    case_id = await live.accept(category="consumer")
    answer = await asking

    assert [one["subject"] for one in answer.json()] == [case_id]


@pytest.fixture
def parked(mongo_uri, settings):
    client = AsyncIOMotorClient(mongo_uri)
    yield client[settings.database]["parked"]
    client.close()


async def test_garbage_is_passed_over_and_recorded(live, parked):
    case_id, topic = derived_id(str(utc_now())), f"departments.{GARBLED}.contents"
    await live._put("intake", topic, case_id.encode(), b"\xff no document")
    await contents(live, case_id, GARBLED)

    def there(seen):
        return any(case_id.encode() in value for value in seen)

    seen = await eventually(partial(by_cursor, live, GARBLED), there)
    assert not any(b"no document" in value for value in seen)
    assert [one["state"] async for one in parked.find({"topic": topic})] == ["recorded"]
