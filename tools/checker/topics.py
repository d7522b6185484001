"""What lies on the topics, read by those who may."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable

from aiokafka import ConsumerRecord

from contracts.topics import Topic, Unreadable, all_topics, decode
from deploy.local.kafka.rights import audited
from tools.access.installation import Installation
from tools.access.reading import read_topics
from tools.checker.records import Record

AUDITOR = "auditor"
AT_ONCE = 6


async def collect_records(installation: Installation) -> list[Record]:
    """Bytes that no contract explains are left out: services park or record those."""
    few = asyncio.Semaphore(AT_ONCE)

    async def read(principal: str, topics: list[Topic]) -> list[Record]:
        async with few:
            raw = read_topics(installation.login(principal), topics)
            return [record async for each in raw for record in record_of(each)]

    rows = readers(installation.departments).items()
    found = await asyncio.gather(*(read(*row) for row in rows))
    return [record for records in found for record in records]


def readers(departments: Iterable[str]) -> dict[str, list[Topic]]:
    """The city's topics are read by the auditor, any other by its one reader.

    The checker looks through that reader's eyes, and opens nothing that is sealed.
    """
    by_principal: dict[str, list[Topic]] = defaultdict(list)
    for topic in all_topics(departments):
        by_principal[_reader_of(topic)].append(topic)
    return by_principal


def _reader_of(topic: Topic) -> str:
    return AUDITOR if audited([topic]) else topic.readers[0]


def record_of(raw: ConsumerRecord) -> Iterable[Record]:
    try:
        yield Record(raw.topic, raw.partition, raw.offset, decode(raw.value))
    except Unreadable:
        return
