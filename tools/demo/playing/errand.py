"""One task in a department's hands, from its signature to its end."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from contracts.envelope import Event, Payload
from contracts.routing import OfTask, ReplyRejected, TaskAssigned
from tools.checker.ending import ends


class Over(Exception):
    """The task has ended: nobody waits for this department's word any more."""


@dataclass
class Errand:
    """`heard` is what the department is told of the task, in order."""

    task: Event[TaskAssigned]
    say: Callable[..., Awaitable[UUID]]
    """Says something about the task to routing; the reply's id."""
    heard: "asyncio.Queue[Payload]" = field(default_factory=asyncio.Queue)

    async def run(self, steps: "Sequence[Step]") -> None:
        with suppress(Over):
            await self.say(action="acknowledge")
            for step in steps:
                await step(self)

    async def hears(self) -> Payload:
        fact = await self.heard.get()
        if isinstance(fact, OfTask) and ends(fact):
            raise Over
        return fact

    async def waits_for(self, *answers: type[Payload]) -> Payload:
        while True:
            fact = await self.hears()
            if isinstance(fact, answers):
                return fact

    async def asks(self, *answers: type[Payload], **said: Any) -> Payload:
        """The answer, or the rejection of what was said."""
        reply_id = await self.say(**said)
        while True:
            fact = await self.waits_for(ReplyRejected, *answers)
            if not isinstance(fact, ReplyRejected) or fact.reply_id == reply_id:
                return fact


Step = Callable[[Errand], Awaitable[None]]
