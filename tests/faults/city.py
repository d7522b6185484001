"""A city at work on the real platform, while a test breaks parts of it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import uuid4

import httpx
from aiokafka import AIOKafkaConsumer
from aiokafka.errors import KafkaError

from contracts.dispute import MediationOpened
from deploy.local.stack import Stack
from services.kit.serving.principal import Principal
from services.kit.serving.tokens import issue
from tests.faults.departments import Departments, Post
from tests.faults.evidence import gathered
from tests.faults.letters import Letters
from tests.faults.matters import submission
from tools.access.installation import SERVICES, Installation
from tools.checker.records import Told
from tools.checker.verdict import Verdict, judged
from tools.cli.lag import measured
from tools.demo.following import Course, Follower, from_now
from tools.demo.playing.mediation import Mediator, Parties
from tools.demo.playing.people import Caller
from tools.demo.submission import Submission

CLERK = "clerk-faults"
DEPARTMENTS = ("market", "urban-mgmt", "street-qingshi")
AT_ONCE = 4
PAUSE = 0.25
SETTLED_WITHIN = 120.0
CHECKS = 12


@dataclass
class Flow:
    """Cases on their way, and every answer that the window gave."""

    told: list[Told] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    responses: list[httpx.Response] = field(default_factory=list)

    @property
    def cases(self) -> set[str]:
        return {told.case_id for told in self.told}


class City:
    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.installation = Installation(
            root=stack.places.root, port_base=stack.ports.base, city=stack.city
        )
        self.course = Course()
        self.departments = Departments(self.installation, DEPARTMENTS)
        self.post = Post(self.installation.login("admin"))
        self.letters = Letters(stack, self.installation)
        self.told: list[Told] = []
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

    def token(self, *roles: str, **whose: str) -> dict[str, str]:
        who = {"subject": CLERK, "roles": roles, "area": "9901"} | whose
        principal = Principal.model_validate(who)
        key = self.installation.tokens_key
        return {"authorization": f"Bearer {issue(key, principal)}"}

    async def submit(self, one: Submission) -> httpx.Response:
        """One attempt; raises what httpx raises."""
        headers = self.token("clerk") | {"idempotency-key": one.key}
        url = f"{self.stack.ports.url('intake')}/v1/cases"
        return await self.client.post(url, json=one.body, headers=headers)

    async def file(self, one: Submission, flow: Flow) -> Told:
        """As a client does: again, with the same key, until it is told yes or no."""
        while True:
            with suppress(httpx.TransportError):
                response = await self.submit(one)
                flow.statuses.append(response.status_code)
                flow.responses.append(response)
                if response.status_code == 201:
                    return self.note(one, response, flow)
                assert response.status_code == 503, response.text
            await asyncio.sleep(PAUSE)

    @asynccontextmanager
    async def flowing(self, at_least: int, pause: float = PAUSE) -> AsyncIterator[Flow]:
        """Cases come one after another as long as the block lasts, and `at_least`."""
        flow, over = Flow(), asyncio.Event()
        filing = asyncio.create_task(self._file_all(flow, over, at_least, pause))
        try:
            yield flow
        finally:
            over.set()
            await filing

    async def settled(self, *flows: Flow) -> None:
        """Everybody has an answer and has been told; bounded."""
        told = [one for flow in flows for one in flow.told]
        cases = {one.case_id for one in told}
        owed = {one.case_id for one in told if one.reachable}
        await self.until(
            lambda: cases <= self.course.answered and owed <= set(self.course.told_at),
            lambda: self._stuck(cases, owed),
        )

    async def proven(self, *flows: Flow, letters_in_flight: int = 0) -> None:
        """Seen from outside: nothing lost, nothing doubled, order kept.

        SMTP knows no idempotency: a letter that was on its way when its sender was
        killed may arrive twice, with the same Message-ID. So many are let pass.
        """
        await asyncio.to_thread(self.letters.end_dead_leases)
        await self.settled(*flows)
        verdict = await self._verdict()
        twice = {f.subject for f in verdict.duplicated if f.what == "twice-mail"}
        assert len(twice - self._sent_again) <= letters_in_flight, twice
        self._sent_again |= twice
        doubled = (f for f in verdict.duplicated if f.what != "twice-mail")
        found = [*verdict.lost, *doubled, *verdict.out_of_order]
        assert not found, "\n".join(map(str, found[:20]))

    async def until(
        self,
        holds: Callable[[], bool],
        words: Callable[[], str] = lambda: "",
        patience: float = SETTLED_WITHIN,
    ) -> None:
        end = asyncio.get_running_loop().time() + patience
        while not holds():
            late = asyncio.get_running_loop().time() > end
            assert not late, words()
            assert not self._troubles, self._troubles
            await asyncio.sleep(0.1)

    async def all_heard(self) -> None:
        """Every service has committed everything that lies on its topics."""
        end = asyncio.get_running_loop().time() + SETTLED_WITHIN
        while behind := {s: lag for s, lag in await self._lag() if lag}:
            assert asyncio.get_running_loop().time() < end, behind
            await asyncio.sleep(0.3)

    async def get(self, service: str, path: str, **more: Any) -> httpx.Response:
        return await self.client.get(f"{self.stack.ports.url(service)}{path}", **more)

    async def readiness(self, service: str, part: str, state: str) -> httpx.Response:
        """The answer of `/readyz` as soon as it says that of this part."""
        async with asyncio.timeout(SETTLED_WITHIN):
            while True:
                response = await self.get(service, "/readyz")
                if response.json()["parts"][part]["state"] == state:
                    return response
                await asyncio.sleep(PAUSE)

    def note(self, one: Submission, response: httpx.Response, flow: Flow) -> Told:
        """Keeps what a client was told, to be compared with what comes of it."""
        answer = response.json()
        told = Told(one.key, answer["case_id"], answer["case_no"], one.reachable)
        flow.told.append(told)
        self.told.append(told)
        return told

    async def together(
        self, act: Callable[[str], object], names: Iterable[str] = SERVICES
    ) -> None:
        """Blocking work on several parts of the stack, side by side."""
        await asyncio.gather(*(asyncio.to_thread(act, name) for name in names))

    async def killed(self, name: str) -> None:
        """kill -9; returns when it is ready again."""
        pid = await asyncio.to_thread(self.stack.kill, name)
        await asyncio.to_thread(self.stack.wait_restarted, name, pid)

    async def reconfigured(self, services: Iterable[str], **settings: str) -> None:
        """Stops services and starts them with other settings."""
        names = tuple(services)
        await asyncio.to_thread(self.stack.supervision.stop, *names)
        for name in names:
            await asyncio.to_thread(partial(self.stack.change, name, **settings))
        await self.together(self.stack.start_part, names)

    async def _file_all(
        self, flow: Flow, over: asyncio.Event, at_least: int, pause: float
    ) -> None:
        run, filing = uuid4().hex[:8], set[asyncio.Task[Told]]()
        number = 0
        while number < at_least or not over.is_set():
            one = submission(f"{run}-{number:04d}", number)
            filing.add(asyncio.create_task(self.file(one, flow)))
            number += 1
            with suppress(TimeoutError):
                async with asyncio.timeout(0.02 if over.is_set() else pause):
                    await over.wait() if not over.is_set() else await asyncio.sleep(1)
        await asyncio.gather(*filing)

    async def _verdict(self) -> Verdict:
        """Letters to departments may still be on their way: it looks again, bounded."""
        await self.all_heard()
        for _ in range(CHECKS):
            verdict = judged(await gathered(self.installation, self.told))
            if not verdict.lost:
                break
            await asyncio.sleep(1)
        return verdict

    async def _lag(self) -> Iterable[tuple[str, dict[str, int]]]:
        found = await measured(self.installation)
        return [(service, dict(topics)) for service, topics in found.items()]

    def _following(self) -> Follower:
        mediator = Mediator(self._caller("mediator"))
        return Follower(self.course, {MediationOpened: mediator.mediate})

    def _caller(self, role: str) -> Caller:
        return Caller(self.client, self.installation, role)

    @property
    def _troubles(self) -> list[str]:
        return [*self._follower.troubles, *self.departments.troubles]

    def _stuck(self, cases: set[str], owed: set[str]) -> str:
        unanswered = sorted(cases - self.course.answered)
        untold = sorted(owed - set(self.course.told_at))
        return f"not answered: {unanswered}; not told: {untold}"

    async def _rest(self) -> None:
        for task in self._working:
            task.cancel()
        await asyncio.gather(*self._working, return_exceptions=True)


async def _follow(follower: Follower, consumer: AIOKafkaConsumer) -> None:
    while True:
        with suppress(KafkaError):
            await follower.follow(consumer)
