"""Who may do what on Kafka: nothing but what the table of topics says."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from contracts.topics import Topic, all_topics, department_of
from deploy.local.identities import OFFICERS, SERVICES, outsiders
from deploy.local.places import StackError

Operation = Literal["READ", "WRITE", "DESCRIBE", "DESCRIBE_CONFIGS"]

CONTACTS = "intake.contacts"
RESERVED = ("auditor", "operator", "tongban")
"""Whose consumer groups no department may come near."""


@dataclass(frozen=True, order=True)
class Right:
    """`pattern` is LITERAL or PREFIXED; the name `*` means every one there is."""

    principal: str
    operation: Operation
    resource: Literal["TOPIC", "GROUP", "BROKER"]
    name: str
    pattern: Literal["LITERAL", "PREFIXED"] = "LITERAL"


def rights(
    departments: Iterable[str],
    logins: Mapping[str, Iterable[str]] | None = None,
    former: Iterable[Topic] = (),
) -> frozenset[Right]:
    """Every right there is in a city with these departments.

    A department may do the same with each of its `logins`; without any it is its code.
    `former`: topics of departments that have left, as long as they are there. Services
    keep their rights on those, since they learn of it only when they start again.
    """
    codes = tuple(departments)
    refuse_nested(outsiders(codes))
    topics = all_topics(codes)
    granted = frozenset(
        [right for topic in topics for right in _of_topic(topic)]
        + [right for name in SERVICES for right in _groups(name, f"tongban-{name}")]
        + [right for code in outsiders(codes) for right in _groups(code, code)]
        + [right for topic in former for right in _of_services(topic)]
        + [*_of_auditor(topics), *_of_operator()]
    )
    return frozenset(_of_each(granted, logins or {}))


def principals(logins: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """Who logs in, besides `admin`."""
    return (
        *SERVICES,
        *(name for names in logins.values() for name in names),
        *OFFICERS,
    )


def _of_each(
    granted: Iterable[Right], logins: Mapping[str, Iterable[str]]
) -> Iterator[Right]:
    for right in granted:
        for name in logins.get(right.principal, (right.principal,)):
            yield replace(right, principal=name)


def _of_services(topic: Topic) -> Iterator[Right]:
    return (right for right in _of_topic(topic) if right.principal in SERVICES)


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


def nested(codes: Iterable[str]) -> tuple[str, str] | None:
    """Two of which one begins with the other, the shorter first."""
    ordered = sorted({*codes, *RESERVED})
    pairs = pairwise(ordered)
    return next((pair for pair in pairs if pair[1].startswith(pair[0])), None)


def refuse_nested(codes: Iterable[str]) -> None:
    """One code at the start of another would open the other's consumer groups."""
    if found := nested(codes):
        shorter, longer = found
        raise StackError(
            f"department {longer}: a code must not begin with another ({shorter})"
        )
