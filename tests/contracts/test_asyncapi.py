"""The AsyncAPI document is valid, whole, and says what the table of topics says."""

import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator, Draft202012Validator

from contracts.asyncapi.channels import channel_id
from contracts.asyncapi.document import FILE, document, is_kept
from contracts.asyncapi.messages import ON_KAFKA
from contracts.topics import DEPARTMENT, PAYLOADS, TOPICS
from services.kit.writing.outbox.publisher import CONTENT_TYPE

OFFICIAL = Path(__file__).parent / "asyncapi" / "3.0.0.json"
SAID = document()
BY_NAME = {topic.name: SAID["channels"][channel_id(topic)] for topic in TOPICS}
each_topic = pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)


@pytest.fixture(scope="module")
def official() -> Draft7Validator:
    return Draft7Validator(json.loads(OFFICIAL.read_text()))


def pointers(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        part = list(part.values())
    if isinstance(part, list):
        for inner in part:
            yield from pointers(inner)


def at(pointer: str) -> Any:
    found: Any = SAID
    for step in pointer.removeprefix("#/").split("/"):
        found = found[step]
    return found


def test_the_committed_document_is_what_the_code_says():
    assert is_kept(FILE), "run `make contracts`"


def test_it_is_valid_under_the_official_schema(official):
    assert [error.message for error in official.iter_errors(SAID)] == []


@pytest.mark.parametrize("word", ["info", "channels", "operations"])
def test_the_official_schema_sees_what_is_wrong(official, word):
    broken = deepcopy(SAID)
    broken[word] = {"wrong": {"nothing": "of the kind"}}

    assert not official.is_valid(broken)


def test_every_reference_points_somewhere():
    assert all(at(pointer) for pointer in pointers(SAID))


@pytest.mark.parametrize("type", sorted(PAYLOADS))
def test_every_example_is_valid_under_its_message(type):
    message = SAID["components"]["messages"][type]
    schema = {**message["payload"], "components": SAID["components"]}

    assert message["examples"]
    for example in message["examples"]:
        Draft202012Validator(schema).validate(example["payload"])


@pytest.mark.parametrize("type", sorted(PAYLOADS))
def test_a_message_refuses_what_the_event_refuses(type):
    message = SAID["components"]["messages"][type]
    schema = {**message["payload"], "components": SAID["components"]}
    sent = message["examples"][0]["payload"]
    other = {"type": "tongban.intake.bin-emptied.v1"}

    for wrong in ({"sequence": "1"}, other, {"data": {}}, {"source": "nowhere"}):
        assert not Draft202012Validator(schema).is_valid(sent | wrong)


@each_topic
def test_a_channel_is_its_topic(topic):
    channel = BY_NAME[topic.name]
    kafka = channel["bindings"]["kafka"]

    assert channel["address"] == topic.name
    assert list(channel["messages"]) == [fact.TYPE for fact in topic.carries]
    assert kafka["partitions"] == topic.partitions
    assert kafka["topicConfiguration"]["retention.ms"] == (
        topic.retention.total_seconds() * 1000
    )


@each_topic
def test_a_department_is_a_parameter_of_its_topics_and_of_no_other(topic):
    named = BY_NAME[topic.name].get("parameters", {})

    assert bool(named) is topic.per_department
    assert all(f"{{{name}}}" == DEPARTMENT for name in named)


def test_whoever_writes_or_reads_has_an_operation_and_nobody_else():
    told = {
        (operation["action"], name.split(".")[0], operation["channel"]["$ref"])
        for name, operation in SAID["operations"].items()
    }
    table = {
        (action, who.strip("{}"), f"#/channels/{channel_id(topic)}")
        for topic in TOPICS
        for action, parties in (("send", [topic.writer]), ("receive", topic.readers))
        for who in parties
    }

    assert told == table


def test_sealed_fields_and_what_they_hold_are_there():
    schemas = SAID["components"]["schemas"]
    content = schemas["ContentGranted"]["properties"]["content"]

    assert content["x-sealed-for"] == DEPARTMENT
    assert {"CaseContent", "AnswerText", "ContactCard", "PartyCard"} <= schemas.keys()


def test_the_content_type_is_the_one_on_kafka():
    assert ("content-type", ON_KAFKA.encode()) == CONTENT_TYPE
