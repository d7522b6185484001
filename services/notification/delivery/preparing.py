"""Whom a message reaches, by which channel, in which words; or what it waits for."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from services.kit.errors import Unavailable
from services.notification.channels.channel import Letter
from services.notification.delivery.house import House
from services.notification.domain import failing, sending
from services.notification.domain.audience import AGENT, APPLICANT
from services.notification.domain.contact import Contact
from services.notification.domain.message import Message
from services.notification.recipients import Obstacle

SUPPRESSES = ("nobody", "opted_out")
BY_HAND = ("no_address", "not_wished")


@dataclass(frozen=True, repr=False)
class Prepared:
    """Ready for its channel. Exists in memory only."""

    message: Message
    letter: Letter
    area: str
    at: datetime


@dataclass(frozen=True)
class Preparing:
    """`served`: the channels that this house has a provider for."""

    house: House
    served: Collection[str]

    async def prepared(self, message: Message) -> Prepared | tuple[str, ...]:
        """What is ready; or, when that was written down, who is to be looked at."""
        return await self.of_case(message, await self.case_of(message))

    async def case_of(self, message: Message) -> Contact | None:
        return await self.house.composer.case_of(message)

    async def of_case(
        self, message: Message, case: Contact | None
    ) -> Prepared | tuple[str, ...]:
        """As `prepared`, for whoever has looked the case up."""
        area = case.area if case else ""
        if self.house.clock() >= message.expires_at:
            return await self._at_the_end(message, area)
        letter = await self._composed(message, case, area)
        if isinstance(letter, Letter):
            return Prepared(message, letter, area, self.house.clock())
        await self._without_letter(message, letter, area)
        return ()

    async def agents_copy(
        self, message: Message, case: Contact | None
    ) -> tuple[str, ...]:
        """Before the applicant's own: a crash in between makes it again, once."""
        if message.recipient != APPLICANT or message.tries or message.round:
            return ()
        if not await self.house.composer.has_agent(case):
            return ()
        copy_id = message.id_for(AGENT)
        fresh = {"message_id": copy_id, "recipient": AGENT, "audience": AGENT}
        now = self.house.clock()
        nowhere = {"state": "created", "due_at": now, "looks": 0, "reason": None}
        copy = message.but(**fresh, **nowhere, ways=(), channel="", here_since=None)
        await self.house.messages.create([(copy_id, copy)])
        return (copy_id,)

    async def _composed(
        self, message: Message, case: Contact | None, area: str
    ) -> Letter | Obstacle:
        try:
            return await self.house.composer.compose(message, case, self.served)
        except Unavailable:
            raise
        except Exception as error:
            fault = failing.Unwritten(type(error).__name__.lower(), area)
            await self.house.messages.command(
                message.message_id, fault, failing.could_not_be_written
            )
            raise

    async def _at_the_end(self, message: Message, area: str) -> tuple[str, ...]:
        """What waits for a contact, or for a text, says so when a person gets it."""
        id, messages = message.message_id, self.house.messages
        if message.state == "waiting_for_contact":
            await messages.command(id, area, failing.wait)
        elif message.state == failing.TECHNICAL:
            fault = failing.Unwritten(message.reason or "", area)
            await messages.command(id, fault, failing.could_not_be_written)
        elif message.state == failing.EXPIRED:
            gone = sending.HandOver(message.reason or failing.EXPIRED, area)
            await messages.command(id, gone, sending.hand_over)
        else:
            await messages.command(id, area, failing.expire)
            return (id,)
        return ()

    async def _without_letter(
        self, message: Message, obstacle: Obstacle, area: str
    ) -> None:
        id, messages = message.message_id, self.house.messages
        if obstacle.kind in SUPPRESSES:
            await messages.command(id, obstacle.kind, sending.suppress)
        elif obstacle.kind in BY_HAND:
            gone = sending.HandOver(obstacle.kind, area)
            await messages.command(id, gone, sending.hand_over)
        else:
            await messages.command(id, area, failing.wait)
            await self._look_again(message)

    async def _look_again(self, message: Message) -> None:
        """What it waits for may have come while it began to wait."""
        case = await self.house.composer.case_of(message)
        letter = await self.house.composer.compose(message, case, self.served)
        if not isinstance(letter, Obstacle) or letter.kind != "not_yet":
            id = message.message_id
            await self.house.messages.command(id, None, failing.contact_known)
