"""The desk and a line for each channel, each with a queue and workers of its own."""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial

from services.notification.channels.breaker import Breaker
from services.notification.channels.channel import Channel
from services.notification.delivery.house import House
from services.notification.delivery.line import Line
from services.notification.delivery.preparing import Preparing
from services.notification.delivery.sender import Sender
from services.notification.delivery.sorting import Sorting
from services.notification.domain.message import DESK

AT_THE_DESK = 8
"""Messages that are put together side by side; nobody is waited for there."""

FIND_FOR_DESK = 2_500
"""Enough to look past all that the lines hold ready."""


@dataclass(frozen=True)
class Provider:
    """`at_once`: how many messages it gets side by side."""

    channel: Channel
    at_once: int


class Office:
    def __init__(self, house: House, providers: Sequence[Provider]) -> None:
        served = tuple(provider.channel.name for provider in providers)
        preparing = Preparing(house, served)
        self._house = house
        self._providers = providers
        self.lines = {
            provider.channel.name: Line(provider.channel, _breaker(house), preparing)
            for provider in providers
        }
        self._desk = self._sender(DESK, Sorting(preparing, self.lines))
        self._senders = {
            name: self._sender(name, line) for name, line in self.lines.items()
        }
        for name, line in self.lines.items():
            line.soon = self._senders[name].soon
            self._senders[name].then = self._desk.soon

    def soon(self, ids: Iterable[str]) -> None:
        """Of messages that may go out now."""
        self._desk.soon(ids)

    @asynccontextmanager
    async def sending(self) -> AsyncIterator[None]:
        """Sends while inside; what is being sent at the end is finished, bounded."""
        async with AsyncExitStack() as stack:
            for provider in self._providers:
                sender = self._senders[provider.channel.name]
                await stack.enter_async_context(sender.sending(provider.at_once))
            await stack.enter_async_context(self._desk.sending(AT_THE_DESK))
            yield

    async def settle(self) -> None:
        """Sends what is due and what that leads to; for those who do not loop."""
        everybody = (self._desk, *self._senders.values())
        for sender in everybody:
            await sender.look()
        while any(sender.waiting for sender in everybody):
            for sender in everybody:
                await sender.drain()

    async def told(self, channel: str) -> str:
        """Whether its provider answers: closed, half_open, or open and left alone."""
        waiting = self._senders[channel].waiting
        return f"breaker {self.lines[channel].breaker.state}, {waiting} in hand"

    async def measured(self) -> Mapping[tuple[str, ...], float]:
        lines = self.lines.items()
        return {(name, line.breaker.state): 1.0 for name, line in lines}

    def _sender(self, name: str, at: Line | Sorting) -> Sender:
        find = self._due_at_desk if name == DESK else partial(self._due, name)
        return Sender(at.step, find, self._house.messages.documents.back_off)

    async def _due(self, line: str, limit: int) -> list[str]:
        return await self._house.queries.due(line, limit)

    async def _due_at_desk(self, limit: int) -> list[str]:
        """Without what the lines hold ready and have not claimed yet."""
        found = await self._house.queries.due_at_desk(tuple(self.lines), FIND_FOR_DESK)
        lines = self.lines.values()
        free = [id for id in found if not any(line.holds(id) for line in lines)]
        return free[:limit]


def _breaker(house: House) -> Breaker:
    rules = house.rules.breaker
    return Breaker(house.clock, rules.failures, rules.opens_for, rules.longest)
