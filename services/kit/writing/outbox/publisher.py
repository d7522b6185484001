"""From the outbox of a document to its topics, at least once and in order."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import structlog

from services.kit.errors import Unavailable
from services.kit.running.failpoints import Failpoints
from services.kit.running.telemetry import publish_span
from services.kit.writing.documents import Documents
from services.kit.writing.outbox.clearing import Clearing
from services.kit.writing.outbox.letters import Letter
from services.kit.writing.outbox.wire import Undeliverable, Wire

CONTENT_TYPE = ("content-type", b"application/cloudevents+json; charset=UTF-8")
REMEMBERED = 20_000
AT_ONCE = 256

Place = tuple[str, str]
"""Collection and id of a document."""

log = structlog.get_logger(__name__)


@dataclass
class Sent:
    """A short memory of the last sequence sent, to avoid needless repeats."""

    _last: OrderedDict[Place, int] = field(default_factory=OrderedDict)

    def before(self, place: Place, letter: Letter) -> bool:
        return letter.sequence <= self._last.get(place, 0)

    def note(self, place: Place, letter: Letter) -> None:
        self._last[place] = letter.sequence
        self._last.move_to_end(place)
        if len(self._last) > REMEMBERED:
            self._last.popitem(last=False)


class Publisher:
    """Publishes what was handed over, then has it cleared from the document.

    Letters of one document leave one after the other: a later one never overtakes one
    that failed, because readers would drop the earlier one as a repeat. What fails is
    left to the sweeper; what can never leave is set aside, and others go on.
    """

    def __init__(
        self,
        wire: Wire,
        clearing: Clearing,
        failpoints: Failpoints,
        counted: Callable[[str], None] = lambda topic: None,
    ) -> None:
        self._wire = wire
        self._clearing = clearing
        self._failpoints = failpoints
        self._counted = counted
        self._sent = Sent()
        self._waiting: dict[Place, tuple[Letter, ...]] = {}
        self._sending: dict[Place, asyncio.Task[None]] = {}
        self._room = asyncio.Semaphore(AT_ONCE)

    def hand_over(
        self, documents: Documents, id: str, outbox: Sequence[Letter]
    ) -> None:
        """`outbox` is everything unpublished of the document, oldest first."""
        if not outbox:
            return
        place = (documents.name, id)
        self._waiting[place] = tuple(outbox)
        if place not in self._sending:
            self._sending[place] = asyncio.create_task(self._send(documents, id))

    async def drain(self) -> None:
        """Everything handed over is published and cleared, or left to a sweeper."""
        while self._sending:
            await asyncio.wait(self._sending.values())
        await self._clearing.drain()

    async def _send(self, documents: Documents, id: str) -> None:
        place = (documents.name, id)
        try:
            async with self._room:
                while outbox := self._waiting.pop(place, ()):
                    await self._send_in_order(place, outbox)
                    self._failpoints.reached("after-publish")
                    self._clearing.soon(documents, id, outbox[-1].sequence)
        except Unavailable as error:
            log.warning("left to the sweeper", id=id, why=str(error))
        except Undeliverable as error:
            log.error("outbox quarantined", id=id, why=str(error))
            await self._set_aside(documents, id, str(error))
        finally:
            self._waiting.pop(place, None)
            del self._sending[place]

    async def _send_in_order(self, place: Place, outbox: Sequence[Letter]) -> None:
        for letter in outbox:
            if not self._sent.before(place, letter):
                for topic in letter.topics:
                    await self._send_one(topic, letter)
                self._sent.note(place, letter)

    async def _send_one(self, topic: str, letter: Letter) -> None:
        with publish_span(topic, letter.key, letter.traceparent) as traceparent:
            headers = (CONTENT_TYPE, ("traceparent", traceparent.encode()))
            key = letter.key.encode()
            await self._wire.send(topic, key, letter.value, headers)
        self._counted(topic)

    async def _set_aside(self, documents: Documents, id: str, why: str) -> None:
        try:
            await documents.quarantine(id, why)
        except Unavailable:
            log.warning("not quarantined; the sweeper will try the letter again", id=id)
