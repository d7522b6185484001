"""Several messages to one person leave as one, under the reference of the first."""

from dataclasses import dataclass, replace
from datetime import datetime

from services.notification.channels.channel import Accepted, Letter
from services.notification.delivery.preparing import Prepared, Preparing
from services.notification.domain import sending
from services.notification.domain.course import merging
from services.notification.domain.message import Message


@dataclass(frozen=True, repr=False)
class Bundle:
    """One letter, and the messages that it tells beside its own."""

    letter: Letter
    mates: tuple[Message, ...] = ()


class Bundling:
    def __init__(self, preparing: Preparing) -> None:
        self._preparing = preparing
        self._house = preparing.house

    async def wait_until(self, message: Message, channel: str) -> datetime | None:
        """When what is told to the same person may leave; once waited is enough."""
        rules = self._house.rules
        waits = message.state == "queued" and message.reason == merging.MERGING
        if not self._is_merged(message, channel) or waits or message.tries_here:
            return None
        within = rules.merging.within
        since = self._house.clock() - within
        last = await self._house.queries.last_sent(message.to or "", channel, since)
        return last + within if last else None

    async def mates(self, message: Message, channel: str) -> tuple[str, ...]:
        """Only before the first attempt: what a reference stands for never changes."""
        here = message.tries_here if message.channel == channel else 0
        if not self._is_merged(message, channel) or here:
            return ()
        found = await self._house.queries.to_merge(message.to or "", channel)
        others = [id for id in found if id != message.message_id]
        return tuple(others[: merging.AT_MOST - 1])

    async def bundle(self, message: Message, letter: Letter) -> Bundle:
        """At the first attempt whoever can goes along; later nobody else does."""
        together: list[tuple[Message, Letter]] = []
        for id in message.carries:
            mate = await self._along(message, id, letter)
            if mate:
                together.append(mate)
        mates = tuple(mate for mate, _ in together)
        letters = (letter, *(each for _, each in together))
        return Bundle(self._as_one(letters), mates) if mates else Bundle(letter)

    async def tell(self, bundle: Bundle, carrier: Message, took: Accepted) -> None:
        """Whoever was carried by one that has failed meanwhile follows it instead."""
        if not merging.has_left(carrier, bundle.letter.channel):
            return
        for mate in bundle.mates:
            await self._left(mate, carrier, took.reference)

    async def follow(self, message: Message) -> tuple[str, ...]:
        """What has become of its carrier, whoever sent that."""
        id, carrier_id = message.message_id, message.carrier or ""
        messages = self._house.messages
        carrier = await messages.load(carrier_id)
        if carrier and merging.has_left(carrier, message.channel):
            known = carrier.attempts[-1].reference if carrier.attempts else None
            await self._left(message, carrier, known)
            return ()
        if merging.is_lost(carrier, message.channel):
            lost = merging.Lost(carrier_id, (carrier and carrier.reason) or "lost")
            await messages.command(id, lost, merging.shares_the_fate)
            return (id,)
        await messages.command(id, carrier_id, merging.still_carried)
        return ()

    async def _left(
        self, mate: Message, carrier: Message, reference: str | None
    ) -> None:
        """Of a carrier that has arrived already, nobody says so a second time."""
        id, channel, messages = mate.message_id, carrier.channel, self._house.messages
        pace = self._house.rules.pace(channel, mate.urgency)
        by = (carrier.message_id, carrier.reference)
        await messages.command(id, merging.Left(*by, reference, pace), merging.left)
        if carrier.state == "delivered":
            await messages.command(id, channel, sending.delivered)

    def _is_merged(self, message: Message, channel: str) -> bool:
        rules = self._house.rules
        return bool(message.to) and rules.is_merged(channel, message.urgency)

    async def _along(
        self, carrier: Message, id: str, letter: Letter
    ) -> tuple[Message, Letter] | None:
        mate = await self._house.messages.load(id)
        if mate is None:
            return None
        found = await self._preparing.prepared(mate)
        if not isinstance(found, Prepared) or not _same_way(found.letter, letter):
            return None
        if mate.carrier is None and carrier.tries_here == 1:
            carry = merging.Carry(carrier.message_id, letter.channel)
            done = await self._house.messages.command(id, carry, merging.carried)
            mate = done.state
        is_along = mate.carrier == carrier.message_id
        return (mate, found.letter) if is_along else None

    def _as_one(self, letters: tuple[Letter, ...]) -> Letter:
        first = letters[0]
        subject = self._house.rules.merging.subject
        words = subject.get(first.language, subject["zh"])
        listed = (
            f"{number}. {letter.subject}\n{letter.body}".strip()
            for number, letter in enumerate(letters, 1)
        )
        return replace(
            first,
            subject=words.format(n=len(letters)),
            body="\n\n".join(listed),
        )


def _same_way(one: Letter, other: Letter) -> bool:
    return (one.channel, one.to) == (other.channel, other.to)
