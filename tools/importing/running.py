"""An import from its first row to its last: settled in order, several on their way."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from services.intake.receiving.rows import MOST_ROWS
from tools.importing.batches import Batch, batches
from tools.importing.files.row import FileRow, Wrong
from tools.importing.rejects import Rejects
from tools.importing.state import Memory
from tools.importing.tally import Tally
from tools.importing.turning import Turned, Turning
from tools.importing.window import Result, Window

AT_ONCE = 3
"""Requests: one is written while the next is read and the last is answered."""


@dataclass(frozen=True)
class Import:
    """`memory` is None where nothing is written, and so nothing goes on."""

    turning: Turning
    rejects: Rejects
    memory: Memory | None
    tally: Tally
    step: Callable[[Tally], None]
    most: int = MOST_ROWS
    """Rows in a request."""

    async def run(self, window: Window, rows: Iterable[FileRow]) -> None:
        """Raises `NoRoom`, `Refused`, `UnreadableFile`; what is settled stays so."""
        under_way: deque[tuple[Batch, asyncio.Task[list[Result]]]] = deque()
        left = (row for row in rows if row.number > self.tally.row)
        try:
            for batch in batches(map(self.turning.turned, left), self.most):
                under_way.append((batch, asyncio.create_task(_sent(window, batch))))
                while len(under_way) >= AT_ONCE:
                    await self._settled(*under_way.popleft())
                await asyncio.sleep(0)
            while under_way:
                await self._settled(*under_way.popleft())
        finally:
            for _, sending in under_way:
                sending.cancel()
            self.rejects.close()

    async def _settled(self, batch: Batch, sending: asyncio.Task[list[Result]]) -> None:
        """First the rejects are safe, then it counts."""
        results = iter(await sending)
        after, rejects = self.tally.copy(), []
        for turned in batch.turned:
            after.clean(turned.marks)
            judged = turned if turned.body is None else _judged(turned, next(results))
            if isinstance(judged, Turned):
                rejects.append(judged)
                after.reject(judged.wrong)
            else:
                after.count(judged)
        after.row = batch.turned[-1].row.number
        self.rejects.add(rejects)
        if self.memory:
            self.memory.keep(after, self.rejects)
        vars(self.tally).update(vars(after))
        self.step(self.tally)


async def _sent(window: Window, batch: Batch) -> list[Result]:
    return await window.take(batch.sent) if batch.sent else []


def _judged(turned: Turned, result: Result) -> Turned | Result:
    if result["result"] != "rejected":
        return result
    wrong = tuple(_wrong(error) for error in result["errors"])
    return replace(turned, body=None, wrong=wrong)


def _wrong(error: Mapping[str, Any]) -> Wrong:
    """By the name that the field has in the mapping."""
    pointer = str(error["pointer"]).strip("/").replace("/", ".")
    name = f"history.{pointer}" if pointer in {"answer", "answered_at"} else pointer
    return Wrong(name or "row", error["code"], error["en"], error["zh"])


def begun(memory: Memory | None, rejects: Rejects) -> Tally:
    """Where the last run broke off, if it did and its rejects are as it left them."""
    recalled = memory.recalled() if memory else None
    if recalled:
        tally, rejects.size = recalled
        if rejects.continues():
            return tally
    rejects.size = 0
    return Tally()
