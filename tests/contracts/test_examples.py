"""Every example ever committed still means what it meant."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from contracts.evolution.promises import EXAMPLES, promises
from contracts.evolution.replay import holds
from contracts.topics import PAYLOADS, decode, encode

FILES = sorted(EXAMPLES.glob("*/*.json"))
PROMISES = promises()
by_name = pytest.mark.parametrize(
    "path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}"
)


@by_name
def test_it_decodes_and_encodes_to_the_same_values(path: Path):
    document = json.loads(path.read_text())
    event = decode(path.read_bytes())

    assert event.type == path.parent.name
    assert holds(json.loads(encode(event)), document)
    assert decode(encode(event)) == event


@by_name
def test_it_is_valid_under_its_schema(path: Path):
    schema = PROMISES[path.parent.name]

    Draft202012Validator(schema).validate(json.loads(path.read_text()))


@by_name
def test_its_area_is_of_no_real_city(path: Path):
    data = json.loads(path.read_text())["data"]

    assert data.get("area", "9901").startswith("9901")


def test_every_event_has_an_example_and_every_example_an_event():
    assert {path.parent.name for path in FILES} == set(PAYLOADS)
    assert {folder.name for folder in EXAMPLES.iterdir()} == set(PAYLOADS)


def test_each_is_numbered_and_named_for_what_it_shows():
    for path in FILES:
        number, _, name = path.stem.partition("-")
        assert number.isdigit(), path
        assert name, path


@pytest.mark.parametrize("type", sorted(PAYLOADS))
def test_each_schema_is_json_schema_2020_12(type):
    Draft202012Validator.check_schema(PROMISES[type])
