"""The AsyncAPI document as a person reads it: topics, events, fields, examples."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from contracts.codes import UUID_PATTERN
from contracts.sealed import JWE_PATTERN

Json = dict[str, Any]
BOUNDS = {
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "minimum": "at least {}",
    "maximum": "at most {}",
    "minItems": "at least {} entries",
    "maxItems": "at most {} entries",
}


@dataclass(frozen=True)
class Field:
    """One row of a table; `kind` may name a shape that has a table of its own."""

    name: str
    kind: str
    required: bool
    words: str
    limits: str
    sealed_for: str
    shape: str = ""


@dataclass(frozen=True)
class Shape:
    name: str
    words: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Example:
    name: str
    text: str


@dataclass(frozen=True)
class Event:
    type: str
    title: str
    summary: str
    more: str
    topics: tuple[str, ...]
    data: Shape
    examples: tuple[Example, ...]

    @property
    def sealed_for(self) -> list[str]:
        return sorted({field.sealed_for for field in self.data.fields} - {""})


@dataclass(frozen=True)
class Topic:
    """`events` are types."""

    name: str
    about: str
    writer: str
    readers: tuple[str, ...]
    key: str
    partitions: int
    days: int
    events: tuple[str, ...]


@dataclass(frozen=True)
class Catalogue:
    """Everything that one AsyncAPI document says."""

    document: Json

    @property
    def info(self) -> Json:
        return dict(self.document["info"])

    @cached_property
    def topics(self) -> tuple[Topic, ...]:
        return tuple(_topic(channel) for channel in self.document["channels"].values())

    @cached_property
    def events(self) -> tuple[Event, ...]:
        messages = self.document["components"]["messages"]
        return tuple(self._event(message) for message in messages.values())

    @property
    def envelope(self) -> Shape:
        return self.shape("CloudEvent")

    @property
    def sealed(self) -> list[Shape]:
        """What sealed fields hold: the shapes that no event shows."""
        schemas = self.document["components"]["schemas"]
        shown = {"CloudEvent"} | {event.data.name for event in self.events}
        types = {event.type for event in self.events}
        return [self.shape(name) for name in schemas if name not in shown | types]

    def shape(self, name: str) -> Shape:
        schema = self.document["components"]["schemas"][name]
        required = set(schema.get("required", ()))
        fields = schema.get("properties", {}).items()
        return Shape(
            name,
            schema.get("description", ""),
            tuple(field_of(field, said, field in required) for field, said in fields),
        )

    def _event(self, message: Json) -> Event:
        type = message["name"]
        own = self.document["components"]["schemas"][type]["allOf"][1]
        return Event(
            type,
            message["title"],
            message["summary"],
            message.get("description", ""),
            tuple(topic.name for topic in self.topics if type in topic.events),
            self.shape(named(own["properties"]["data"])),
            tuple(_example(example) for example in message["examples"]),
        )


def field_of(name: str, schema: Json, required: bool) -> Field:
    said = _innermost(schema)
    return Field(
        name,
        _kind(schema),
        required,
        schema.get("description") or said.get("description", ""),
        ", ".join(_limits(schema | said)),
        said.get("x-sealed-for", ""),
        named(said),
    )


def named(schema: Json) -> str:
    """The shape that a schema refers to, if it does."""
    return str(schema.get("$ref", "")).rpartition("/")[2]


def _innermost(schema: Json) -> Json:
    """Of a list its entries, of what may be missing that which may be there."""
    for part in schema.get("anyOf", ()):
        if part.get("type") != "null":
            return _innermost(part)
    entries = schema.get("items")
    return _innermost(entries) if isinstance(entries, dict) else schema


def _kind(schema: Json) -> str:
    if "anyOf" in schema:
        parts = [part for part in schema["anyOf"] if part.get("type") != "null"]
        return " or ".join(_kind(part) for part in parts)
    if schema.get("type") == "array":
        return f"list of {_kind(schema['items'])}"
    if schema.get("pattern") == UUID_PATTERN or schema.get("format") == "uuid":
        return "UUID"
    if "format" in schema:
        return str(schema["format"])
    return named(schema) or str(schema.get("type", "text"))


def _limits(schema: Json) -> Iterator[str]:
    if "const" in schema:
        yield f"always `{schema['const']}`"
    if "enum" in schema:
        yield "one of " + ", ".join(f"`{value}`" for value in schema["enum"])
    yield from (BOUNDS[word].format(schema[word]) for word in BOUNDS if word in schema)
    if schema.get("pattern", UUID_PATTERN) not in {UUID_PATTERN, JWE_PATTERN}:
        yield f"`{schema['pattern']}`"
    if schema.get("default") not in (None, [], {}):
        yield f"default `{json.dumps(schema['default'])}`"


def _topic(channel: Json) -> Topic:
    return Topic(
        channel["address"],
        channel["summary"],
        channel["x-writer"],
        tuple(channel["x-readers"]),
        channel["x-key"],
        channel["bindings"]["kafka"]["partitions"],
        channel["x-retention-days"],
        tuple(channel["messages"]),
    )


def _example(example: Json) -> Example:
    text = json.dumps(example["payload"], ensure_ascii=False, indent=2)
    return Example(example["summary"], text)
