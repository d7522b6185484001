"""Saying something about a task, and hearing what came of it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any
from uuid import UUID

from contracts.codes import derived_id
from contracts.department import TaskReply
from contracts.envelope import Event, Payload, event
from contracts.routing import ReplyRejected
from contracts.topics import decode, encode
from tongban_department.errors import NotKnownYet, Rejected, Unsent
from tongban_department.reading.wire import Headers, Wire
from tongban_department.settings import Manners
from tongban_department.speaking.bells import Bells
from tongban_department.store.letters import Letter, Letters

JSON = ("content-type", b"application/cloudevents+json")
Answer = Event[Payload]
"""The fact that a reply caused."""

FIRST_PAUSE, LONGEST_PAUSE = 0.2, 5.0


@dataclass(frozen=True)
class About:
    """Which task, and because of what; `seed` and the act make the reply's id."""

    case_id: str
    task_id: str
    seed: str
    cause: UUID | None = None
    traceparent: str = ""


class Replies:
    def __init__(
        self,
        code: str,
        wire: Wire,
        letters: Letters,
        bells: Bells,
        now: Callable[[], datetime],
    ) -> None:
        self._code = code
        self._wire = wire
        self._letters = letters
        self._bells = bells
        self._now = now

    def hear(self, event: Event[Any], raw: bytes) -> None:
        """The fact that a reply caused, or its rejection."""
        rejected = isinstance(event.data, ReplyRejected)
        answered = event.data.reply_id if rejected else event.causationid
        if answered and self._letters.settle(answered, raw):
            self._bells.ring(answered)

    def letter(
        self, about: About, nth: int, action: str, said: dict[str, Any]
    ) -> Letter:
        """The same reply for the same arguments, unless it has been rejected.

        So a handler that runs again says again what it said, and no more. Raises
        `ValueError` for what no contract allows: that would never be answered.
        """
        for generation in count():
            parts = (self._code, about.task_id, about.seed, action)
            id = UUID(derived_id("reply", *parts, str(nth), str(generation)))
            known = self._letters.of(id)
            if known is None:
                return self._written(id, about, {"action": action} | said)
            if not _is_rejection(known):
                return known
        raise AssertionError

    def known(self, id: UUID) -> Letter:
        """Raises `KeyError` for a reply that was never written here."""
        letter = self._letters.of(id)
        if letter is None:
            raise KeyError(id)
        return letter

    async def send(self, letter: Letter, manners: Manners) -> Answer:
        """Raises `Rejected`, `NotKnownYet`."""
        try:
            answer = letter.answer
            if answer is None:
                async with asyncio.timeout(manners.patience):
                    await self._sent(letter)
                    answer = await self._heard(letter.id, manners)
        except TimeoutError:
            raise NotKnownYet(letter.id) from None
        return _outcome(answer)

    async def _heard(self, id: UUID, manners: Manners) -> bytes:
        return await self._bells.until(id, lambda: self._answer(id), manners.patience)

    def _answer(self, id: UUID) -> bytes | None:
        letter = self._letters.of(id)
        return letter.answer if letter else None

    async def _sent(self, letter: Letter) -> None:
        trace = letter.traceparent.encode()
        headers: Headers = [("traceparent", trace), JSON] if trace else [JSON]
        pause = FIRST_PAUSE
        while True:
            try:
                await self._wire.send(letter.key, letter.value, headers)
            except Unsent:
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)
            else:
                return

    def _written(self, id: UUID, about: About, said: dict[str, Any]) -> Letter:
        own = {"case_id": about.case_id, "task_id": about.task_id}
        fact = TaskReply.model_validate(own | {"department": self._code} | said)
        source, number = f"/departments/{self._code}/replies", self._letters.number()
        made = event(fact, source, number, self._now(), about.cause)
        value = encode(made.model_copy(update={"id": id}))
        letter = Letter(id, about.case_id, value, about.traceparent)
        self._letters.write(letter)
        return letter


def _is_rejection(letter: Letter) -> bool:
    if not letter.answer:
        return False
    return isinstance(decode(letter.answer).data, ReplyRejected)


def _outcome(answer: bytes) -> Answer:
    event = decode(answer)
    if isinstance(event.data, ReplyRejected):
        raise Rejected(event.data)
    return event
