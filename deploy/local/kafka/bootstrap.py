"""Brings a broker to what the contracts say: users, topics and rights.

Each step looks first and changes only what differs, so that it can run at every start
and again for a department that was added later.
"""

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from typing import Any

from confluent_kafka import KafkaException, TopicPartition
from confluent_kafka.admin import (
    AclBinding,
    AclBindingFilter,
    AclOperation,
    AclPermissionType,
    AdminClient,
    NewTopic,
    OffsetSpec,
    ResourcePatternType,
    ResourceType,
    ScramCredentialInfo,
    ScramMechanism,
    UserScramCredentialUpsertion,
)

from contracts.topics import Topic, all_topics, department_of
from deploy.local.identities import ADMIN, Identities
from deploy.local.kafka.rights import Right, principals, rights
from deploy.local.places import StackError
from deploy.local.waiting import until

PATIENCE = 30.0
ITERATIONS = 4096
ANYTHING = AclBindingFilter(
    ResourceType.ANY,
    None,
    ResourcePatternType.ANY,
    None,
    None,
    AclOperation.ANY,
    AclPermissionType.ANY,
)


def bootstrap(
    identities: Identities,
    departments: Iterable[str],
    say: Callable[[str], None] = lambda _: None,
) -> None:
    """Everybody can log in, every topic is there, and nobody may do more than that.

    `say` is told of each step before it is taken.
    """
    codes = tuple(departments)
    admin, logins = admin_client(identities), identities.logins(codes)
    topics, former = all_topics(codes), topics_of_the_former(admin, codes)
    wanted = {_binding(right) for right in rights(codes, logins, former)}
    say("logins on Kafka")
    _make_users(admin, identities, principals(logins))
    say("topics on Kafka")
    _make_topics(admin, topics)
    say("rights on Kafka")
    _make_rights(admin, wanted)
    if not until(lambda: _settled(admin, topics, wanted), PATIENCE):
        raise StackError("Kafka took its topics and rights but does not show them")


def topics_of_the_former(
    admin: AdminClient, departments: Iterable[str]
) -> tuple[Topic, ...]:
    """What is left of departments that the city has no more."""
    known = admin.list_topics(timeout=PATIENCE).topics
    codes = {department_of(name) for name in known} - {None, *departments}
    left = all_topics(sorted(code for code in codes if code))
    return tuple(t for t in left if t.name in known and department_of(t.name))


def admin_client(identities: Identities) -> AdminClient:
    quiet = {"log_level": 0, "socket.timeout.ms": 10_000}
    return AdminClient({**identities.login(ADMIN).for_librdkafka(), **quiet})


def answers(identities: Identities) -> bool:
    """Whether the broker takes a login and serves every partition that it has."""
    admin = admin_client(identities)
    try:
        known = admin.list_topics(timeout=2).topics
        _see_ends(admin, {name: len(t.partitions) for name, t in known.items()})
    except KafkaException:
        return False
    return True


def _see_ends(admin: AdminClient, partitions: Mapping[str, int]) -> None:
    """Raises `KafkaException` while a partition has no leader that serves it."""
    ends = {
        TopicPartition(topic, partition): OffsetSpec.latest()
        for topic, count in partitions.items()
        for partition in range(count)
    }
    if ends:
        for end in admin.list_offsets(ends, request_timeout=5).values():
            end.result(PATIENCE)


def _make_users(
    admin: AdminClient, identities: Identities, names: Iterable[str]
) -> None:
    known = admin.describe_user_scram_credentials().result(PATIENCE)
    how = ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS)
    missing = [
        UserScramCredentialUpsertion(name, how, identities.password(name).encode())
        for name in names
        if name not in known
    ]
    if missing:
        settle("user", admin.alter_user_scram_credentials(missing))


def _make_topics(admin: AdminClient, wanted: Iterable[Topic]) -> None:
    known = admin.list_topics(timeout=PATIENCE).topics
    missing = [topic for topic in wanted if topic.name not in known]
    if missing:
        settle("topic", admin.create_topics([_new(topic) for topic in missing]))


def _new(topic: Topic) -> NewTopic:
    kept = int(topic.retention.total_seconds() * 1000)
    return NewTopic(
        topic.name,
        num_partitions=topic.partitions,
        replication_factor=1,
        config={"retention.ms": str(kept)},
    )


def _make_rights(admin: AdminClient, wanted: set[AclBinding]) -> None:
    """Also takes back what a contract no longer grants."""
    known = _rights(admin)
    if missing := wanted - known:
        settle("right", admin.create_acls(list(missing)))
    if stale := known - wanted:
        settle("right", admin.delete_acls([_exactly(acl) for acl in stale]))


def _settled(
    admin: AdminClient, topics: Iterable[Topic], wanted: set[AclBinding]
) -> bool:
    """The controller answers first; the broker follows, after seconds at times."""
    try:
        _see_ends(admin, {topic.name: topic.partitions for topic in topics})
    except KafkaException:
        return False
    return _rights(admin) == wanted


def _rights(admin: AdminClient) -> set[AclBinding]:
    return set(admin.describe_acls(ANYTHING).result(PATIENCE))


def _binding(right: Right) -> AclBinding:
    return AclBinding(
        ResourceType[right.resource],
        right.name,
        ResourcePatternType[right.pattern],
        f"User:{right.principal}",
        "*",
        AclOperation[right.operation],
        AclPermissionType.ALLOW,
    )


def _exactly(acl: AclBinding) -> AclBindingFilter:
    return AclBindingFilter(
        acl.restype,
        acl.name,
        acl.resource_pattern_type,
        acl.principal,
        acl.host,
        acl.operation,
        acl.permission_type,
    )


def settle(kind: str, done: Mapping[Any, Future[Any]]) -> None:
    """Waits for what was asked; raises `StackError` for what was refused."""
    for thing, future in done.items():
        try:
            future.result(PATIENCE)
        except KafkaException as error:
            raise StackError(f"Kafka refused the {kind} {thing}: {error}") from error
