"""The broker itself is the wall between departments.

The client here is librdkafka: what an outsider's program would use.
"""

from uuid import uuid4

import pytest
from confluent_kafka import Consumer, KafkaError, KafkaException, Producer
from confluent_kafka.admin import AdminClient

from deploy.local.stack import Stack

pytestmark = pytest.mark.stack

PATIENCE = 60
HOUSING = "departments.housing.tasks"
TRANSPORT = "departments.transport.tasks"
NO_TOPIC = KafkaError.TOPIC_AUTHORIZATION_FAILED
NO_GROUP = KafkaError.GROUP_AUTHORIZATION_FAILED


class Desk:
    """A principal at work; what it is refused is raised as `KafkaException`."""

    def __init__(self, stack: Stack, principal: str, **changed: str) -> None:
        self._login = stack.login(principal).for_librdkafka() | changed
        self._login["log_level"] = "0"

    def write(self, topic: str) -> bytes:
        value, answers = uuid4().hex.encode(), []
        producer = Producer({**self._login, "message.timeout.ms": 20_000})
        producer.produce(
            topic, value, on_delivery=lambda *answer: answers.append(answer)
        )
        producer.flush(PATIENCE)
        if answers[0][0]:
            raise KafkaException(answers[0][0])
        return value

    def read(self, topic: str, group: str) -> set[bytes]:
        """Everything there is in the topic."""
        reader = Consumer(self._login | self._from_the_start(group))
        try:
            reader.subscribe([topic])
            return self._until_each_end(reader)
        finally:
            reader.close()

    @staticmethod
    def _from_the_start(group: str) -> dict[str, object]:
        return {
            "group.id": group,
            "auto.offset.reset": "earliest",
            "enable.auto.commit": False,
            "enable.partition.eof": True,
        }

    @staticmethod
    def _until_each_end(reader: Consumer) -> set[bytes]:
        found, ended = set(), set()
        while not ended or len(ended) < len(reader.assignment()):
            message = reader.poll(PATIENCE)
            assert message, "neither a message nor an error"
            if message.error() is None:
                found.add(message.value())
            elif message.error().code() == KafkaError._PARTITION_EOF:
                ended.add(message.partition())
            else:
                raise KafkaException(message.error())
        return found


@pytest.fixture
def desk(stack: Stack):
    return lambda principal, **changed: Desk(stack, principal, **changed)


def refused(code: int):
    return pytest.raises(KafkaException, check=lambda e: e.args[0].code() == code)


def test_a_department_reads_its_own_topic(desk):
    written = desk("routing").write(HOUSING)

    assert written in desk("housing").read(HOUSING, "housing-desk")


def test_a_department_cannot_read_anothers_topic(desk):
    desk("routing").write(HOUSING)

    with refused(NO_TOPIC):
        desk("transport").read(HOUSING, "transport-desk")


def test_a_department_cannot_join_anothers_group(desk):
    with refused(NO_GROUP):
        desk("transport").read(TRANSPORT, "housing-desk")


@pytest.mark.parametrize(
    "topic", ["departments.housing.replies", TRANSPORT, "intake.cases"]
)
def test_a_department_writes_only_its_own_replies(desk, topic):
    with refused(NO_TOPIC):
        desk("transport").write(topic)
    desk("transport").write("departments.transport.replies")


def test_contacts_are_read_by_notification_and_by_no_other_service(desk):
    written = desk("intake").write("intake.contacts")

    for service in ("routing", "dispute"):
        with refused(NO_TOPIC):
            desk(service).read("intake.contacts", f"tongban-{service}-test")
    group = "tongban-notification-test"
    assert written in desk("notification").read("intake.contacts", group)


@pytest.mark.parametrize(
    ("principal", "group"),
    [
        ("auditor", "auditor-1"),
        ("operator", "operator-1"),
        ("housing", "housing-desk"),
    ],
)
def test_contacts_are_read_by_nobody_else_either(desk, principal, group):
    desk("intake").write("intake.contacts")

    with refused(NO_GROUP if principal == "operator" else NO_TOPIC):
        desk(principal).read("intake.contacts", group)


def test_the_auditor_reads_city_topics_and_writes_nothing(desk):
    written = desk("intake").write("intake.cases")

    assert written in desk("auditor").read("intake.cases", "auditor-1")
    with refused(NO_TOPIC):
        desk("auditor").read(HOUSING, "auditor-1")
    with refused(NO_TOPIC):
        desk("auditor").write("intake.cases")


def test_the_operator_sees_how_far_a_group_is_but_no_message(desk, stack):
    desk("intake").write("intake.cases")
    desk("notification").read("intake.cases", "tongban-notification-test")

    group = "tongban-notification-test"
    described = AdminClient(stack.login("operator").for_librdkafka())
    assert described.describe_consumer_groups([group])[group].result(PATIENCE)
    with refused(NO_GROUP):
        desk("operator").read("intake.cases", group)


def test_the_dispute_service_is_the_mediation_centre(desk):
    topic = "departments.mediation-centre.tasks"
    written = desk("routing").write(topic)

    assert written in desk("dispute").read(topic, "tongban-dispute-test")
    with refused(NO_TOPIC):
        desk("dispute").read(HOUSING, "tongban-dispute-test")


def test_a_wrong_password_is_turned_away(stack):
    wrong = stack.login("housing").for_librdkafka() | {"sasl.password": "guess"}
    seen = []
    Producer({**wrong, "log_level": 0, "error_cb": seen.append}).poll(PATIENCE)

    assert seen[0].code() == KafkaError._AUTHENTICATION
