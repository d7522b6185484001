"""One step of one message: find out who and where, claim it, send it, write it down.

If this process dies after the provider accepted and before that is written down, the
lease runs out and the mail is sent again, with the same Message-ID; our own state and
facts count it once. That window is one database write wide.
"""

import asyncio
from uuid import uuid4

from services.kit.errors import Unavailable
from services.kit.running.clock import Clock
from services.kit.running.telemetry import process_span, record_failure
from services.kit.writing.repository import Repository
from services.notification.channels.channel import (
    Broken,
    Channel,
    Letter,
    NotNow,
    Refused,
)
from services.notification.composing import Composer, Obstacle
from services.notification.domain import failing, sending
from services.notification.domain.audience import AGENT, APPLICANT
from services.notification.domain.contact import Contact
from services.notification.domain.message import Message, message_id

WRITING_DOWN = 30.0
"""Seconds; with the sending itself still within the lease."""

PAUSE = 0.5


class Delivery:
    def __init__(
        self,
        messages: Repository[Message],
        composer: Composer,
        mail: Channel,
        clock: Clock,
    ) -> None:
        self._messages = messages
        self._composer = composer
        self._mail = mail
        self._clock = clock

    async def step(self, id: str) -> tuple[str, ...]:
        """Does what is due on this message; names messages that began by it."""
        message = await self._messages.load(id)
        if message is None or not message.due_at or message.due_at > self._clock():
            return ()
        with process_span("mail", message.case_id, message.traceparent):
            return await self._step(message)

    async def _step(self, message: Message) -> tuple[str, ...]:
        id = message.message_id
        case = await self._composer.case_of(message)
        area = case.area if case else ""
        if self._clock() >= message.expires_at and not message.over:
            return await self._at_the_end(message, area)
        try:
            copies = await self._also_tell_the_agent(message, case)
            letter = await self._composer.compose(message, case, (self._mail.name,))
        except Unavailable:
            raise
        except Exception as error:
            fault = failing.Unwritten(type(error).__name__.lower(), area)
            await self._messages.command(id, fault, failing.could_not_be_written)
            raise
        if isinstance(letter, Letter):
            await self._send(id, letter, area)
        else:
            await self._without_letter(message, letter, area)
        return copies

    async def _at_the_end(self, message: Message, area: str) -> tuple[str, ...]:
        """What waits for a contact, or for a text, says so when a person gets it."""
        id = message.message_id
        if message.state == "waiting_for_contact":
            await self._messages.command(id, area, failing.wait)
        elif message.state == failing.TECHNICAL and message.claim is None:
            fault = failing.Unwritten(message.reason or "", area)
            await self._messages.command(id, fault, failing.could_not_be_written)
        elif message.state == failing.EXPIRED:
            gone = sending.HandOver(message.reason or failing.EXPIRED, area)
            await self._messages.command(id, gone, sending.hand_over)
        else:
            await self._messages.command(id, area, failing.expire)
            return (id,)
        return ()

    async def _send(self, id: str, letter: Letter, area: str) -> None:
        claim = sending.Claim(uuid4().hex, area, letter.ways, self._mail.name)
        claimed = (await self._messages.command(id, claim, sending.claim)).state
        if claimed.claim != claim.by:
            return
        try:
            took = await self._mail.send(letter, claimed.reference)
        except NotNow as error:
            record_failure(error)
            failure = failing.Failure(claim.by, str(error), after=error.after)
            await self._messages.command(id, failure, failing.failed_for_now)
        except Refused as error:
            record_failure(error)
            failure = failing.Failure(claim.by, str(error))
            await self._messages.command(id, failure, failing.failed_for_good)
        except Broken as error:
            record_failure(error)
            failure = failing.Failure(claim.by, str(error))
            await self._messages.command(id, failure, failing.failed_technically)
        else:
            await self._write_down(id, sending.Accepted(claim.by, took.reference))

    async def _write_down(self, id: str, accepted: sending.Accepted) -> None:
        """Insists while MongoDB is away: giving up would send the mail again."""
        patience = asyncio.get_running_loop().time() + WRITING_DOWN
        while True:
            try:
                await self._messages.command(id, accepted, sending.accepted)
            except Unavailable:
                if asyncio.get_running_loop().time() > patience:
                    raise
                await asyncio.sleep(PAUSE)
            else:
                return

    async def _without_letter(
        self, message: Message, obstacle: Obstacle, area: str
    ) -> None:
        id = message.message_id
        if obstacle.kind in ("nobody", "opted_out"):
            await self._messages.command(id, obstacle.kind, sending.suppress)
        elif obstacle.kind in ("no_address", "not_wished"):
            gone = sending.HandOver(obstacle.kind, area)
            await self._messages.command(id, gone, sending.hand_over)
        else:
            await self._messages.command(id, area, failing.wait)
            await self._look_again(message)

    async def _look_again(self, message: Message) -> None:
        """What it waits for may have come while it began to wait."""
        case = await self._composer.case_of(message)
        letter = await self._composer.compose(message, case, (self._mail.name,))
        if not isinstance(letter, Obstacle) or letter.kind != "not_yet":
            id = message.message_id
            await self._messages.command(id, None, failing.contact_known)

    async def _also_tell_the_agent(
        self, message: Message, case: Contact | None
    ) -> tuple[str, ...]:
        """Before the applicant's own: a crash in between makes it again, once."""
        if message.recipient != APPLICANT or message.tries:
            return ()
        if not await self._composer.has_agent(case):
            return ()
        copy_id = message_id(message.about, AGENT, message.template)
        now = self._clock()
        fresh = {"message_id": copy_id, "recipient": AGENT, "audience": AGENT}
        copy = message.but(**fresh, state="created", due_at=now, looks=0)
        await self._messages.create([(copy_id, copy)])
        return (copy_id,)
