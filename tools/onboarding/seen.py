"""Which of a department's logins its programs read with, as far as Kafka tells.

Kafka names no login of a connection. What it names is the `client.id` of each member
of a consumer group, and the client file that is handed over gives it the login's name.
A program that calls itself something else, and one that only writes, are not seen.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from confluent_kafka.admin import AdminClient

from deploy.local.kafka.bootstrap import PATIENCE


@dataclass(frozen=True)
class Reader:
    login: str
    """Its `client.id`; librdkafka and Java take it from the client file as it is."""
    group: str
    host: str


def readers(admin: AdminClient, code: str) -> tuple[Reader, ...]:
    """Whoever is a member of one of the department's groups right now."""
    listed = admin.list_consumer_groups(request_timeout=PATIENCE).result(PATIENCE)
    groups = sorted(g.group_id for g in listed.valid if g.group_id.startswith(code))
    asked = admin.describe_consumer_groups(groups) if groups else {}
    return tuple(
        Reader(member.client_id, group, member.host.lstrip("/"))
        for group, told in asked.items()
        for member in told.result(PATIENCE).members
    )


def still_there(seen: Iterable[Reader], older: Iterable[str]) -> Reader | None:
    """One that reads with a login that is to end."""
    ending = {*older}
    return next((reader for reader in seen if reader.login in ending), None)
