"""One test for each kind of change that breaks a program somebody else wrote."""

from copy import deepcopy
from typing import Annotated, Any, ClassVar, Literal

import pytest
from pydantic import AwareDatetime, Field

from contracts.codes import Code
from contracts.envelope import Payload
from contracts.evolution.changes import breaking
from contracts.evolution.promises import promise
from contracts.sealed import For, Sealed

TYPE = "tongban.intake.bin-emptied.v1"


def fact(**fields: Any) -> dict[str, Any]:
    """The promise of a payload with these annotations and defaults."""
    annotations = {name: kind for name, (kind, _) in fields.items()}
    defaults = {name: value for name, (_, value) in fields.items() if value is not ...}
    body = {"__annotations__": {"TYPE": ClassVar[str], **annotations}, **defaults}
    body |= {"TYPE": TYPE, "__module__": __name__}
    return promise(type("BinEmptied", (Payload,), body))


def change(old: tuple, new: tuple) -> list[str]:
    return breaking(fact(field=old), fact(field=new))


def schema(**words: Any) -> dict[str, Any]:
    return {"type": "object", "properties": {"field": words}}


def test_the_same_promise_breaks_nobody():
    assert change((Code, ...), (Code, ...)) == []


def test_a_new_optional_field_breaks_nobody():
    assert breaking(fact(), fact(field=(Code | None, None))) == []
    assert breaking(fact(), fact(field=(bool, False))) == []


def test_other_words_about_a_field_break_nobody():
    described = Annotated[str, Field(description="in other words", title="Another")]

    assert change((str, ...), (described, ...)) == []


def test_a_removed_field():
    assert breaking(fact(field=(Code, ...)), fact()) == [
        "data.field: the field was removed"
    ]


def test_a_removed_optional_field():
    assert breaking(fact(field=(Code | None, None)), fact()) == [
        "data.field: the field was removed"
    ]


def test_a_renamed_field_is_a_removed_one():
    said = breaking(fact(field=(Code | None, None)), fact(other=(Code | None, None)))

    assert said == ["data.field: the field was removed"]


def test_a_new_required_field():
    assert breaking(fact(), fact(field=(Code, ...))) == [
        "data.field: a new field is required, and old messages lack it"
    ]


def test_an_optional_field_that_became_required():
    said = change((Code, "normal"), (Code, ...))

    assert "data.field: the field became required, and old messages may lack it" in said


def test_a_required_field_that_became_optional():
    said = change((Code, ...), (Code, "normal"))

    assert "data.field: the field became optional, and older readers need it" in said


def test_another_default_gives_old_messages_another_meaning():
    assert change((Code, "normal"), (Code, "urgent")) == [
        "data.field: default changed from 'normal' to 'urgent'"
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (str, int, "type changed from 'string' to 'integer'"),
        (int, str, "type changed from 'integer' to 'string'"),
        (int, float, "type changed from 'integer' to 'number'"),
        (str, AwareDatetime, "format changed from None to 'date-time'"),
        (str, Code, "pattern changed from None to"),
        (str, tuple[str, ...], "type changed"),
        (str, str | None, "the type changed (0 variants, now 2)"),
        (tuple[str, ...], tuple[int, ...], "field[]: type changed"),
        (dict[str, str], dict[str, int], "field.*: type changed"),
        (tuple[str, str], tuple[str, int], "type changed from 'string' to 'integer'"),
        (
            Annotated[Sealed, For("intake")],
            Annotated[Sealed, For("notification")],
            "x-sealed-for changed from 'intake' to 'notification'",
        ),
        (
            Annotated[Sealed, For("intake")],
            Sealed,
            "x-sealed-for changed from 'intake' to None",
        ),
    ],
)
def test_another_type_format_pattern_or_reader(old, new, said):
    assert any(said in sentence for sentence in change((old, ...), (new, ...)))


def test_a_new_value():
    assert change((Literal["a", "b"], ...), (Literal["a", "b", "c"], ...)) == [
        "data.field: the value 'c' is new, and older readers refuse it"
    ]


def test_a_removed_value():
    assert change((Literal["a", "b", "c"], ...), (Literal["a", "b"], ...)) == [
        "data.field: the value 'c' was removed"
    ]


LOWER = ("minLength", "minimum", "exclusiveMinimum", "minItems", "minProperties")
UPPER = ("maxLength", "maximum", "exclusiveMaximum", "maxItems", "maxProperties")


@pytest.mark.parametrize(
    ("word", "before", "after"),
    [(word, 3, 4) for word in LOWER]
    + [(word, None, 4) for word in LOWER]
    + [(word, 4, 3) for word in UPPER]
    + [(word, None, 3) for word in UPPER],
)
def test_a_narrowed_bound(word, before, after):
    old = {word: before} if before is not None else {}
    said = breaking(schema(**old), schema(**{word: after}))

    assert said == [
        f"field: {word} was narrowed from {before} to {after}; old messages exceed it"
    ]


@pytest.mark.parametrize(("word", "before", "after"), [("maxLength", 3, 4)])
def test_a_widened_bound_breaks_older_readers(word, before, after):
    said = breaking(schema(**{word: before}), schema(**{word: after}))

    assert said == [f"field: {word} was widened from 3 to 4; older readers refuse more"]


def test_a_keyword_nobody_thought_of():
    assert breaking(schema(), schema(multipleOf=5)) == [
        "field: multipleOf changed from None to 5"
    ]


def test_a_change_deep_inside_is_named_by_its_place():
    old = fact(field=(tuple[dict[str, Literal["a"]], ...], ...))
    new = fact(field=(tuple[dict[str, Literal["b"]], ...], ...))

    assert breaking(old, new) == ["data.field[].*: const changed from 'a' to 'b'"]


def test_a_changed_envelope_breaks_everybody():
    new = deepcopy(fact())
    new["properties"]["source"]["maxLength"] = 20
    del new["properties"]["causationid"]

    assert breaking(fact(), new) == [
        "causationid: the field was removed",
        "source: maxLength was narrowed from 200 to 20; old messages exceed it",
    ]


def test_a_schema_that_holds_itself_is_walked_once():
    tree = {"$ref": "#/$defs/Tree"}
    old = {"$defs": {"Tree": {"type": "object", "properties": {"a": tree}}}, **tree}
    new = deepcopy(old)
    new["$defs"]["Tree"]["properties"]["b"] = {"type": "string"}

    assert breaking(old, new) == []
    assert breaking(new, old) == ["b: the field was removed"]
