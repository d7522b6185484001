"""A department at work that is handed new logins and keys, and cases that keep coming.

It has nothing but its parcel, and swaps files as its own operators would: stop, put the
new ones in place, start. Its consumer group keeps its place.
"""

import asyncio
import zipfile
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

from aiokafka import AIOKafkaConsumer
from aiokafka.errors import KafkaError

from contracts.sealed import Plaintext
from deploy.local.identities import login
from sealing.jwe import key_id_of
from services.kit.sealing.readers import Opener, Sealer
from tests.faults.working.city import City
from tests.faults.working.departments import Department
from tests.faults.working.matters import submission
from tests.faults.working.post import Post
from tests.faults.working.window import Flow
from tools.demo.submission import Submission

T = TypeVar("T", bound=Plaintext)
PACE = 0.2


class Counting(Opener):
    """By key: how many contents it opened."""

    def __init__(self, private_key: str, opened: Counter[str]) -> None:
        super().__init__(private_key)
        self._opened = opened

    def open(self, sealed: str, model: type[T]) -> T:
        content = super().open(sealed, model)
        self._opened[key_id_of(sealed)] += 1
        return content


class Changing:
    """`opened`: contents by key; `logins`: those it has worked with, in order."""

    def __init__(self, city: City, code: str, home: Path) -> None:
        self._parcel = city.installation.places.clients / f"handover-{code}.zip"
        self._folder = home / f"tongban-{code}"
        self._home = home
        self.code = code
        self.opened: Counter[str] = Counter()
        self.logins: list[str] = []
        self.department: Department
        self._at_hand = asyncio.Lock()
        self._working: asyncio.Task[None]

    async def start(self) -> None:
        """With the parcel as it is now."""
        with zipfile.ZipFile(self._parcel) as archive:
            archive.extractall(self._home)
        opener = self._opener()
        access = login(self._folder / "clients" / f"{self.code}.properties")
        self.logins.append(access.name)
        post = Post(access.for_aiokafka())
        if len(self.logins) == 1:
            sealer, run = Sealer(self._folder / "keys"), uuid4().hex[:8]
            self.department = Department(self.code, opener, sealer, post, run)
        self.department.opener, self.department.post = opener, post
        consumer = await self._begun(access.for_aiokafka())
        self._working = asyncio.create_task(self._work(consumer))

    async def stop(self) -> None:
        """Between two records: what it has begun to answer, it answers."""
        assert not self._working.done(), self._working
        async with self._at_hand:
            self._working.cancel()
        await asyncio.gather(self._working, return_exceptions=True)
        await self.department.post.close()

    async def swap(self) -> None:
        await self.stop()
        await self.start()

    def _opener(self) -> Opener:
        return Counting(
            (self._folder / "clients" / f"{self.code}.jwk").read_text(), self.opened
        )

    async def _begun(self, access: dict[str, Any]) -> AIOKafkaConsumer:
        """It knows where it begins in each partition: what comes now is not missed."""
        topics = [f"departments.{self.code}.{name}" for name in ("tasks", "contents")]
        group = {"group_id": f"{self.code}-changing", "auto_offset_reset": "latest"}
        consumer = AIOKafkaConsumer(
            *topics, **access, **group, enable_auto_commit=False
        )
        await consumer.start()
        for place in consumer.assignment():
            await consumer.position(place)
        return consumer

    async def _work(self, consumer: AIOKafkaConsumer) -> None:
        try:
            while True:
                with suppress(KafkaError):
                    record = await consumer.getone()
                    async with self._at_hand:
                        await self.department.take(record.value)
                        await consumer.commit()
        finally:
            await consumer.stop()


@asynccontextmanager
async def coming(city: City, category: str) -> AsyncIterator[Flow]:
    """Requests of one category, as long as the block lasts."""
    flow, run, over = Flow(), uuid4().hex[:8], asyncio.Event()

    async def file_all() -> None:
        for number in count():
            if over.is_set():
                return
            usual = submission(f"{run}-{number:04d}", 0)
            one = Submission(usual.key, usual.body | {"category": category})
            await city.file(one, flow)
            await asyncio.sleep(PACE)

    filing = asyncio.create_task(file_all())
    try:
        yield flow
    finally:
        over.set()
        await filing
