"""The desk: each message is put into the queue of the channel by which it goes."""

from collections.abc import Mapping

from services.kit.running.telemetry import process_span
from services.notification.channels.channel import Receipt
from services.notification.delivery.line import Line
from services.notification.delivery.preparing import Prepared, Preparing
from services.notification.delivery.receipts import written_down
from services.notification.domain.message import Message


class Sorting:
    """No provider is waited for here, so that a dead one keeps nobody from others."""

    def __init__(self, preparing: Preparing, lines: Mapping[str, Line]) -> None:
        self._preparing = preparing
        self._lines = lines

    async def step(self, id: str) -> tuple[str, ...]:
        """Does what is due on this message; names messages that began by it."""
        house = self._preparing.house
        message = await house.messages.load(id)
        if message is None or not message.due_at or message.due_at > house.clock():
            return ()
        with process_span("sorting", message.case_id, message.traceparent):
            if message.state == "sent":
                return await self._unanswered(message)
            case = await self._preparing.case_of(message)
            copies = await self._preparing.agents_copy(message, case)
            found = await self._preparing.of_case(message, case)
            if not isinstance(found, Prepared):
                return (*copies, *found)
            await self._lines[found.letter.channel].take(found)
            return copies

    async def _unanswered(self, message: Message) -> tuple[str, ...]:
        """Nobody serves its channel any more, whom one could ask for the receipt."""
        house, unknown = self._preparing.house, Receipt("unknown")
        return await written_down(house, message, message.channel, unknown)
