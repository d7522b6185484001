"""At 18:00 very many tasks fall due at once: how fast they ring, and how late."""

import asyncio
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

import pytest
from bson.codec_options import CodecOptions

from contracts.codes import derived_id
from contracts.topics import all_topics
from services.kit.running.clock import utc_now
from services.kit.running.failpoints import Failpoints
from services.kit.writing.alarms import ring_forever
from services.kit.writing.mongo import MongoDocuments
from services.kit.writing.outbox.letters import Writer
from services.kit.writing.repository import Repository, Seams
from services.routing.domain.handling import Handling
from services.routing.domain.waking import wake
from tests.bench.test_write_path import database, publishing, rate, sources, writing
from tests.routing.world import World, city

__all__ = ["database"]

TASKS = 5_000
TOGETHER = 500
FILLED = timedelta(seconds=12)
PATIENCE = 120
WRITER = "/routing/handlings"
COLLAPSED = 0.1
"""An alarm reads a handling, decides, and saves it with two letters."""


async def one() -> Handling:
    """With one task, of housing, which has signed and has been warned."""
    world = World()
    world.city.clock.now = utc_now()
    await world.accept(category="other")
    await world.assign("housing")
    await world.sign("housing")
    return await world.handling()


def due(like: Handling, number: int, at: datetime) -> tuple[str, Handling]:
    case_id, [task] = derived_id("rush", str(number)), like.tasks
    later = (at, at + timedelta(days=2), at + timedelta(days=3))
    timing = task.timing.model_copy(update={"due_at": at, "overdue": later})
    own = {"task_id": derived_id(case_id), "timing": timing, "warned": True}
    return case_id, like.but(case_id=case_id, tasks=(task.but(**own),))


@pytest.fixture
async def handlings(stack, database):
    aware = database.with_options(codec_options=CodecOptions(tz_aware=True))
    documents = MongoDocuments(aware, "handlings")
    await documents.create_indexes()
    topics = frozenset(topic.name for topic in all_topics(stack.departments))
    async with publishing(stack) as publisher:
        seams = Seams(publisher, utc_now, Failpoints())
        rings = partial(wake, city().norms)
        yield Repository(documents, Handling, Writer(WRITER, topics), seams, rings)


async def fill(handlings: Repository[Handling]) -> datetime:
    """Tells when they all fall due: soon, and not before all of them are there."""
    like, at = await one(), utc_now() + FILLED
    rows = [due(like, number, at) for number in range(TASKS)]
    for first in range(0, TASKS, TOGETHER):
        await handlings.create(rows[first : first + TOGETHER])
    assert utc_now() < at
    return at


async def rung(database, at: datetime) -> datetime:
    """When the last of them has rung."""
    waiting = {"wake_at": {"$lte": at}}
    async with asyncio.timeout(PATIENCE):
        while await database["handlings"].find_one(waiting, {"_id": 1}):
            await asyncio.sleep(0.02)
    return utc_now()


async def test_very_many_tasks_fall_due_at_one_instant(stack, database, handlings):
    before = await rate(writing(database))
    at = await fill(handlings)
    ringing = asyncio.create_task(ring_forever([handlings]))
    late = (await rung(database, at) - at).total_seconds()
    ringing.cancel()
    with suppress(asyncio.CancelledError):
        await ringing
    bare = (before + await rate(writing(database))) / 2
    ratio = TASKS / late / bare
    print(f"{TASKS} alarms, {TASKS / late:.0f}/s, the last {late:.1f} s late")  # noqa: T201
    print(f"ratio to a bare write ({bare:.0f}/s): {ratio:.2f}")  # noqa: T201

    await handlings._seams.publisher.drain()
    wanted = {f"{WRITER}/{derived_id('rush', str(n))}" for n in range(TASKS)}
    assert wanted <= await sources(stack, "routing.tasks", "auditor")
    assert ratio > COLLAPSED
