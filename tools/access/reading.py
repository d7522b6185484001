"""Topics from their first record to their last, once."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from typing import Any

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition

from contracts.topics import Topic

PATIENCE = 60.0
Only = Callable[[Topic], Iterable[int]]


def every(topic: Topic) -> Iterable[int]:
    return range(topic.partitions)


async def read_topics(
    login: Mapping[str, Any], topics: Iterable[Topic], only: Only = every
) -> AsyncIterator[ConsumerRecord]:
    """Up to where they end now; `only` names the partitions wanted.

    Raises `TimeoutError` when the broker stalls.
    """
    consumer = AIOKafkaConsumer(**login, enable_auto_commit=False, fetch_max_wait_ms=50)
    async with asyncio.timeout(PATIENCE):
        await consumer.start()
    try:
        async with asyncio.timeout(PATIENCE):
            ends = await _assigned(consumer, places_of(topics, only))
        if ends:
            async for record in _until(consumer, ends):
                yield record
    finally:
        await consumer.stop()


def places_of(topics: Iterable[Topic], only: Only) -> list[TopicPartition]:
    return [
        TopicPartition(topic.name, number) for topic in topics for number in only(topic)
    ]


async def _assigned(
    consumer: AIOKafkaConsumer, places: list[TopicPartition]
) -> dict[TopicPartition, int]:
    """Where each partition ends; those that are empty are left out."""
    starts = await consumer.beginning_offsets(places)
    ends = await consumer.end_offsets(places)
    wanted = {place: end for place, end in ends.items() if end > starts[place]}
    if wanted:
        consumer.assign(list(wanted))
    for place in wanted:
        consumer.seek(place, starts[place])
    return wanted


async def _until(
    consumer: AIOKafkaConsumer, ends: dict[TopicPartition, int]
) -> AsyncIterator[ConsumerRecord]:
    left = dict(ends)
    while left:
        async with asyncio.timeout(PATIENCE):
            batches = await consumer.getmany(*left, timeout_ms=1_000)
        for place, records in batches.items():
            for record in records:
                if record.offset < ends[place]:
                    yield record
        for place in list(left):
            if await consumer.position(place) >= ends[place]:
                del left[place]
