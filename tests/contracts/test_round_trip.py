"""Whatever a schema allows can be read, and nothing of it is lost on the way out."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.evolution.promises import promises
from contracts.topics import PAYLOADS, decode, encode
from tests.contracts.strategies import documents

PROMISES = promises()


@pytest.mark.parametrize("type", sorted(PAYLOADS))
@given(data=st.data())
@settings(max_examples=10)
def test_what_the_schema_allows_is_read_and_said_again(type, data):
    schema = PROMISES[type]
    document = data.draw(documents(schema, schema["$defs"]))
    event = decode(json.dumps(document, ensure_ascii=False).encode())

    assert event.type == type
    assert decode(encode(event)) == event
    assert encode(decode(encode(event))) == encode(event)
