"""A program that only watches: it notes what it is told, so that a test can act."""

import asyncio
from collections import defaultdict

from contracts.routing import TASK_FACTS, TaskAssigned
from tongban_department import Department, Program, Task

PATIENCE = 60


class Watching:
    def __init__(self, department: Department) -> None:
        self.department = department
        self.facts = defaultdict(list)
        self._more = asyncio.Condition()
        self._program = Program()
        for kind in TASK_FACTS:
            self._program.on(kind)(self._note)

    async def __aenter__(self):
        self._running = asyncio.create_task(self._program.run(self.department))
        return self

    async def __aexit__(self, *_: object) -> None:
        self.department.stop()
        await self._running
        self.department.store.close()

    async def task_of(self, case_id: str) -> Task:
        """As soon as the department has been told of it."""
        await self._until(lambda: self.facts[case_id])
        first = self.facts[case_id][0]
        assert isinstance(first, TaskAssigned)
        return self.department.task(case_id, first.task_id)

    async def names_of(self, case_id: str, count: int) -> list[str]:
        await self._until(lambda: len(self.facts[case_id]) >= count)
        return [type(fact).__name__ for fact in self.facts[case_id]]

    async def _until(self, true) -> None:
        async with asyncio.timeout(PATIENCE), self._more:
            await self._more.wait_for(true)

    async def _note(self, delivery) -> None:
        async with self._more:
            self.facts[delivery.event.subject].append(delivery.fact)
            self._more.notify_all()
