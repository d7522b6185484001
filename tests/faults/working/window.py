"""Clients at the one window, who try again until they are told yes or no."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from uuid import uuid4

import httpx

from deploy.local.stack import Stack
from tests.faults.working.machines import PAUSE, Machines
from tests.faults.working.matters import submission
from tools.checker.records import Told
from tools.demo.submission import Submission

QUICKLY = 0.02


@dataclass
class Flow:
    """Cases on their way, and every answer that the window gave."""

    told: list[Told] = field(default_factory=list)
    responses: list[httpx.Response] = field(default_factory=list)

    @property
    def statuses(self) -> set[int]:
        return {response.status_code for response in self.responses}


class Window(Machines):
    """`told`: every yes that was ever given, to be compared with what came of it."""

    def __init__(self, stack: Stack) -> None:
        super().__init__(stack)
        self.told: list[Told] = []

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

    async def file(self, one: Submission, flow: Flow) -> Told:
        """As a client does: again, with the same key, also when nobody answers."""
        while True:
            with suppress(httpx.TransportError):
                response = await self.submit(one)
                flow.responses.append(response)
                if response.status_code == 201:
                    return self.note(one, response, flow)
                assert response.status_code == 503, response.text
            await asyncio.sleep(PAUSE)

    async def submit(self, one: Submission) -> httpx.Response:
        """One attempt; raises what httpx raises."""
        headers = self.token("clerk") | {"idempotency-key": one.key}
        url = f"{self.stack.ports.url('intake')}/v1/cases"
        return await self.client.post(url, json=one.body, headers=headers)

    def note(self, one: Submission, response: httpx.Response, flow: Flow) -> Told:
        answer = response.json()
        told = Told(one.key, answer["case_id"], answer["case_no"], one.reachable)
        flow.told.append(told)
        self.told.append(told)
        return told

    async def _file_all(
        self, flow: Flow, over: asyncio.Event, at_least: int, pause: float
    ) -> None:
        run = uuid4().hex[:8]
        async with asyncio.TaskGroup() as filing:
            for number in count():
                if number >= at_least and over.is_set():
                    return
                one = submission(f"{run}-{number:04d}", number)
                filing.create_task(self.file(one, flow))
                await asyncio.sleep(QUICKLY if over.is_set() else pause)
