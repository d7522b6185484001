"""A department's place in the city, as one object."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from contracts.envelope import Event, Payload
from tongban_department.reading.delivery import Delivery
from tongban_department.reading.feed import Feed, topics_read
from tongban_department.reading.kafka import KafkaWire
from tongban_department.reading.wire import Since, Start, Wire
from tongban_department.settings import Login, Manners
from tongban_department.speaking.desk import Desk
from tongban_department.speaking.keys import Keys
from tongban_department.speaking.replies import About, Answer
from tongban_department.speaking.task import Task
from tongban_department.store import Store
from tongban_department.store.kept import SetAside


def utc_now() -> datetime:
    return datetime.now(UTC)


class Department:
    """Reads the feed, speaks of its tasks, and keeps in `store` what must not be lost.

    Every event is handed out at least once, those of one case and topic in order. One
    process for a store: a second one that shares the work has a store of its own.
    """

    def __init__(
        self,
        code: str,
        wire: Wire,
        keys: Keys,
        store: Store,
        manners: Manners | None = None,
    ) -> None:
        self.code = code
        self.store = store
        self.desk = Desk(code, wire, keys, store, manners or Manners(), utc_now)
        self.open_feed: Feed | None = None
        self._is_over = False

    @classmethod
    def from_properties(
        cls,
        path: Path | str,
        *,
        private_key: Path | str,
        intake_key: Path | str,
        store: Path | str | None = None,
        manners: Manners | None = None,
    ) -> "Department":
        """From what the city handed over; the login says which department it is.

        `store`: the file of what must not be lost; `<code>.sqlite` here, if not given.
        Raises `RuntimeError` that names the file and the cure.
        """
        login, manners = Path(path), manners or Manners()
        code = Login.read(login).code
        keys = Keys.at(Path(private_key), Path(intake_key))
        wire = KafkaWire(
            lambda: Login.read(login).for_aiokafka(),
            tuple(topics_read(code)),
            f"departments.{code}.replies",
            group=f"{code}-{manners.program}",
        )
        return cls(code, wire, keys, Store(store or f"{code}.sqlite"), manners)

    def open(
        self, *types: type[Payload], since: Since = Start.WHERE_IT_STOPPED
    ) -> Feed:
        """`async with department.open() as feed: async for delivery in feed: …`.

        `types`: only these are handed out; none named: all that this version knows.
        Another `since` than the default reads again, at every start that gives it.
        """

        def wanted(event: Event[Any]) -> bool:
            return not types or isinstance(event.data, types)

        feed = self.open_feed = Feed(self.desk, wanted, since)
        if self._is_over:
            feed.stop()
        return feed

    async def feed(
        self, *types: type[Payload], since: Since = Start.WHERE_IT_STOPPED
    ) -> AsyncIterator[Delivery[Any]]:
        """`async for delivery in department.feed(): …; await delivery.ack()`.

        Ends by `stop`; whoever leaves it by `break` closes it (`contextlib.aclosing`).
        """
        async with self.open(*types, since=since) as feed:
            async for delivery in feed:
                yield delivery

    def stop(self) -> None:
        """For good, gracefully: no new delivery; what is in hand may finish."""
        self._is_over = True
        if self.open_feed:
            self.open_feed.stop()

    def task(
        self, case_id: str, task_id: str, seed: str = "", traceparent: str = ""
    ) -> Task:
        """For what a person does, between two events.

        `seed` names the act in the department's own system (a form's number): the
        same act, said twice, is one reply.
        """
        about = About(case_id, task_id, seed or str(uuid4()), None, traceparent)
        return Task(about, self.desk)

    async def again(self, reply_id: UUID) -> Answer:
        """Sends a reply of which nothing is known again, with its id."""
        letter = self.desk.replies.known(reply_id)
        return await self.desk.replies.send(letter, self.desk.manners)

    def unanswered(self) -> list[UUID]:
        """Replies of which nothing is known, oldest first."""
        return self.store.letters.unanswered()

    def set_aside(self) -> list[SetAside]:
        return self.store.kept.set_aside()

    def release(self, id: int) -> bool:
        """It is handed out once more, then what waits behind it, in order."""
        return self.store.kept.release(id)

    def drop(self, id: int) -> bool:
        """It is never handled; what waits behind it goes on."""
        return self.store.kept.remove(id)
