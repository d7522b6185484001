"""How an aggregate lies in its document: state, inbox, outbox and alarm in one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic

from services.kit.errors import Unavailable
from services.kit.reading.arrival import Arrival
from services.kit.running.telemetry import current_traceparent
from services.kit.writing.change import State
from services.kit.writing.documents import Document, Write
from services.kit.writing.outbox.letters import Letter, Unsendable


@dataclass(frozen=True)
class Stored(Generic[State]):
    """A state and the version that an `ETag` shows."""

    state: State
    version: int


def version_of(document: Document | None) -> int:
    return document["version"] if document else 0


def trace_of(document: Document | None) -> str:
    """The trace of the fact that last changed it; empty: no fact has."""
    return str(document.get("trace", "")) if document else ""


def last_sequence(document: Document | None) -> int:
    return document["sequence"] if document else 0


def outbox_of(document: Document | None) -> tuple[Letter, ...]:
    return tuple(map(Letter.from_stored, document["outbox"])) if document else ()


def has_seen(document: Document | None, arrival: Arrival[Any]) -> bool:
    """A mark is kept per topic and source: Kafka orders nothing across topics."""
    if document is None:
        return False
    return bool(dict(document["seen"]).get(arrival.mark, 0) >= arrival.event.sequence)


def state_from(document: Document, kind: type[State]) -> State:
    """Lifts an old state; a newer one than this program knows is not touched."""
    schema, state = document["schema"], document["state"]
    if schema > kind.SCHEMA:
        raise Unavailable(f"{kind.__name__} is stored by a newer version: restart")
    for step in range(schema, kind.SCHEMA):
        state = kind.UPCASTERS[step](state)
    return kind.model_validate(state)


def write_of(
    document: Document | None,
    state: State,
    letters: Sequence[Letter],
    arrival: Arrival[Any] | None,
) -> Write:
    seen = dict(document["seen"]) if document else {}
    if arrival:
        seen[arrival.mark] = arrival.event.sequence
    fields = _fields_of(state) | {
        "seen": [list(mark) for mark in seen.items()],
        "sequence": letters[-1].sequence if letters else last_sequence(document),
    }
    if letters:
        fields["key"] = _one_key(document, letters)
    if arrival:
        fields["trace"] = current_traceparent()
    return Write(fields, tuple(letter.stored() for letter in letters))


def _one_key(document: Document | None, letters: Sequence[Letter]) -> str:
    """Facts of one aggregate keep their order only under one Kafka key, for life."""
    key = (document or {}).get("key", letters[0].key)
    if any(letter.key != key for letter in letters):
        raise Unsendable("facts of one aggregate about different cases")
    return str(key)


def new_document(id: str, state: State) -> Document:
    """An aggregate that begins without saying anything."""
    empty = {"seen": [], "sequence": 0, "outbox": [], "unpublished_since": None}
    return {"_id": id, "version": 1, **empty, **_fields_of(state)}


def _fields_of(state: State) -> Document:
    return {
        **state.index(),
        "schema": state.SCHEMA,
        "state": state.model_dump(),
        "wake_at": state.wake_at,
        "retry_at": None,
    }
