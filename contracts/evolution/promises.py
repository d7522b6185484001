"""What an event promises: its schema, where it travels, and its examples."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from contracts.envelope import Event, Payload, schema_id
from contracts.evolution.changes import breaking
from contracts.evolution.locks import Promise
from contracts.topics import PAYLOADS, TOPICS, Topic

ROUTE = ("key", "partitions", "writer")
CONTRACTS = Path(__file__).parents[1]
EXAMPLES = CONTRACTS / "examples"
SCHEMAS = CONTRACTS / "schemas"
CURE = "Take it back, or leave {name} as it is and write its next version beside it"


def promises(examples: Path = EXAMPLES) -> dict[str, Promise]:
    """By type: JSON Schema 2020-12 of the document that travels."""
    return {
        type: promise(fact, _examples_of(type, examples))
        for type, fact in PAYLOADS.items()
    }


def promise(fact: type[Payload], examples: dict[str, str] | None = None) -> Promise:
    schema = Event[fact].model_json_schema(mode="serialization")  # type: ignore[valid-type]
    schema["properties"]["type"] = {"const": fact.TYPE, "type": "string"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": schema_id(fact.TYPE),
        **schema,
        "title": fact.TYPE,
        "x-tongban": {
            "topics": {t.name: _route(t) for t in TOPICS if fact in t.carries},
            "examples": examples or {},
        },
    }


def refuse(promised: Promise, today: Promise) -> list[str]:
    """Every way in which today's promise breaks the one that was given."""
    notes, notes_today = promised["x-tongban"], today["x-tongban"]
    return [
        *breaking(_schema_of(promised), _schema_of(today)),
        *_topics(notes["topics"], notes_today["topics"]),
        *_examples(notes["examples"], notes_today["examples"]),
    ]


def _schema_of(promise: Promise) -> dict[str, Any]:
    return {word: said for word, said in promise.items() if word != "x-tongban"}


def _route(topic: Topic) -> Promise:
    return {
        "key": "subject",
        "partitions": topic.partitions,
        "retention_days": topic.retention.days,
        "writer": topic.writer,
        "readers": list(topic.readers),
    }


def _topics(old: Promise, new: Promise) -> Iterator[str]:
    for name, route in old.items():
        if name not in new:
            yield f"it no longer goes to the topic {name}"
            continue
        for word in ROUTE:
            if route[word] != new[name][word]:
                change = f"from {route[word]!r} to {new[name][word]!r}"
                yield f"topic {name}: {word} changed {change}"


def _examples(old: dict[str, str], new: dict[str, str]) -> Iterator[str]:
    for name, digest in old.items():
        if name not in new:
            yield f"the example {name} was removed; examples are only added"
        elif new[name] != digest:
            yield f"the example {name} was changed; examples are only added"


def _examples_of(type: str, folder: Path) -> dict[str, str]:
    paths = sorted((folder / type).glob("*.json"))
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in paths}
