"""How far reading is behind, as the broker and our own account see it."""

import asyncio
import time
from collections.abc import Iterable, Mapping
from typing import Any

import faust
from faust.types import TP

from services.kit.reading.lanes import Lanes
from services.kit.reading.parking.keeping import Parking
from services.kit.reading.presence import ANSWER, topics_seen
from services.kit.reading.received import Partition
from services.kit.running.settings import ServiceSettings
from services.kit.running.watchdog import Look, Progress

Ends = Mapping[Partition, int]


class Looking:
    """Keeps `progress` up to date with each look."""

    def __init__(
        self, settings: ServiceSettings, lanes: Lanes, parking: Parking
    ) -> None:
        self.progress = Progress()
        self._settings = settings
        self._lanes = lanes
        self._parking = parking

    async def for_the_broker(self) -> bool:
        answers = await topics_seen(self._settings) is not None
        self.progress.broker = "up" if answers else "down"
        return answers

    async def while_starting(self) -> Look:
        """Faust's start ends when reading begins."""
        return self._seen(await self.for_the_broker(), False, [])

    async def look(self, app: faust.App) -> Look:
        """Asks where our partitions end; if nobody says, whether Kafka is there."""
        ends = await _ends(app, self._lanes.read_to)
        answers = bool(ends) or await self.for_the_broker()
        if ends:
            self.progress.broker = "up"
        if ends is not None:
            self.progress.lag = _by_topic(behind(ends, self._lanes.done_to))
        self.progress.parked = _by_topic((lane[0], 1) for lane in self._parking.lanes)
        unread = None if ends is None else behind(ends, self._lanes.read_to)
        return self._seen(answers, _assigned(app) <= self._lanes.read_to.keys(), unread)

    def _seen(
        self, answers: bool, begun: bool, unread: list[tuple[str, int]] | None
    ) -> Look:
        return Look(
            at=time.monotonic(),
            broker_answers=answers,
            begun=begun,
            unread=None if unread is None else sum(n for _, n in unread),
            unfinished=self._lanes.unfinished,
            is_full=self._lanes.is_full,
            read_at=self.progress.read_at,
            tried_at=self.progress.tried_at,
        )


def behind(ends: Ends, reached: Ends) -> list[tuple[str, int]]:
    """By partition, of which only the topic is told."""
    return [
        (partition[0], max(0, end - reached.get(partition, end)))
        for partition, end in ends.items()
    ]


async def _ends(app: faust.App, partitions: Iterable[Partition]) -> Ends | None:
    """None: the consumer does not answer, whoever is to blame."""
    consumer: Any = app.consumer
    try:
        async with asyncio.timeout(ANSWER):
            ends = await consumer.highwaters(*(TP(*each) for each in partitions))
    except Exception:
        return None
    return {(tp.topic, tp.partition): end for tp, end in ends.items()}


def _assigned(app: faust.App) -> frozenset[Partition]:
    """What Kafka gave us, also if Faust never asked where to begin there."""
    consumer: Any = app.consumer
    return frozenset((tp.topic, tp.partition) for tp in consumer.assignment())


def _by_topic(counts: Iterable[tuple[str, int]]) -> dict[str, int]:
    total: dict[str, int] = {}
    for topic, count in counts:
        total[topic] = total.get(topic, 0) + count
    return total
