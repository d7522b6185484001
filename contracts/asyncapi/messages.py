"""What travels: each event as a message, each of its shapes as a schema."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic.json_schema import models_json_schema

from contracts.codes import UUID_PATTERN
from contracts.envelope import Payload
from contracts.evolution.promises import EXAMPLES, promise
from contracts.sealed import INSIDE
from contracts.topics import PAYLOADS

Json = dict[str, Any]

CONTENT_TYPE = "application/cloudevents+json"
ON_KAFKA = f"{CONTENT_TYPE}; charset=UTF-8"
"""As the header of a record says it."""
KAFKA = "0.5.0"
"""The version of AsyncAPI's bindings for Kafka."""
ENVELOPE = "CloudEvent"
OWN = ("type", "data")
"""Attributes of the envelope in which the events differ."""
SCHEMAS, MESSAGES, TRAITS = (
    f"#/components/{kind}" for kind in ("schemas", "messages", "messageTraits")
)


def ref(*pointer: str) -> Json:
    return {"$ref": "/".join(pointer)}


def messages() -> Json:
    return {type: _message(type, fact) for type, fact in PAYLOADS.items()}


def traits() -> Json:
    """What is true of every message."""
    key = {"type": "string", "pattern": UUID_PATTERN, "description": "The case."}
    headers = {
        "content-type": {"type": "string", "examples": [ON_KAFKA]},
        "traceparent": {"type": "string", "description": "W3C Trace Context."},
    }
    return {
        ENVELOPE: {
            "contentType": CONTENT_TYPE,
            "headers": {"type": "object", "properties": headers},
            "correlationId": {
                "location": "$message.payload#/correlationid",
                "description": "The case that everything is about.",
            },
            "bindings": {"kafka": {"key": key, "bindingVersion": KAFKA}},
        }
    }


def schemas() -> Json:
    """The envelope, what it holds, and what a sealed field holds once it is open."""
    events = {type: promise(fact) for type, fact in PAYLOADS.items()}
    shared = {ENVELOPE: _envelope(next(iter(events.values())))}
    whole = {type: _whole(type, said) for type, said in events.items()}
    held = {name: part for said in events.values() for name, part in _defs(said)}
    inside = models_json_schema([(kind, "serialization") for kind in INSIDE])[1]
    return {**shared, **whole, **held, **dict(_defs(inside))}


def _message(type: str, fact: type[Payload]) -> Json:
    summary, _, more = (fact.__doc__ or "").partition("\n")
    message = {
        "name": type,
        "title": fact.__name__,
        "summary": summary,
        "description": _dedented(more),
        "tags": [{"name": type.split(".")[1]}],
        "traits": [ref(TRAITS, ENVELOPE)],
        "payload": ref(SCHEMAS, type),
        "examples": list(_examples(EXAMPLES / type)),
    }
    return {word: said for word, said in message.items() if said}


def _examples(folder: Path) -> Iterator[Json]:
    for path in sorted(folder.glob("*.json")):
        words = path.stem.partition("-")[2].replace("-", " ")
        yield {"name": path.stem, "summary": words, "payload": _read(path)}


def _envelope(event: Json) -> Json:
    """The attributes that every event has, taken from any of them."""
    properties = {n: p for n, p in event["properties"].items() if n not in OWN}
    required = [name for name in event["required"] if name not in OWN]
    return {
        "type": "object",
        "description": "A CloudEvents 1.0 document.",
        "properties": _portable(properties),
        "required": required,
    }


def _whole(type: str, event: Json) -> Json:
    own = {
        "type": "object",
        "properties": {name: event["properties"][name] for name in OWN},
        "required": list(OWN),
    }
    return {
        "title": type,
        "allOf": [ref(SCHEMAS, ENVELOPE), _portable(own)],
        "x-schema": event["$id"],
    }


def _defs(schema: Json) -> Iterator[tuple[str, Json]]:
    for name, part in schema.get("$defs", {}).items():
        yield name, _portable(part)


def _portable(schema: Any) -> Any:
    """Pointing into this document; without the titles that only repeat names."""
    if isinstance(schema, list):
        return [_portable(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return ref(SCHEMAS, schema["$ref"].removeprefix("#/$defs/"))
    return {
        word: _portable(said)
        for word, said in schema.items()
        if word != "title" or not isinstance(said, str)
    }


def _read(path: Path) -> Json:
    document: Json = json.loads(path.read_text())
    return document


def _dedented(text: str) -> str:
    return "\n".join(line.strip() for line in text.split("\n")).strip()
