"""How long a reader of many departments does not read after a rebalance.

Two ways to ask what is committed, in turns: ours asks once, aiokafka's asks about one
partition after the other.
"""

import sys
import time
from collections.abc import Awaitable, Callable, Mapping
from statistics import median
from typing import Any

from faust.transport.drivers.aiokafka import Consumer

from services.kit.reading.consumer import FromTheStart
from tests.integration.inboxes import Town, until

PARTITIONS = 360
ROUNDS = 3

Seek = Callable[[FromTheStart], Awaitable[Mapping[Any, Any]]]


async def test_asking_once_beside_one_after_the_other(stack, tmp_path, monkeypatch):
    town = Town(stack, tmp_path)
    await town.create(PARTITIONS)
    await town.send(PARTITIONS)
    ours: list[float] = []
    theirs: list[float] = []
    ways = (
        (FromTheStart.seek_to_committed, ours),
        (Consumer.seek_to_committed, theirs),
    )
    for seek, took in ways * ROUNDS:
        monkeypatch.setattr(FromTheStart, "seek_to_committed", _timed(seek, took))
        async with town.reader() as inbox:
            await until(lambda: len(inbox.progress.assignment) == PARTITIONS)

    share = median(ours) / median(theirs)
    sys.stdout.write(f"\n{PARTITIONS} partitions: {share:.3f} of one after the other\n")
    assert town.ended == []


def _timed(seek: Seek, took: list[float]) -> Seek:
    async def timed(self: FromTheStart) -> Mapping[Any, Any]:
        started = time.monotonic()
        found = await seek(self)
        took.append(time.monotonic() - started)
        return found

    return timed
