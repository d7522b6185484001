"""Several messages to one person leave as one, under the reference of the first."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

import structlog

from services.kit.errors import Unavailable
from services.notification.channels.channel import Accepted, Letter
from services.notification.delivery.preparing import Prepared, Preparing
from services.notification.domain import failing, sending
from services.notification.domain.course import merging
from services.notification.domain.course.company import Company, Later
from services.notification.domain.message import Message

log = structlog.get_logger(__name__)


@dataclass(frozen=True, repr=False)
class Bundle:
    """One letter, and the messages that it tells beside its own."""

    letter: Letter
    mates: tuple[Message, ...] = ()


class Bundling:
    def __init__(self, preparing: Preparing) -> None:
        self._preparing = preparing
        self._house = preparing.house

    async def company(self, message: Message, channel: str) -> Company:
        """Only before the first attempt: what a reference stands for never changes."""
        here = message.tries_here if message.channel == channel else 0
        if not self._is_merged(message, channel) or here:
            return Company()
        return await self._around(await self._same_person(message), channel)

    async def again(self, company: Company, channel: str) -> Company:
        """As it is by now, with ours among those that are leaving."""
        return await self._around(company.whom, channel) if company.whom else company

    def holds_back(self, company: Company, message: Message) -> Later | None:
        within = self._house.rules.merging.within
        return company.holds_back(message, within, self._house.clock())

    async def _around(self, whom: Collection[str], channel: str) -> Company:
        since = self._house.clock() - self._house.rules.merging.within
        found = await self._house.queries.around(whom, channel, since)
        return Company(whom, tuple(found))

    async def bundle(self, message: Message, letter: Letter) -> Bundle:
        """At the first attempt whoever can goes along; later nobody else does."""
        mates: list[Message] = []
        letters = [letter]
        for id in message.carries:
            along = await self._along(message, id, letters)
            if along:
                mates.append(along[0])
                letters.append(along[1])
        if not mates:
            return Bundle(letter)
        return Bundle(self._as_one(letters), tuple(mates))

    async def tell(self, bundle: Bundle, carrier: Message, took: Accepted) -> None:
        """Whoever was carried by one that has failed meanwhile follows it instead."""
        has_left = merging.has_left(carrier, bundle.letter.channel)
        if not bundle.mates or not has_left:
            return
        for mate in bundle.mates:
            await self._left(mate, carrier, took.reference)
        await self._settle(bundle.mates, carrier)

    async def follow(self, message: Message) -> tuple[str, ...]:
        """What has become of its carrier, whoever sent that."""
        id, carrier_id = message.message_id, message.carrier or ""
        messages = self._house.messages
        carrier = await messages.load(carrier_id)
        if carrier and merging.has_left(carrier, message.channel):
            known = carrier.attempts[-1].reference if carrier.attempts else None
            await self._left(message, carrier, known)
            await self._settle([message], carrier)
            return ()
        if merging.is_lost(carrier, message.channel):
            lost = merging.lost(message, carrier_id, carrier)
            await messages.command(id, lost, merging.shares_the_fate)
            return (id,)
        await messages.command(id, carrier_id, merging.still_carried)
        return ()

    async def _left(
        self, mate: Message, carrier: Message, reference: str | None
    ) -> None:
        id, channel, messages = mate.message_id, carrier.channel, self._house.messages
        pace = self._house.rules.pace(channel, mate.urgency)
        by = (carrier.message_id, carrier.reference)
        await messages.command(id, merging.Left(*by, reference, pace), merging.left)

    async def _settle(self, mates: Iterable[Message], carrier: Message) -> None:
        """What is known of the carrier already, nobody says a second time.

        Read again after they have left: whoever hears of it until then finds them not
        there yet, whoever hears of it later does.
        """
        channel, reference = carrier.channel, carrier.reference
        messages = self._house.messages
        known = await messages.load(carrier.message_id) or carrier
        why = merging.refusal_of(known, reference)
        for mate in mates:
            if merging.has_arrived(known, reference):
                await messages.command(mate.message_id, channel, sending.delivered)
            elif why is not None:
                gone = failing.Undelivered(channel, why)
                await messages.command(mate.message_id, gone, failing.undelivered)

    async def _same_person(self, message: Message) -> Collection[str]:
        """Of whatever case; of an office's message nobody asks."""
        contact_id = message.contact_id or ""
        return await self._house.queries.same_person(contact_id, message.recipient)

    def _is_merged(self, message: Message, channel: str) -> bool:
        rules = self._house.rules
        return bool(message.to) and rules.is_merged(channel, message.urgency)

    async def _along(
        self, carrier: Message, id: str, letters: Sequence[Letter]
    ) -> tuple[Message, Letter] | None:
        mate = await self._house.messages.load(id)
        if mate is None:
            return None
        found = await self._prepared(mate)
        if not isinstance(found, Prepared) or not _same_way(found.letter, letters[0]):
            return None
        has_room = self._has_room((*letters, found.letter))
        if mate.carrier is None and carrier.tries_here == 1 and has_room:
            carry = merging.Carry(carrier.message_id, letters[0].channel)
            done = await self._house.messages.command(id, carry, merging.carried)
            mate = done.state
        is_along = mate.carrier == carrier.message_id
        return (mate, found.letter) if is_along else None

    async def _prepared(self, mate: Message) -> Prepared | tuple[str, ...]:
        """One that cannot be written has said so, and keeps nobody from leaving."""
        try:
            return await self._preparing.prepared(mate)
        except Unavailable:
            raise
        except Exception:
            log.exception(
                "a message goes along with nobody", message_id=mate.message_id
            )
            return ()

    def _as_one(self, letters: Sequence[Letter]) -> Letter:
        """Who says it once, in front; then what each says, without a subject."""
        first, begins = letters[0], self._house.composer.opening
        words = self._house.rules.merging.subject
        listed = (
            f"{number}. {letter.body.removeprefix(begins(letter)).strip()}"
            for number, letter in enumerate(letters, 1)
        )
        said = begins(first) if first.body.startswith(begins(first)) else ""
        subject = words.get(first.language, words["zh"]).format(n=len(letters))
        return replace(first, subject=subject, body=said + "\n".join(listed))

    def _has_room(self, letters: Sequence[Letter]) -> bool:
        at_most = self._house.rules.merging.characters
        return len(self._as_one(letters).body) <= at_most


def _same_way(one: Letter, other: Letter) -> bool:
    return (one.channel, one.to) == (other.channel, other.to)
