"""One channel's line: claim a message, send it, write down what became of it.

If this process dies after the provider accepted and before that is written down, the
lease runs out and the message is sent again under the same reference: a provider that
knows references drops it, a mail server may; our own state and facts count it once.
That window is one database write wide.
"""

import asyncio
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from uuid import uuid4

import structlog

from services.kit.errors import Unavailable
from services.kit.running.telemetry import process_span, record_failure
from services.notification.channels.breaker import Breaker
from services.notification.channels.channel import (
    Accepted,
    Away,
    Broken,
    Channel,
    NotNow,
    Refused,
)
from services.notification.delivery.bundling import Bundle, Bundling
from services.notification.delivery.preparing import Prepared, Preparing
from services.notification.delivery.receipts import Receipts
from services.notification.domain import failing, sending
from services.notification.domain.course.company import Company
from services.notification.domain.course.quiet import QUIET
from services.notification.domain.message import Message

WRITING_DOWN = 30.0
"""Seconds; with the sending itself still within the lease."""

PAUSE = 0.5
FRESH = timedelta(seconds=5)
"""So long a letter may lie ready while a provider is slow."""

AT_MOST = 500
"""Messages held ready in memory; the others wait in the store."""

log = structlog.get_logger(__name__)


class Line:
    """`soon` puts a message into this line's queue; who calls `step` takes it out."""

    def __init__(
        self, channel: Channel, breaker: Breaker, preparing: Preparing
    ) -> None:
        self.breaker = breaker
        self.soon: Callable[[Iterable[str]], None] = lambda ids: None
        self._channel = channel
        self._preparing = preparing
        self._house = preparing.house
        self._bundling = Bundling(preparing)
        self._receipts = Receipts(self._house, channel, breaker)
        self._ready: dict[str, Prepared] = {}

    @property
    def name(self) -> str:
        return self._channel.name

    def holds(self, id: str) -> bool:
        return id in self._ready

    async def take(self, prepared: Prepared) -> None:
        """From the desk; a full house leaves it to wait in the store."""
        if len(self._ready) >= AT_MOST:
            await self._put_off(prepared, self._house.clock(), "turn")
            return
        id = prepared.message.message_id
        self._ready[id] = prepared
        self.soon([id])

    async def step(self, id: str) -> tuple[str, ...]:
        """Does what is due on this message; names messages that need the desk."""
        try:
            return await self._step(id, self._ready.pop(id, None))
        finally:
            self._ready.pop(id, None)

    async def _step(self, id: str, prepared: Prepared | None) -> tuple[str, ...]:
        message = prepared.message if prepared else await self._due(id)
        if message is None:
            return ()
        with process_span(self.name, message.case_id, message.traceparent):
            if message.state == "sent":
                return await self._receipts.asked(message)
            if message.carrier:
                return await self._bundling.follow(message)
            found = await self._fresh(prepared, message)
            if not isinstance(found, Prepared):
                return found
            if found.letter.channel != self.name:
                return (id,)
            return await self._go(found)

    async def _fresh(
        self, prepared: Prepared | None, message: Message
    ) -> Prepared | tuple[str, ...]:
        """What lay ready is put together anew where its recipient wants it no more.

        So is what lay there for long: its time may be up.
        """
        is_fresh = prepared and self._house.clock() < prepared.at + FRESH
        if not prepared or not is_fresh:
            return await self._preparing.prepared(message)
        if await self._house.composer.still_wanted(message, self.name):
            return prepared
        return await self._preparing.prepared(message)

    async def _due(self, id: str) -> Message | None:
        message = await self._house.messages.load(id)
        if message is None or not message.due_at:
            return None
        return message if message.due_at <= self._house.clock() else None

    async def _go(self, prepared: Prepared) -> tuple[str, ...]:
        """Unless it is night, or others are to go with it, or the provider is away."""
        house, message = self._house, prepared.message
        now = house.clock()
        night = house.rules.quiet_until(self.name, message.urgency, now)
        if night:
            return await self._put_off(prepared, night, QUIET)
        company = await self._bundling.company(message, self.name)
        later = self._bundling.holds_back(company, message)
        if later:
            return await self._put_off(prepared, later.until, later.reason)
        away = self.breaker.wait_until()
        if away:
            return await self._while_away(prepared, away)
        return await self._send(prepared, company)

    async def _put_off(
        self, prepared: Prepared, until: datetime, reason: str
    ) -> tuple[str, ...]:
        wait = sending.Wait(prepared.letter.ways, until, reason, prepared.area)
        await self._house.messages.command(
            prepared.message.message_id, wait, sending.queue
        )
        return ()

    async def _while_away(self, prepared: Prepared, until: datetime) -> tuple[str, ...]:
        """Its patience runs on though nobody tries: then the next channel."""
        message = prepared.message
        pace = self._house.rules.pace(self.name, message.urgency)
        gone = failing.Unreachable(prepared.letter.ways, until, pace, prepared.area)
        done = await self._house.messages.command(
            message.message_id, gone, failing.provider_away
        )
        return _if_moved(done.state)

    async def _claimed(self, prepared: Prepared, company: Company) -> Message | None:
        """Ours to send now; None: it is another's, or others come first after all."""
        message, letter = prepared.message, prepared.letter
        claim = sending.Claim(
            uuid4().hex,
            prepared.area,
            letter.ways,
            self.name,
            company.mates(message),
            message.tries,
            letter.version,
        )
        id, messages = message.message_id, self._house.messages
        claimed = (await messages.command(id, claim, sending.claim)).state
        if claimed.claim != claim.by:
            return None
        by_now = await self._bundling.again(company, self.name)
        later = self._bundling.holds_back(by_now, claimed)
        if later is None:
            return claimed
        back = sending.StepBack(claim.by, later.until, later.reason, message.state)
        await messages.command(id, back, sending.step_back)
        return None

    async def _send(self, prepared: Prepared, company: Company) -> tuple[str, ...]:
        claimed = await self._claimed(prepared, company)
        if claimed is None:
            return ()
        claim, letter = claimed.claim or "", prepared.letter
        bundle = await self._bundling.bundle(claimed, letter)
        try:
            took = await self._channel.send(bundle.letter, claimed.reference)
        except (NotNow, Refused, Broken) as error:
            return await self._failed(claimed, claim, error)
        except Unavailable:
            raise
        except Exception as error:
            return await self._not_understood(claimed, claim, error)
        self.breaker.worked()
        await self._write_down(claimed, claim, took, bundle)
        return ()

    async def _failed(
        self, message: Message, by: str, error: NotNow | Refused | Broken
    ) -> tuple[str, ...]:
        record_failure(error)
        if isinstance(error, (Away, Broken)):
            self.breaker.failed()
        else:
            self.breaker.worked()
        pace = self._house.rules.pace(self.name, message.urgency)
        after = error.after if isinstance(error, NotNow) else failing.AT_ONCE
        failure = failing.Failure(by, str(error), pace, after)
        decide = {
            Refused: failing.failed_for_good,
            Broken: failing.failed_technically,
        }.get(type(error), failing.failed_for_now)
        done = await self._house.messages.command(message.message_id, failure, decide)
        return _if_moved(done.state)

    async def _not_understood(
        self, message: Message, by: str, error: Exception
    ) -> tuple[str, ...]:
        """A bug of ours, perhaps of this message alone: its provider is not blamed."""
        id = message.message_id
        log.exception("a channel has a bug", channel=self.name, message_id=id)
        record_failure(error)
        pace = self._house.rules.pace(self.name, message.urgency)
        failure = failing.Failure(by, type(error).__name__.lower(), pace)
        decide = failing.failed_technically
        done = await self._house.messages.command(id, failure, decide)
        return _if_moved(done.state)

    async def _write_down(
        self, message: Message, by: str, took: Accepted, bundle: Bundle
    ) -> None:
        """Insists while MongoDB is away: giving up would send the message again."""
        pace = self._house.rules.pace(self.name, message.urgency)
        accepted = sending.Accepted(by, took.reference, pace)
        patience = asyncio.get_running_loop().time() + WRITING_DOWN
        while True:
            try:
                done = await self._house.messages.command(
                    message.message_id, accepted, sending.accepted
                )
                await self._bundling.tell(bundle, done.state, took)
            except Unavailable:
                if asyncio.get_running_loop().time() > patience:
                    raise
                await asyncio.sleep(PAUSE)
            else:
                return


def _if_moved(message: Message) -> tuple[str, ...]:
    """To the next channel: the desk takes it there at once."""
    return (message.message_id,) if message.state == "permanent_failure" else ()
