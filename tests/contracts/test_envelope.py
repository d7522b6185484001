"""An event is a CloudEvents 1.0 document, checked by the rules of the specification."""

import json
import re
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from pydantic import ValidationError

from contracts.envelope import Event, event, event_id
from contracts.evolution.promises import EXAMPLES
from contracts.routing import TaskAcknowledged
from contracts.topics import PAYLOADS, decode, encode

CASE = "0190a000-0000-7000-8000-000000000001"
NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
DEFINED = {"id", "source", "specversion", "type"}
DEFINED |= {"datacontenttype", "dataschema", "subject", "time", "data"}


def first_of(type: str) -> Event:
    return decode(min((EXAMPLES / type).iterdir()).read_bytes())


def acknowledged(sequence: int = 1) -> Event[TaskAcknowledged]:
    fact = TaskAcknowledged(case_id=CASE, task_id=CASE, department="housing")
    return event(fact, f"/routing/handlings/{CASE}", sequence, NINE, None)


@pytest.mark.parametrize("type", sorted(PAYLOADS))
def test_required_attributes_are_text_and_not_empty(type):
    document = json.loads(encode(first_of(type)))

    assert document["specversion"] == "1.0"
    for name in ("id", "source", "type"):
        assert isinstance(document[name], str)
        assert document[name]


@pytest.mark.parametrize("type", sorted(PAYLOADS))
def test_optional_attributes_have_the_forms_asked_for(type):
    document = json.loads(encode(first_of(type)))

    assert RFC3339.fullmatch(document["time"])
    assert document["subject"]
    assert document["datacontenttype"] == "application/json"
    assert urlsplit(document["dataschema"]).scheme, "an absolute URI is asked for"
    assert urlsplit(document["source"]).path == document["source"]


@pytest.mark.parametrize("type", sorted(PAYLOADS))
def test_extensions_have_plain_names_and_plain_values(type):
    document = json.loads(encode(first_of(type)))

    for name in document.keys() - DEFINED:
        assert re.fullmatch(r"[a-z0-9]{1,20}", name)
        assert isinstance(document[name], str)
    assert "data_base64" not in document


@pytest.mark.parametrize("type", sorted(PAYLOADS))
def test_every_event_survives_the_wire(type):
    sent = first_of(type)

    assert decode(encode(sent)) == sent
    assert encode(decode(encode(sent))) == encode(sent)


def test_the_id_follows_from_source_and_sequence():
    one, two = acknowledged(1), acknowledged(2)

    assert one.id == event_id(one.source, 1) == acknowledged(1).id
    assert one.id != two.id
    assert one.id.version == 5


def test_sequences_sort_as_text_as_they_do_as_numbers():
    written = [json.loads(encode(acknowledged(n)))["sequence"] for n in (2, 9, 10, 99)]

    assert written == sorted(written)
    assert written[0] == "00000002"


def test_the_case_is_subject_key_and_correlation():
    sent = acknowledged()

    assert sent.subject == sent.correlationid == sent.data.case_id == CASE


def test_what_is_not_known_is_left_out_and_never_null():
    assert b"null" not in encode(acknowledged())
    assert b"causationid" not in encode(acknowledged())


def test_an_event_does_not_change():
    with pytest.raises(ValidationError):
        acknowledged().source = "/somebody/else/1"
