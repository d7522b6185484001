"""What never travels in the clear: anything a person could be known by, or has said."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from contracts.evolution.promises import promise
from contracts.topics import DEPARTMENT, PAYLOADS

PERSONAL = re.compile(
    r"(^|_)(name|names|phone|mobile|email|mail|address|id_number|id_card|birth|birthday"
    r"|gender|sex|age|contact|applicant|agent|party|person|text|title|content|answer"
    r"|comment|remark|note|statement|words|description|plate|account|passport|photo)s?"
    r"(_|$)"
)
NO_PERSON = {"party_id", "party_answered", "for_agent"}
"""References, not people."""

OWN_WORDS = {"words_zh", "words_en"}
"""Sentences of the platform's own; nobody else can write them."""

NARROW = {"pattern", "enum", "const", "format"}


def fields(schema: dict[str, Any], name: str, defs: dict) -> Iterator[tuple[str, dict]]:
    """Every leaf of a payload: the field's name and its schema."""
    schema = defs.get(schema.get("$ref", "").removeprefix("#/$defs/"), schema)
    inner = [*schema.get("anyOf", []), *schema.get("prefixItems", [])]
    inner += [part for part in (schema.get("items"),) if isinstance(part, dict)]
    inner += [p for p in (schema.get("additionalProperties"),) if isinstance(p, dict)]
    for part in inner:
        yield from fields(part, name, defs)
    for field, part in schema.get("properties", {}).items():
        yield from fields(part, field, defs)
    if not inner and "properties" not in schema:
        yield name, schema


def data_of(type: str) -> list[tuple[str, dict]]:
    schema = promise(PAYLOADS[type])
    return list(fields(schema["properties"]["data"], "data", schema["$defs"]))


@pytest.mark.parametrize("type", sorted(PAYLOADS))
def test_what_sounds_like_a_person_is_sealed(type):
    in_the_clear = [
        name
        for name, schema in data_of(type)
        if PERSONAL.search(name)
        and name not in NO_PERSON | OWN_WORDS
        and "x-sealed-for" not in schema
        and schema.get("type") != "null"
    ]

    assert in_the_clear == []


@pytest.mark.parametrize("type", sorted(PAYLOADS))
def test_text_is_too_narrow_for_anybodys_words(type):
    wide = [
        name
        for name, schema in data_of(type)
        if schema.get("type") == "string"
        and name not in OWN_WORDS
        and not NARROW & schema.keys()
    ]

    assert wide == []


@pytest.mark.parametrize("type", sorted(PAYLOADS))
def test_nothing_is_of_any_shape_at_all(type):
    assert [name for name, schema in data_of(type) if "type" not in schema] == []


READERS = {"intake", "routing", "dispute", "notification", DEPARTMENT}


@pytest.mark.parametrize("type", sorted(PAYLOADS))
def test_a_sealed_field_names_one_reader_that_exists(type):
    named = {schema["x-sealed-for"] for _, schema in _sealed(type)}

    assert named <= READERS


def _sealed(type: str) -> list[tuple[str, dict]]:
    return [(n, schema) for n, schema in data_of(type) if "x-sealed-for" in schema]


def test_the_rule_sees_a_planted_name():
    assert PERSONAL.search("applicant_name")
    assert PERSONAL.search("phone")
    assert not PERSONAL.search("department")
    assert not PERSONAL.search("channel")
