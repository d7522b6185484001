"""How a department stands: what there is of it, and when it was last heard."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from confluent_kafka import ConsumerGroupTopicPartitions, TopicPartition
from confluent_kafka.admin import AdminClient, OffsetSpec

from contracts.department import TaskReply
from contracts.topics import PLAYED_BY, department_of
from deploy.local.belongings import Belongings
from deploy.local.identities import login
from services.kit.running.city_data import from_yaml
from tools.access.installation import Installation
from tools.onboarding.entry import Row
from tools.onboarding.handover import topics_of

PATIENCE = 30.0
OPERATOR = "operator"


@dataclass(frozen=True)
class Standing:
    """`logins` and `keys`: the newest first; of what a service plays there are none."""

    row: Row
    topics: tuple[int, int]
    """How many there are, and how many there should be."""
    logins: tuple[str, ...]
    keys: tuple[str, ...]
    key_in_force: str | None
    key_since: datetime | None
    last_reply: datetime | None

    @property
    def code(self) -> str:
        return str(self.row["code"])

    @property
    def waits(self) -> tuple[str, ...]:
        """What is being changed and is not finished."""
        login = ("credentials",) if len(self.logins) > 1 else ()
        key = bool(self.keys) and self.keys[0] != self.key_in_force
        return (*login, *(("key",) if key else ()))


def standings(installation: Installation) -> list[Standing]:
    """Of all departments, in the order of `city.yaml`; asks Kafka as the operator."""
    text = (installation.city / "city.yaml").read_text()
    rows = from_yaml(text)["organisations"]
    admin = _operator(installation)
    there = {*admin.list_topics(timeout=PATIENCE).topics}
    heard = _last_replies(admin, [row["code"] for row in rows], there)
    return [_standing(installation, row, there, heard) for row in rows]


def behind(installation: Installation, code: str) -> Mapping[str, Mapping[str, int]]:
    """By consumer group of the department and topic: what it has not read yet."""
    admin = _operator(installation)
    listed = admin.list_consumer_groups(request_timeout=PATIENCE).result(PATIENCE)
    groups = sorted(g.group_id for g in listed.valid if g.group_id.startswith(code))
    return {group: _left(admin, group) for group in groups}


def _standing(
    installation: Installation,
    row: Row,
    there: set[str],
    heard: Mapping[str, datetime],
) -> Standing:
    code = row["code"]
    wanted = {topic.name for topic in topics_of(code)}
    mine = Belongings(installation.places, code)
    own = code not in PLAYED_BY and mine.private.exists()
    return Standing(
        row=row,
        topics=(len(wanted & there), len(wanted)),
        logins=mine.logins if own else (),
        keys=mine.keys if own else (),
        key_in_force=mine.key_in_force if own else None,
        key_since=mine.key_since if mine.public.exists() else None,
        last_reply=heard.get(code),
    )


def _last_replies(
    admin: AdminClient, codes: Iterable[str], there: set[str]
) -> dict[str, datetime]:
    """When the latest reply that Kafka still has was written."""
    asked = {
        TopicPartition(topic.name, partition): OffsetSpec.max_timestamp()
        for code in codes
        for topic in topics_of(code)
        if topic.name in there and TaskReply in topic.carries
        for partition in range(topic.partitions)
    }
    heard: dict[str, datetime] = {}
    for place, told in (admin.list_offsets(asked) if asked else {}).items():
        at = told.result(PATIENCE).timestamp
        if at > 0:
            code = department_of(place.topic) or ""
            moment = datetime.fromtimestamp(at / 1000, UTC)
            heard[code] = max(moment, heard.get(code, moment))
    return heard


def _left(admin: AdminClient, group: str) -> Counter[str]:
    asked = admin.list_consumer_group_offsets([ConsumerGroupTopicPartitions(group)])
    places = asked[group].result(PATIENCE).topic_partitions
    latest = {TopicPartition(p.topic, p.partition): OffsetSpec.latest() for p in places}
    ends = admin.list_offsets(latest) if latest else {}
    read = {(place.topic, place.partition): max(place.offset, 0) for place in places}
    left: Counter[str] = Counter()
    for place, end in ends.items():
        left[place.topic] += end.result(PATIENCE).offset
        left[place.topic] -= read[place.topic, place.partition]
    return left


def _operator(installation: Installation) -> AdminClient:
    client = installation.places.clients / f"{OPERATOR}.properties"
    quiet: dict[str, Any] = {"log_level": 0, "socket.timeout.ms": 10_000}
    return AdminClient({**login(client).for_librdkafka(), **quiet})
