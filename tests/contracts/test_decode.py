"""Bytes nobody can explain, and what is said of them: never a value."""

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.department import TaskReply
from contracts.evolution.promises import EXAMPLES
from contracts.topics import UnknownType, Unreadable, decode

PLANTED = "张三139-0000-0001"
GOOD = json.loads(
    (EXAMPLES / "tongban.routing.task-assigned.v1" / "01-lead.json").read_text()
)


def sent(**changes) -> bytes:
    return json.dumps(GOOD | changes, ensure_ascii=False).encode()


def said_of(raw: bytes | None) -> str:
    with pytest.raises(Unreadable) as raised:
        decode(raw)
    error = raised.value
    assert error.__cause__ is None
    assert error.__suppress_context__ or error.__context__ is None
    return f"{error!r} {error}"


@pytest.mark.parametrize(
    "raw",
    [
        None,
        b"",
        b"\x00",
        b"\xff\xfe\xfa",
        b"null",
        b"[]",
        b"1",
        b'"text"',
        b"{}",
        b"{",
        b"NaN",
        b"[" * 10_000,
        b'{"type": null}',
        b'{"type": 1}',
        b'{"type": []}',
        b'{"type": {}}',
        b'{"type": "' + "\ud83d".encode("utf-8", "surrogatepass") + b'"}',
        "\ufeff{}".encode(),
        json.dumps(GOOD).encode()[:-1],
        json.dumps(GOOD).encode("utf-16"),
    ],
)
def test_garbage_of_all_sorts_is_unreadable(raw):
    assert said_of(raw)


@pytest.mark.parametrize("field", sorted(GOOD.keys() - {"dataschema", "causationid"}))
def test_an_attribute_that_is_not_what_it_should_be_is_not_echoed(field):
    said = said_of(sent(**{field: PLANTED}))

    assert PLANTED not in said
    assert "张三" not in said


@pytest.mark.parametrize("field", sorted(GOOD["data"]))
def test_a_value_that_is_not_what_it_should_be_is_not_echoed(field):
    said = said_of(sent(data=GOOD["data"] | {field: {"name": PLANTED}}))

    assert field in said
    assert "张三" not in said


def test_an_unknown_name_is_ignored_wherever_a_newer_writer_puts_it():
    newer = sent(data=GOOD["data"] | {"new": {PLANTED: 1}}, newattribute="x")

    assert decode(newer) == decode(sent())


def test_a_well_formed_event_of_an_unknown_type_is_a_newer_writers():
    with pytest.raises(UnknownType, match=r"tongban\.routing\.task-sung\.v1"):
        decode(sent(type="tongban.routing.task-sung.v1"))


def test_a_malformed_event_of_an_unknown_type_is_plain_unreadable():
    with pytest.raises(Unreadable) as raised:
        decode(sent(type="tongban.routing.task-sung.v1", time=PLANTED))
    assert not isinstance(raised.value, UnknownType)


@given(st.binary(max_size=200))
def test_no_bytes_do_anything_but_be_unreadable(raw):
    with pytest.raises(Unreadable):
        decode(raw)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(sorted(GOOD)), VALUES, min_size=1, max_size=4))
def test_a_tampered_document_is_read_or_unreadable_and_nothing_else(changes):
    with contextlib.suppress(Unreadable):
        decode(json.dumps(GOOD | changes).encode())


def test_a_type_that_was_not_expected_is_not_even_read():
    many = {**GOOD["data"], "co_handlers": [1] * 1_000}
    raw = sent(type="tongban.routing.handling-planned.v1", data=many)

    with pytest.raises(UnknownType):
        decode(raw, {TaskReply})


def test_what_is_wrong_everywhere_is_told_in_a_few_words():
    many = {**GOOD["data"], "co_handlers": [1] * 1_000}
    words = said_of(sent(type="tongban.routing.handling-planned.v1", data=many))

    assert len(words) < 2_100
