"""The embedded stack keeps what it was given, and says what is in its way."""

import os
import signal
import socket
import subprocess
import sys
from uuid import uuid4

import pytest
from confluent_kafka import Consumer, Producer, TopicPartition
from pymongo import MongoClient
from pymongo.write_concern import WriteConcern

from deploy.local import jars
from deploy.local.places import REPOSITORY, StackError, free_base
from deploy.local.stack import Stack
from deploy.local.waiting import until

pytestmark = pytest.mark.stack

TOPIC = "departments.housing.replies"


@pytest.fixture(scope="module")
def own_stack(tmp_path_factory):
    """A stack of this module alone, to be stopped and killed."""
    root = tmp_path_factory.mktemp("own")
    with Stack(root, free_base(), ("kafka", "mongo")) as running:
        yield running


def publish(stack: Stack) -> bytes:
    value, failures = uuid4().hex.encode(), []
    producer = Producer({**stack.login("housing").for_librdkafka(), "log_level": 0})
    producer.produce(
        TOPIC,
        value,
        partition=0,
        on_delivery=lambda error, _: failures.append(error) if error else None,
    )
    assert producer.flush(30) == 0
    assert not failures
    return value


def published(stack: Stack) -> list[bytes]:
    login = stack.login("routing").for_librdkafka()
    reader = Consumer({**login, "group.id": "tongban-routing-look"})
    _, end = reader.get_watermark_offsets(TopicPartition(TOPIC, 0), timeout=30)
    reader.assign([TopicPartition(TOPIC, 0, 0)])
    values = [reader.poll(30).value() for _ in range(end)]
    reader.close()
    return values


def store(stack: Stack, name: str) -> None:
    with MongoClient(stack.environment("intake")["TONGBAN_MONGO"]) as client:
        things = client["test"].get_collection(
            "things", write_concern=WriteConcern("majority", j=True)
        )
        things.insert_one({"_id": name})


def stored(stack: Stack) -> set[str]:
    with MongoClient(stack.environment("intake")["TONGBAN_MONGO"]) as client:
        return {thing["_id"] for thing in client["test"]["things"].find()}


def test_a_stop_and_a_start_elsewhere_keep_messages_and_documents(own_stack):
    message, password = publish(own_stack), own_stack.login("housing").password
    store(own_stack, "kept")
    own_stack.stop()

    with Stack(own_stack.places.root, free_base(), own_stack.names) as moved:
        assert message in published(moved)
        assert "kept" in stored(moved)
        assert moved.login("housing").password == password
    own_stack.start()


def test_a_killed_broker_comes_back_with_what_it_acknowledged(own_stack):
    message = publish(own_stack)
    own_stack.wait_restarted("kafka", own_stack.kill("kafka"))

    assert message in published(own_stack)
    assert publish(own_stack) in published(own_stack)


def test_a_killed_database_comes_back_with_what_it_acknowledged(own_stack):
    store(own_stack, "before")
    own_stack.wait_restarted("mongo", own_stack.kill("mongo"))

    store(own_stack, "after")
    assert {"before", "after"} <= stored(own_stack)


def test_a_paused_broker_can_be_stopped(own_stack):
    own_stack.pause("kafka")
    own_stack.stop_part("kafka")

    assert own_stack.pid("kafka") is None
    assert own_stack.pid("mongo")
    own_stack.start_part("kafka")


def test_starting_what_runs_changes_nothing(own_stack):
    pids = {name: own_stack.pid(name) for name in own_stack.names}
    again = Stack(own_stack.places.root, own_stack.ports.base, own_stack.names)
    again.start()

    assert {name: again.pid(name) for name in again.names} == pids


def test_a_running_stack_does_not_move(own_stack):
    elsewhere = Stack(own_stack.places.root, free_base(), own_stack.names)

    with pytest.raises(StackError, match="make down"):
        elsewhere.start()


def test_secrets_are_for_their_owner_only(stack):
    places = stack.places
    secrets = [*places.secrets.rglob("*"), *places.clients.iterdir()]

    assert len(secrets) > 50
    assert not [path for path in secrets if path.stat().st_mode & 0o077]


def test_a_taken_port_is_named_with_its_cure(tmp_path):
    stack = Stack(tmp_path, free_base(), ("mail",))
    port = stack.ports.of("mail")

    told = pytest.raises(StackError, match=f"{port} is taken, and mail wants it")
    with socket.create_server(("127.0.0.1", port)), told:
        stack.start()
    assert not stack.supervision.alive


def test_missing_java_is_named_with_its_cure(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)

    with pytest.raises(StackError, match=r"apt-get install .*jdk"):
        jars.java()


def test_the_command_line_says_what_is_wrong_without_a_trace(tmp_path):
    base = free_base()
    settings = {"TONGBAN_ROOT": str(tmp_path), "TONGBAN_PORT_BASE": str(base)}
    command = [sys.executable, "-m", "deploy.local", "up"]
    with socket.create_server(("127.0.0.1", base + 1)):
        told = subprocess.run(
            command,
            cwd=REPOSITORY,
            env=os.environ | settings,
            capture_output=True,
            text=True,
            check=False,
        )

    assert told.returncode == 1
    assert "TONGBAN_PORT_BASE" in told.stderr
    assert "Traceback" not in told.stderr


def test_a_dead_supervisor_leaves_nothing_that_blocks_the_next_start(tmp_path):
    stack = Stack(tmp_path, free_base(), ("mail",))
    with stack:
        supervisor = int((stack.places.run / "supervisord.pid").read_text())
        os.kill(supervisor, signal.SIGKILL)
        assert until(lambda: not stack.supervision.alive, 10)

        stack.start()
        assert stack.part("mail").ready()
