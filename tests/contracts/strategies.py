"""Documents that somebody else's program may write, knowing only a schema of ours."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from typing import Any

from hypothesis import strategies as st

from contracts.evolution.promises import EXAMPLES

ANYWHEN = st.datetimes(timezones=st.just(UTC))
OF_FORMAT = {
    "uuid": st.uuids().map(str),
    "date-time": ANYWHEN.map(datetime.isoformat),
}


def documents(schema: dict[str, Any], defs: dict[str, Any]) -> st.SearchStrategy:
    """Any value that the schema allows, of the words our contracts use."""
    schema = defs.get(schema.get("$ref", "").removeprefix("#/$defs/"), schema)
    if "const" in schema:
        return st.just(schema["const"])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if "anyOf" in schema:
        return st.one_of([documents(part, defs) for part in schema["anyOf"]])
    return _OF_TYPE[schema["type"]](schema, defs)


def _object(schema: dict, defs: dict) -> st.SearchStrategy:
    fields = {name: documents(p, defs) for name, p in schema["properties"].items()}
    required = schema.get("required", [])
    return st.fixed_dictionaries(
        {name: field for name, field in fields.items() if name in required},
        optional={
            name: field for name, field in fields.items() if name not in required
        },
    )


def _text(schema: dict, defs: dict) -> st.SearchStrategy:
    if "format" in schema:
        return OF_FORMAT[schema["format"]]
    pattern = re.compile(schema.get("pattern", ""))
    longest = schema.get("maxLength", 1_000_000)
    fitting = [w for w in _spoken() if pattern.search(w) and len(w) <= longest]
    return st.sampled_from(fitting)


@cache
def _spoken() -> tuple[str, ...]:
    """Every text of every example, to be tried in every place it fits."""
    files = sorted(EXAMPLES.glob("*/*.json"))
    texts = (text for path in files for text in _texts(json.loads(path.read_text())))
    return tuple(dict.fromkeys(texts))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)


def _number(schema: dict, defs: dict) -> st.SearchStrategy:
    return st.integers(schema.get("minimum"), schema.get("maximum"))


def _list(schema: dict, defs: dict) -> st.SearchStrategy:
    return st.lists(documents(schema["items"], defs), max_size=3)


_OF_TYPE = {
    "object": _object,
    "string": _text,
    "integer": _number,
    "array": _list,
    "boolean": lambda schema, defs: st.booleans(),
    "null": lambda schema, defs: st.none(),
}
