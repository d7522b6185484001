"""Several messages to one person leave as one: the others follow their carrier."""

from dataclasses import dataclass
from datetime import datetime

from contracts.notification import MessageSent
from services.kit.writing.change import Change
from services.notification.domain.attempt import (
    Attempt,
    Outcome,
    begun,
    message_of,
    reference_of,
    round_of,
)
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
    """The carrier will not leave by the channel any more; `reason`: why.

    `by`: under which reference of it this one may have arrived all the same.
    """

    carrier: str
    reason: str
    by: str | None = None


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
    made = _along(message, command.by, "accepted", MERGING, now).model_copy(
        update={"reference": command.reference}
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
    if lost.by is None:
        return next_channel(message, lost.reason, now)
    made = _along(message, lost.by, "no_receipt", lost.reason, now)
    tried = message.but(attempts=begun(message.attempts, made))
    return next_channel(tried, lost.reason, now)


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
    """Under that reference of its carrier, since it was last sent anew.

    However late: what is said of the carrier is said of this one.
    """
    here = (a for a in message.attempts if a.channel == channel)
    return any(a.id == reference and a.round == message.round for a in here)


def told_along(carrier: Message, channel: str, round: int) -> tuple[str, ...]:
    """Who may have gone with it by that channel: `went_with` knows who did."""
    made = (a for a in carrier.attempts if (a.channel, a.round) == (channel, round))
    along = [id for a in made for id in a.carries]
    return tuple(dict.fromkeys((*along, *carrier.carries)))


def lost(message: Message, carrier_id: str, carrier: Message | None) -> Lost:
    """With what is known of a carrier that is lost for it, if that is there at all."""
    by = carrier and reference_with(carrier, message.message_id, message.channel)
    return Lost(carrier_id, (carrier and carrier.reason) or "lost", by or None)


def reference_with(carrier: Message, id: str, channel: str) -> str | None:
    """Of the carrier, when it took that one along."""
    made = (a for a in reversed(carrier.attempts) if a.channel == channel)
    rounds = (a.round for a in made if id in a.carries)
    last = next(rounds, None)
    return None if last is None else reference_of(carrier.message_id, channel, last)


def has_arrived(carrier: Message, reference: str) -> bool:
    said = carrier.state == "delivered" and carrier.reference == reference
    return said or "delivered" in [a.outcome for a in _under(carrier, reference)]


def refusal_of(carrier: Message, reference: str) -> str | None:
    """Why its provider says that what it accepted under it never arrived."""
    made = _under(carrier, reference)[-1:]
    return next((a.reason for a in made if a.outcome == "refused"), None)


def _under(carrier: Message, reference: str) -> list[Attempt]:
    said = message_of(reference)[1], round_of(reference)
    return [a for a in carrier.attempts if (a.channel, a.round) == said]


def _along(
    message: Message, by: str, outcome: Outcome, reason: str, now: datetime
) -> Attempt:
    return Attempt(
        id=by,
        channel=message.channel,
        at=now,
        outcome=outcome,
        reason=reason,
        round=message.round,
    )


def has_left(carrier: Message, channel: str) -> bool:
    """A provider has it, on the channel that it shared."""
    done = carrier.state in ("sent", "delivered")
    return done and carrier.channel == channel


def is_lost(carrier: Message | None, channel: str) -> bool:
    """It will not leave by that channel any more."""
    return carrier is None or carrier.over or carrier.channel != channel
