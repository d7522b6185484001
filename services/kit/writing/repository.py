"""The only way anything changes: load, decide, compare and set, publish."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from contracts.envelope import Payload
from services.kit.errors import Lost, Rejected, Stale
from services.kit.reading.arrival import Arrival, Handler
from services.kit.running.clock import Clock
from services.kit.running.failpoints import Failpoints
from services.kit.running.telemetry import link_to
from services.kit.writing.change import Change, Decide, State, Wake
from services.kit.writing.documents import Document, Documents
from services.kit.writing.outbox.letters import Writer
from services.kit.writing.outbox.publisher import Publisher
from services.kit.writing.stored import (
    Stored,
    has_seen,
    last_sequence,
    new_document,
    outbox_of,
    state_from,
    trace_of,
    version_of,
    write_of,
)
from services.kit.writing.turns import Turns, step_aside

ATTEMPTS = 64
"""Only other processes race: commands in this one take turns."""

C = TypeVar("C")
F = TypeVar("F", bound=Payload)
Decision = Callable[[State | None, datetime], Change[State] | None]


def _case_of(fact: Payload) -> str:
    return fact.case_id


def never(state: State, now: datetime) -> None:
    """For aggregates that time alone does not change."""


@dataclass(frozen=True)
class Seams:
    """What a repository works with; each has one real and one in-memory form."""

    publisher: Publisher
    clock: Clock
    failpoints: Failpoints


class Repository(Generic[State]):
    """Aggregates of one kind, each one document.

    What a call has returned is durable; its facts reach their topics at least once and
    in order, even if this process dies on the next line.
    """

    def __init__(
        self,
        documents: Documents,
        kind: type[State],
        writer: Writer,
        seams: Seams,
        wake: Wake[State] = never,
    ) -> None:
        self.documents = documents
        self._kind = kind
        self._writer = writer
        self._seams = seams
        self._wake = wake
        self._turns = Turns()

    async def load(self, id: str) -> State | None:
        stored = await self.read(id)
        return stored.state if stored else None

    async def read(self, id: str) -> Stored[State] | None:
        document = await self.documents.find(id)
        return self._stored(document) if document else None

    async def react(
        self, id: str, arrival: Arrival[F], decide: Decide[State, F]
    ) -> State | None:
        """Applies a fact that arrived; one that was applied before changes nothing."""

        def decision(state: State | None, now: datetime) -> Change[State] | None:
            return decide(state, arrival.fact, now)

        stored = await self._change(id, decision, arrival.event.id, arrival=arrival)
        return stored.state if stored else None

    def reacting(
        self,
        decide: Decide[State, F],
        id_of: Callable[[F], str] = _case_of,
    ) -> Handler:
        """A handler for a table: the fact's aggregate, and what it decides."""

        async def handler(arrival: Arrival[F]) -> None:
            await self.react(id_of(arrival.fact), arrival, decide)

        return handler

    async def command(
        self,
        id: str,
        command: C,
        decide: Decide[State, C],
        *,
        cause: UUID | None = None,
        if_match: int | None = None,
    ) -> Stored[State]:
        """Does what a person asks. `Stale` if `if_match` is not the stored version.

        A repeat, which changes nothing, is answered whatever version it names.
        Its trace is linked to the one of the fact that the person answers.
        """

        def decision(state: State | None, now: datetime) -> Change[State] | None:
            return decide(state, command, now)

        stored = await self._change(id, decision, cause, if_match=if_match)
        if stored is None:
            raise LookupError(f"a command on {id} decided nothing about nothing")
        return stored

    async def wake(self, id: str, at: datetime) -> None:
        """Lets time act on it; harmless when it was not due.

        `at` is the store's present moment: a process whose clock is behind must not
        find that what the store calls due is not.
        """

        def decision(state: State | None, now: datetime) -> Change[State] | None:
            moment = max(now, at)
            due = state is not None and state.wake_at and state.wake_at <= moment
            return self._wake(state, moment) if state and due else None

        await self._change(id, decision, None)

    async def create(self, items: Sequence[tuple[str, State]]) -> None:
        """Begins those that are not there yet, many in one write; says nothing."""
        await self.documents.add([new_document(id, state) for id, state in items])

    async def _change(
        self,
        id: str,
        decide: Decision[State],
        cause: UUID | None,
        *,
        arrival: Arrival[Any] | None = None,
        if_match: int | None = None,
    ) -> Stored[State] | None:
        async with self._turns.of(id):
            return await self._compare_and_set(id, decide, cause, arrival, if_match)

    async def _compare_and_set(
        self,
        id: str,
        decide: Decision[State],
        cause: UUID | None,
        arrival: Arrival[Any] | None,
        if_match: int | None,
    ) -> Stored[State] | None:
        for lost in range(ATTEMPTS):
            before = await self.documents.find(id)
            if arrival is None:
                link_to(trace_of(before))
            elif has_seen(before, arrival):
                return self._current(before)
            current = self._current(before)
            now = self._seams.clock()
            stale = if_match is not None and if_match != version_of(before)
            change = _unless_stale(stale, decide, current, now)
            if change is None:
                return current
            after = last_sequence(before)
            letters = self._writer.letters(id, after, change, now, cause)
            write = write_of(before, change.state, letters, arrival)
            if await self.documents.swap(id, version_of(before), write):
                self._seams.failpoints.reached("after-save")
                outbox = (*outbox_of(before), *letters)
                self._seams.publisher.hand_over(self.documents, id, outbox)
                return Stored(change.state, version_of(before) + 1)
            await step_aside(lost)
        raise Lost(id)

    def _current(self, document: Document | None) -> Stored[State] | None:
        return self._stored(document) if document else None

    def _stored(self, document: Document) -> Stored[State]:
        return Stored(state_from(document, self._kind), document["version"])


def _unless_stale(
    stale: bool,
    decide: Decision[State],
    current: Stored[State] | None,
    now: datetime,
) -> Change[State] | None:
    try:
        change = decide(current.state if current else None, now)
    except Rejected:
        if stale:
            raise Stale from None
        raise
    if change and stale:
        raise Stale
    return change
