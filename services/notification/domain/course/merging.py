"""Several messages to one person leave as one: the others follow their carrier."""

from dataclasses import dataclass
from datetime import datetime

from contracts.notification import MessageSent
from services.kit.writing.change import Change
from services.notification.domain.attempt import Attempt, begun
from services.notification.domain.course.pace import USUAL, Pace
from services.notification.domain.failing import next_channel
from services.notification.domain.message import LEASE, Message
from services.notification.domain.telling import fact_of, over

MERGING: str = "merging"
"""Why a message waits in its queue."""

AT_MOST = 20
"""Messages that leave as one."""


@dataclass(frozen=True)
class Carry:
    """By the message that goes first, on its channel."""

    carrier: str
    channel: str


@dataclass(frozen=True)
class Left:
    """With its carrier, under that one's references: ours, and the provider's own."""

    carrier: str
    by: str
    reference: str | None = None
    pace: Pace = USUAL


@dataclass(frozen=True)
class Lost:
    """The carrier will not leave by the channel any more; `reason`: why."""

    carrier: str
    reason: str


def carried(
    message: Message | None, command: Carry, now: datetime
) -> Change[Message] | None:
    """Goes along, unless it was tried by itself already, or is with somebody else."""
    if message is None or message.state != "queued" or message.urgency == "urgent":
        return None
    if message.channel != command.channel or message.carrier or message.tries_here:
        return None
    return Change(message.but(carrier=command.carrier, due_at=now + LEASE))


def left(
    message: Message | None, command: Left, now: datetime
) -> Change[Message] | None:
    """Told with its carrier, counted as itself, and its receipt waited for."""
    if message is None or message.carrier != command.carrier or message.over:
        return None
    made = Attempt(
        id=command.by,
        channel=message.channel,
        at=now,
        outcome="accepted",
        reason=MERGING,
        reference=command.reference,
    )
    sent = message.but(attempts=begun(message.attempts, made), sent_at=now)
    change = over(sent, "sent", None, fact_of(MessageSent, sent))
    if command.pace.receipt_within is None:
        return change
    asked_at = now + command.pace.receipt_within
    return Change(change.state.but(due_at=asked_at), change.facts)


def shares_the_fate(
    message: Message | None, lost: Lost, now: datetime
) -> Change[Message] | None:
    """Its carrier may or may not have arrived: by this channel it is not sent again."""
    if message is None or message.carrier != lost.carrier or message.over:
        return None
    return next_channel(message, lost.reason, now)


def still_carried(
    message: Message | None, carrier: str, now: datetime
) -> Change[Message] | None:
    if message is None or message.carrier != carrier:
        return None
    return Change(message.but(due_at=now + LEASE))


def known_by(message: Message) -> str:
    """The reference under which its provider has it: its carrier's, if it had one."""
    last = message.attempts[-1] if message.attempts else None
    went_along = last and last.reason == MERGING and last.channel == message.channel
    return last.id if last and went_along else message.reference


def went_with(message: Message, reference: str, channel: str) -> bool:
    """It was sent under that reference of its carrier, and nothing has come since."""
    is_sent = message.state == "sent" and message.channel == channel
    return is_sent and [a.id for a in message.attempts[-1:]] == [reference]


def has_left(carrier: Message, channel: str) -> bool:
    """A provider has it, on the channel that it shared."""
    done = carrier.state in ("sent", "delivered")
    return done and carrier.channel == channel


def is_lost(carrier: Message | None, channel: str) -> bool:
    """It will not leave by that channel any more."""
    return carrier is None or carrier.over or carrier.channel != channel
