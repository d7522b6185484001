"""Documents that somebody else's program may write, knowing only a schema of ours."""

from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

ANYWHEN = st.datetimes(
    datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)
)
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
    longest = schema.get("maxLength", 100)
    if "pattern" not in schema:
        return st.text(max_size=min(longest, 100))
    pattern = schema["pattern"].removesuffix("$") + r"\Z"
    words = st.from_regex(pattern, alphabet=st.characters(max_codepoint=0x9FFF))
    return words.filter(lambda text: len(text) <= longest)


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
