"""What lies on the topics, read by those who may."""

from collections import defaultdict
from collections.abc import Iterable

from aiokafka import ConsumerRecord

from contracts.topics import (
    PLAYED_BY,
    Topic,
    Unreadable,
    all_topics,
    decode,
    department_of,
)
from tools.access.installation import Installation
from tools.access.reading import read_topics
from tools.checker.records import Record

AUDITOR = "auditor"
OF_ONE_READER = "intake.contacts"


async def collect_records(installation: Installation) -> list[Record]:
    """Bytes that no contract explains are left out: services park or record those."""
    records: list[Record] = []
    for principal, topics in readers(installation.departments).items():
        who = installation.login(principal)
        async for raw in read_topics(who, topics):
            records.extend(_record(raw))
    return records


def readers(departments: Iterable[str]) -> dict[str, list[Topic]]:
    """A department's topics are read by itself, the city's by the auditor.

    Contacts have one reader: the checker looks through its eyes, and opens nothing.
    """
    by_principal: dict[str, list[Topic]] = defaultdict(list)
    for topic in all_topics(departments):
        by_principal[_reader_of(topic)].append(topic)
    return by_principal


def _reader_of(topic: Topic) -> str:
    department = department_of(topic.name)
    if department:
        return PLAYED_BY.get(department, department)
    return topic.readers[0] if topic.name == OF_ONE_READER else AUDITOR


def _record(raw: ConsumerRecord) -> Iterable[Record]:
    try:
        yield Record(raw.topic, raw.partition, raw.offset, decode(raw.value))
    except Unreadable:
        return
