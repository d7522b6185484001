"""What outsiders read of a contract: everything in it says what it means."""

from collections.abc import Iterator

import pytest

from contracts.evolution.promises import promises
from contracts.sealed import INSIDE, Person
from contracts.topics import TOPICS

PROMISES = promises()


def wordless(schema: dict) -> Iterator[str]:
    for name, field in schema.get("properties", {}).items():
        parts = [field, field.get("items", {}), *field.get("anyOf", [])]
        if not any("description" in part or "$ref" in part for part in parts):
            yield name


@pytest.mark.parametrize("type", sorted(PROMISES))
def test_every_event_and_every_field_of_it_is_explained(type):
    for schema in PROMISES[type]["$defs"].values():
        assert schema["description"]
        assert list(wordless(schema)) == []


def test_every_attribute_of_the_envelope_that_is_ours_is_explained():
    envelope = PROMISES["tongban.routing.task-assigned.v1"]

    assert set(wordless(envelope)) == {"datacontenttype", "type"}


@pytest.mark.parametrize("inside", [*INSIDE, Person], ids=lambda c: c.__name__)
def test_what_is_inside_a_sealed_field_is_explained(inside):
    schema = inside.model_json_schema()

    assert schema["description"]
    assert list(wordless(schema)) == []


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)
def test_every_topic_says_what_it_is_about(topic):
    assert topic.about.endswith(".")


def test_own_words_of_a_field_win_over_those_of_its_type():
    data = PROMISES["tongban.routing.task-assigned.v1"]["$defs"]["TaskAssigned"]

    assert data["properties"]["whistled_by"]["description"].startswith("The street")
    assert data["properties"]["department"]["description"].startswith("A department")
