"""`tongban lag`: what has been said and not been heard yet."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from pymongo.database import Database
from rich.console import Console
from rich.table import Table

from contracts.topics import Topic, read_by
from tools.access.installation import SERVICES, Installation
from tools.access.reading import every, places_of
from tools.cli.databases import Document, databases

PRINCIPAL = "operator"
FURTHEST: list[Document] = [
    {
        "$group": {
            "_id": {"topic": "$topic", "partition": "$partition"},
            "offset": {"$max": "$offset"},
        }
    }
]
OTHER_LOG = (
    "is parked, but Kafka's log ends before it: was Kafka's data lost? "
    "docs/operator-guide.md, Secrets and backups"
)


def lag() -> None:
    """Records that each service has still to handle, by topic."""
    installation, console = Installation(), Console()
    with databases(installation) as services:
        noted = {name: list(positions(base)) for name, base in services.items()}
    table = Table("service", "topic", "behind")
    left = asyncio.run(measured(installation))
    for service, (count, _) in left.items():
        for topic, records in sorted(count.items()):
            table.add_row(service, topic, str(records))
        table.add_row(service, "all", str(count.total()), style="bold")
    console.print(table)
    for service, (_, ends) in left.items():
        for id in of_another_log(noted[service], ends):
            console.print(f"{service}: {id} {OTHER_LOG}", style="red")


async def measured(
    installation: Installation,
) -> dict[str, tuple[Counter[str], Mapping[TopicPartition, int]]]:
    """How much is left by topic, and where each partition ends."""
    who, departments = installation.login(PRINCIPAL), installation.departments
    admin = AIOKafkaAdminClient(**who)
    consumer = AIOKafkaConsumer(**who, enable_auto_commit=False)
    await admin.start()
    try:
        await consumer.start()
        try:
            ends = {
                service: await _ends(consumer, read_by(service, departments))
                for service in SERVICES
            }
            return {
                service: (behind(end, await _heard(admin, f"tongban-{service}")), end)
                for service, end in ends.items()
            }
        finally:
            await consumer.stop()
    finally:
        await admin.close()


def positions(database: Database[Document]) -> Iterator[tuple[TopicPartition, int]]:
    """The furthest place in each partition that `parked` names."""
    for row in database["parked"].aggregate(FURTHEST):
        yield TopicPartition(**row["_id"]), row["offset"]


def of_another_log(
    noted: Iterable[tuple[TopicPartition, int]], ends: Mapping[TopicPartition, int]
) -> list[str]:
    """Places beyond the end: these were noted of a log that is no more."""
    return [
        f"{place.topic}/{place.partition}/{offset}"
        for place, offset in noted
        if place in ends and offset >= ends[place]
    ]


def behind(
    ends: Mapping[TopicPartition, int], heard: Mapping[TopicPartition, int]
) -> Counter[str]:
    counted: Counter[str] = Counter()
    for place, end in ends.items():
        left = end - max(heard.get(place, 0), 0)
        if left > 0:
            counted[place.topic] += left
    return counted


async def _ends(
    consumer: AIOKafkaConsumer, topics: tuple[Topic, ...]
) -> Mapping[TopicPartition, int]:
    places = places_of(topics, every)
    ends: Mapping[TopicPartition, int] = await consumer.end_offsets(places)
    return ends


async def _heard(
    admin: AIOKafkaAdminClient, group: str
) -> Mapping[TopicPartition, int]:
    found = await admin.list_consumer_group_offsets(group)
    return {place: told.offset for place, told in found.items()}
