"""What a provider says of a message that it accepted, asked or told."""

import structlog

from services.kit.errors import Unavailable
from services.kit.running.telemetry import record_failure
from services.notification.channels.breaker import Breaker
from services.notification.channels.channel import (
    Away,
    Broken,
    Channel,
    NotNow,
    Receipt,
    Refused,
)
from services.notification.delivery.house import House
from services.notification.domain import failing, sending
from services.notification.domain.attempt import message_of, reference_of, round_of
from services.notification.domain.course import merging
from services.notification.domain.message import Message

VERDICTS = ("delivered", "failed")

log = structlog.get_logger(__name__)


class Receipts:
    """Those that do not come by themselves are asked for."""

    def __init__(self, house: House, channel: Channel, breaker: Breaker) -> None:
        self._house = house
        self._channel = channel
        self._breaker = breaker

    async def asked(self, message: Message) -> tuple[str, ...]:
        receipt = await self._asked(merging.known_by(message))
        return await written_down(self._house, message, self._channel.name, receipt)

    async def _asked(self, reference: str) -> Receipt:
        """A provider that cannot be asked may send all the same: it is let go on."""
        if self._breaker.state == "open":
            return Receipt("unknown")
        try:
            receipt = await self._channel.receipt(reference)
        except (NotNow, Refused, Broken) as error:
            record_failure(error)
            if isinstance(error, Away):
                self._breaker.failed()
            return Receipt("unknown")
        except Unavailable:
            raise
        except Exception as error:
            log.exception("a channel has a bug", channel=self._channel.name)
            record_failure(error)
            return Receipt("unknown")
        self._breaker.worked()
        return receipt


async def told(
    house: House, channel: str, reference: str, receipt: Receipt
) -> tuple[str, ...]:
    """By that channel's provider itself; what it was never given it knows nothing of.

    What is said of a round before the last one counts for whom it carried then only.
    """
    message_id, named = message_of(reference)
    if named != channel or receipt.status not in VERDICTS:
        return ()
    message = await house.messages.load(message_id)
    if message is None:
        return ()
    if not _was_tried(message, channel, reference):
        return tuple(await _shared(house, message, channel, reference, receipt))
    return await written_down(house, message, channel, receipt)


def _was_tried(message: Message, channel: str, reference: str) -> bool:
    is_of_now = reference == reference_of(message.message_id, channel, message.round)
    return is_of_now and any(a.channel == channel for a in message.attempts)


async def written_down(
    house: House, message: Message, channel: str, receipt: Receipt
) -> tuple[str, ...]:
    """First for whom it carried: after a crash in between, said again, for all.

    And for them once more: one that has left meanwhile did not know of it yet.
    """
    reference = reference_of(message.message_id, channel, message.round)
    moved = await _shared(house, message, channel, reference, receipt)
    moved += await _written_down(house, message, channel, receipt)
    moved += await _shared(house, message, channel, reference, receipt)
    return tuple(dict.fromkeys(moved))


async def _shared(
    house: House, carrier: Message, channel: str, reference: str, receipt: Receipt
) -> list[str]:
    moved: list[str] = []
    along = merging.told_along(carrier, channel, round_of(reference))
    for id in along if receipt.status in VERDICTS else ():
        mate = await house.messages.load(id)
        if mate and merging.went_with(mate, reference, channel):
            moved += await _written_down(house, mate, channel, receipt)
    return moved


async def _written_down(
    house: House, message: Message, channel: str, receipt: Receipt
) -> tuple[str, ...]:
    id, messages = message.message_id, house.messages
    if receipt.status == "delivered":
        done = await messages.command(id, channel, sending.delivered)
    elif receipt.status == "failed":
        gone = failing.Undelivered(channel, receipt.reason)
        done = await messages.command(id, gone, failing.undelivered)
    else:
        pace = house.rules.pace(channel, message.urgency)
        done = await messages.command(id, pace, failing.no_receipt_yet)
    return (id,) if done.state.state == "permanent_failure" else ()
