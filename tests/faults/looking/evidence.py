"""What the checker looks at, gathered in one go by the one who may read everything."""

import asyncio
from collections.abc import Iterable
from typing import Any

from pymongo import MongoClient

from contracts.envelope import Event
from contracts.topics import Topic, Unreadable, all_topics, decode
from deploy.local.stack import Stack
from tests.faults.looking.kafka import Raw, read
from tools.access.installation import Installation
from tools.checker.databases import (
    delivered,
    kept_ids,
    kept_messages,
    opened,
    subscriptions,
)
from tools.checker.records import Evidence, Record, Told, first_seen


async def raw(stack: Stack, topics: Iterable[Topic] | None = None) -> list[Raw]:
    """From the first to the last; of all topics unless some are named."""
    named = all_topics(stack.departments) if topics is None else topics
    return await asyncio.to_thread(read, stack, named)


async def gathered(stack: Stack, told: Iterable[Told]) -> Evidence:
    """Topics first: whatever they tell of is in a database by then."""
    records = [one for record in await raw(stack) for one in _read(record)]
    installation = installed(stack)
    return await asyncio.to_thread(_with_databases, installation, told, records)


async def events_on(stack: Stack, *names: str) -> list[Event[Any]]:
    """What can be read there, without the repeats that readers drop."""
    wanted = (topic for topic in all_topics(stack.departments) if topic.name in names)
    records = [one for record in await raw(stack, wanted) for one in _read(record)]
    return [record.event for record in first_seen(records)]


def installed(stack: Stack) -> Installation:
    """The stack as the tools see it."""
    root, base = stack.places.root, stack.ports.base
    return Installation(root=root, port_base=base, city=stack.city)


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


def _read(record: Raw) -> Iterable[Record]:
    try:
        said = decode(record.value)
    except Unreadable:
        return
    yield Record(record.topic, record.partition, record.offset, said)
