"""Who may do what on Kafka: nothing but what the table of topics says."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from contracts.topics import Topic, all_topics, department_of
from deploy.local.identities import SERVICES, outsiders
from deploy.local.places import StackError

Operation = Literal["READ", "WRITE", "DESCRIBE", "DESCRIBE_CONFIGS"]

CONTACTS = "intake.contacts"


@dataclass(frozen=True, order=True)
class Right:
    """`pattern` is LITERAL or PREFIXED; the name `*` means every one there is."""

    principal: str
    operation: Operation
    resource: Literal["TOPIC", "GROUP", "BROKER"]
    name: str
    pattern: Literal["LITERAL", "PREFIXED"] = "LITERAL"


def rights(departments: Iterable[str]) -> frozenset[Right]:
    """Every right there is in a city with these departments."""
    codes = tuple(departments)
    _refuse_nested(outsiders(codes))
    topics = all_topics(codes)
    return frozenset(
        [right for topic in topics for right in _of_topic(topic)]
        + [right for name in SERVICES for right in _groups(name, f"tongban-{name}")]
        + [right for code in outsiders(codes) for right in _groups(code, code)]
        + [*_of_auditor(topics), *_of_operator()]
    )


def _of_topic(topic: Topic) -> Iterator[Right]:
    yield Right(topic.writer, "WRITE", "TOPIC", topic.name)
    yield Right(topic.writer, "DESCRIBE", "TOPIC", topic.name)
    for reader in topic.readers:
        yield Right(reader, "READ", "TOPIC", topic.name)
        yield Right(reader, "DESCRIBE", "TOPIC", topic.name)


def _groups(principal: str, prefix: str) -> Iterator[Right]:
    yield Right(principal, "READ", "GROUP", prefix, "PREFIXED")
    yield Right(principal, "DESCRIBE", "GROUP", prefix, "PREFIXED")


def audited(topics: Iterable[Topic]) -> tuple[Topic, ...]:
    """The city's topics, but for people's contacts: those are for their one reader."""
    return tuple(
        topic
        for topic in topics
        if department_of(topic.name) is None and topic.name != CONTACTS
    )


def _of_auditor(topics: Iterable[Topic]) -> Iterator[Right]:
    for topic in audited(topics):
        yield Right("auditor", "READ", "TOPIC", topic.name)
        yield Right("auditor", "DESCRIBE", "TOPIC", topic.name)
    yield from _groups("auditor", "auditor")


def _of_operator() -> Iterator[Right]:
    yield Right("operator", "DESCRIBE", "TOPIC", "*")
    yield Right("operator", "DESCRIBE_CONFIGS", "TOPIC", "*")
    yield Right("operator", "DESCRIBE", "GROUP", "*")
    yield Right("operator", "DESCRIBE", "BROKER", "kafka-cluster")


def _refuse_nested(codes: tuple[str, ...]) -> None:
    """One code at the start of another would open the other's consumer groups."""
    ordered = sorted({*codes, "auditor", "operator", "tongban"})
    for shorter, longer in pairwise(ordered):
        if longer.startswith(shorter):
            raise StackError(
                f"department {longer}: a code must not begin with another ({shorter})"
            )
