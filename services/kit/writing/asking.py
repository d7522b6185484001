"""Many questions, one query: what comes while one is under way goes with the next."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from services.kit.errors import Unavailable

Q = TypeVar("Q")
A = TypeVar("A")
AT_MOST = 128


@dataclass(frozen=True)
class _Asked(Generic[Q, A]):
    question: Q
    answer: asyncio.Future[A]


class Asking(Generic[Q, A]):
    """`ask` gives an answer to each question, in their order.

    Nobody is given an answer that was looked up before the question came. When `ask`
    fails each question is asked alone, so that a bug in one stays with that one.
    """

    def __init__(self, ask: Callable[[Sequence[Q]], Awaitable[Sequence[A]]]) -> None:
        self._ask = ask
        self._waiting: list[_Asked[Q, A]] = []
        self._asking: asyncio.Task[None] | None = None

    async def of(self, question: Q) -> A:
        answer: asyncio.Future[A] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Asked(question, answer))
        if self._asking is None:
            self._asking = asyncio.create_task(self._ask_all())
        return await answer

    async def _ask_all(self) -> None:
        try:
            while self._waiting:
                now, self._waiting = self._waiting[:AT_MOST], self._waiting[AT_MOST:]
                await self._answer(now)
        finally:
            self._asking = None

    async def _answer(self, asked: Sequence[_Asked[Q, A]]) -> None:
        try:
            answers = await self._ask([each.question for each in asked])
        except Exception as error:
            await self._fail(asked, error)
        else:
            for each, answer in zip(asked, answers, strict=True):
                if not each.answer.done():
                    each.answer.set_result(answer)

    async def _fail(self, asked: Sequence[_Asked[Q, A]], error: Exception) -> None:
        if len(asked) > 1 and not isinstance(error, Unavailable):
            for each in asked:
                await self._answer([each])
            return
        for each in asked:
            if not each.answer.done():
                each.answer.set_exception(error)
