"""A city at work on the real platform, while a test breaks parts of it."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from uuid import uuid4

import httpx
from aiokafka import AIOKafkaConsumer
from aiokafka.errors import KafkaError

from contracts.dispute import MediationOpened
from deploy.local.stack import Stack
from tests.faults.looking.evidence import gathered
from tests.faults.looking.kafka import lag
from tests.faults.looking.letters import Letters
from tests.faults.working.departments import Departments
from tests.faults.working.machines import PATIENCE
from tests.faults.working.post import Post
from tests.faults.working.window import Flow, Window
from tools.checker.verdict import Verdict, judged
from tools.demo.following import Course, Follower, from_now
from tools.demo.playing.mediation import Mediator, Parties
from tools.demo.playing.people import Caller

DEPARTMENTS = ("market", "urban-mgmt", "street-qingshi")
CHECKS = 12


class City(Window):
    """Departments, parties, a mediator and an auditor stay awake over all tests."""

    def __init__(self, stack: Stack) -> None:
        super().__init__(stack)
        self.course = Course()
        self.departments = Departments(self.installation, DEPARTMENTS)
        self.post = Post(self.installation.login("admin"))
        self._letters = Letters(stack, self.installation)
        self._sent_again: set[str] = set()
        self._house = AsyncExitStack()
        self._working: list[asyncio.Task[None]] = []

    async def open(self) -> None:
        limits = httpx.Limits(max_connections=32)
        client = httpx.AsyncClient(timeout=20, limits=limits, trust_env=False)
        self.client = await self._house.enter_async_context(client)
        self._house.push_async_callback(self.post.close)
        self._house.push_async_callback(self.departments.close)
        await self.departments.open(f"run-{uuid4().hex[:8]}")
        self._follower = self._following()
        consumer = await from_now(self.installation.login("auditor"))
        self._house.push_async_callback(consumer.stop)
        self._house.push_async_callback(self._follower.stop)
        self._house.push_async_callback(self._rest)
        parties = Parties(self._caller("resident"), self.stack.places.mail)
        for work in (_follow(self._follower, consumer), parties.answer_forever()):
            self._working.append(asyncio.create_task(work))

    async def close(self) -> None:
        await self._house.aclose()

    async def settled(self, *flows: Flow) -> None:
        """Everybody has an answer and has been told; bounded."""
        told = [one for flow in flows for one in flow.told]
        cases = {one.case_id for one in told}
        owed = {one.case_id for one in told if one.reachable}
        await self.until(
            lambda: cases <= self.course.answered and owed <= self.course.told,
            lambda: self._stuck(cases, owed),
        )

    async def proven(self, *flows: Flow, letters_in_flight: int = 0) -> None:
        """Seen from outside: nothing lost, nothing doubled, order kept.

        SMTP knows no idempotency: a letter that was on its way when its sender was
        killed may arrive twice, with the same Message-ID. So many are let pass.
        """
        await asyncio.to_thread(self._letters.end_dead_leases)
        await self.settled(*flows)
        verdict = await self._verdict()
        twice = {f.subject for f in verdict.duplicated if f.what == "twice-mail"}
        assert len(twice - self._sent_again) <= letters_in_flight, twice
        self._sent_again |= twice
        doubled = (f for f in verdict.duplicated if f.what != "twice-mail")
        found = [*verdict.lost, *doubled, *verdict.out_of_order]
        assert not found, "\n".join(map(str, found[:20]))

    async def until(
        self, holds: Callable[[], bool], words: Callable[[], str] = lambda: ""
    ) -> None:
        end = asyncio.get_running_loop().time() + PATIENCE
        while not holds():
            late = asyncio.get_running_loop().time() > end
            assert not late, words()
            assert not self._troubles, self._troubles
            await asyncio.sleep(0.1)

    async def all_heard(self) -> None:
        """Every service has committed everything that lies on its topics."""
        end = asyncio.get_running_loop().time() + PATIENCE
        while behind := await asyncio.to_thread(lag, self.stack):
            assert asyncio.get_running_loop().time() < end, behind
            await asyncio.sleep(0.3)

    async def _verdict(self) -> Verdict:
        """Letters to departments may still be on their way: it looks again, bounded."""
        await self.all_heard()
        for _ in range(CHECKS):
            verdict = judged(await gathered(self.stack, self.told))
            if not verdict.lost:
                break
            await asyncio.sleep(1)
        return verdict

    def _following(self) -> Follower:
        mediator = Mediator(self._caller("mediator"), self._caller("body_admin"))
        return Follower(self.course, {MediationOpened: mediator.mediate})

    def _caller(self, role: str) -> Caller:
        return Caller(self.client, self.installation, role)

    @property
    def _troubles(self) -> list[str]:
        return [*self._follower.troubles, *self.departments.troubles]

    def _stuck(self, cases: set[str], owed: set[str]) -> str:
        unanswered = sorted(cases - self.course.answered)
        untold = sorted(owed - self.course.told)
        return f"not answered: {unanswered}; not told: {untold}"

    async def _rest(self) -> None:
        for task in self._working:
            task.cancel()
        await asyncio.gather(*self._working, return_exceptions=True)


async def _follow(follower: Follower, consumer: AIOKafkaConsumer) -> None:
    while True:
        with suppress(KafkaError):
            await follower.follow(consumer)
