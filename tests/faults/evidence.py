"""What the checker looks at, gathered in one go by the one who may read everything."""

import asyncio
from collections.abc import Iterable
from typing import Any

from aiokafka import ConsumerRecord
from pymongo import MongoClient

from contracts.topics import Topic, Unreadable, all_topics, decode
from tools.access.installation import Installation
from tools.access.reading import read_topics
from tools.checker.databases import (
    delivered,
    kept_ids,
    kept_messages,
    opened,
    subscriptions,
)
from tools.checker.records import Evidence, Record, Told


async def raw(
    installation: Installation, topics: Iterable[Topic] | None = None
) -> list[ConsumerRecord]:
    """From the first to the last; of all topics unless some are named."""
    named = all_topics(installation.departments) if topics is None else topics
    login = installation.login("admin")
    return [record async for record in read_topics(login, named)]


async def gathered(installation: Installation, told: Iterable[Told]) -> Evidence:
    """Topics first: whatever they tell of is in a database by then."""
    records = [one for record in await raw(installation) for one in _read(record)]
    return await asyncio.to_thread(_with_databases, installation, told, records)


def _with_databases(
    installation: Installation, told: Iterable[Told], records: list[Record]
) -> Evidence:
    client: MongoClient[dict[str, Any]] = MongoClient(installation.mongo)
    with client:
        notification = opened(client, installation.database("notification"))
        return Evidence(
            told=tuple(told),
            records=tuple(records),
            cases=kept_ids(opened(client, installation.database("intake")), "cases"),
            handlings=kept_ids(
                opened(client, installation.database("routing")), "handlings"
            ),
            messages=kept_messages(notification),
            mails=delivered(installation.places.mail),
            subscriptions=subscriptions(installation),
        )


def _read(record: ConsumerRecord) -> Iterable[Record]:
    try:
        said = decode(record.value)
    except Unreadable:
        return
    yield Record(record.topic, record.partition, record.offset, said)
