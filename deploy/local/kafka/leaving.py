"""What Kafka forgets of a department: its former logins, in the end its topics."""

from collections.abc import Collection

from confluent_kafka import KafkaException
from confluent_kafka.admin import (
    AdminClient,
    ScramMechanism,
    UserScramCredentialDeletion,
)

from contracts.topics import Topic, department_of
from deploy.local.identities import SERVICES, Identities
from deploy.local.kafka.bootstrap import (
    PATIENCE,
    admin_client,
    settle,
    topics_of_the_former,
)
from deploy.local.places import StackError
from deploy.local.waiting import until

LETTING_GO = 20.0


def end_logins(identities: Identities, code: str, kept: Collection[str] = ()) -> None:
    """Ends those of a department that are not `kept`.

    Kafka asks for a password only when somebody connects; what ends a connection that
    is open is that its rights are gone: take those first.
    """
    mechanism = ScramMechanism.SCRAM_SHA_512
    over = lingering(identities, code, kept)
    ending = [UserScramCredentialDeletion(name, mechanism) for name in over]
    if ending:
        admin = admin_client(identities)
        settle("end of user", admin.alter_user_scram_credentials(ending))


def lingering(identities: Identities, code: str, kept: Collection[str]) -> list[str]:
    """Logins of a department that Kafka knows and that are not `kept`."""
    admin, mine = admin_client(identities), identities.belongings(code)
    known = admin.describe_user_scram_credentials().result(PATIENCE)
    return [n for n in known if mine.is_login(n) and n not in kept]


def topics_left(
    identities: Identities, code: str, departments: Collection[str]
) -> tuple[Topic, ...]:
    """Of a department that is no more one of `departments`."""
    admin = admin_client(identities)
    left = topics_of_the_former(admin, departments)
    return tuple(topic for topic in left if department_of(topic.name) == code)


def delete_topics(
    identities: Identities, code: str, departments: Collection[str]
) -> None:
    """Of a department that has left; refuses while a service still reads one of them.

    A reader whose topic goes away under it stops reading all the others too.
    """
    admin, left = admin_client(identities), topics_left(identities, code, departments)
    names = {topic.name for topic in left}
    for service in sorted({reader for topic in left for reader in topic.readers}):
        if service in SERVICES:
            _refuse_if_read(admin, service, names)
    if names:
        settle("end of topic", admin.delete_topics([*names]))
    if not until(lambda: not _there(admin, names), PATIENCE):
        raise StackError("Kafka took the end of its topics but still shows them")


def _refuse_if_read(admin: AdminClient, service: str, names: set[str]) -> None:
    """One that has just started again may take a moment to let go."""
    group = f"tongban-{service}"
    if not until(lambda: not _read_by(admin, group) & names, LETTING_GO):
        raise StackError(
            f"{service} still reads one of {', '.join(sorted(names))}: restart it, "
            f"then ask again (make restart NAME={service})"
        )


def _there(admin: AdminClient, names: Collection[str]) -> set[str]:
    return {*names} & {*admin.list_topics(timeout=PATIENCE).topics}


def _read_by(admin: AdminClient, group: str) -> set[str]:
    try:
        asked = admin.describe_consumer_groups([group], request_timeout=PATIENCE)
        members = asked[group].result(PATIENCE).members
    except KafkaException as error:
        raise StackError(f"Kafka does not say what {group} reads: {error}") from error
    return {
        place.topic
        for member in members
        for place in (member.assignment.topic_partitions if member.assignment else [])
    }
