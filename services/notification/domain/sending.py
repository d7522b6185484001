"""What becomes of a message; a decision may come late, twice, from two processes."""

from dataclasses import dataclass
from datetime import datetime

from contracts.notification import MessageDelivered, MessageQueued, MessageSent
from services.kit.writing.change import Change
from services.notification.domain import attempt
from services.notification.domain.course.pace import USUAL, Pace
from services.notification.domain.course.quiet import QUIET
from services.notification.domain.errands.errand import Errand
from services.notification.domain.message import LEASE, Message
from services.notification.domain.moves import may
from services.notification.domain.states import State
from services.notification.domain.telling import fact_of, over, to_a_person


@dataclass(frozen=True)
class Claim:
    """`by` is a fresh id for each attempt: the winner finds it in the saved state.

    `ways`: what is left of the person's channels, the one to try now first; `tries`:
    how many attempts the claimer knows of, lest it act on what is long over.
    """

    by: str
    area: str = ""
    ways: tuple[str, ...] = ()
    provider: str = ""
    carries: tuple[str, ...] = ()
    tries: int | None = None
    version: str = ""
    """Of the template that the letter was written from."""


@dataclass(frozen=True)
class Wait:
    """In its channel's queue until `until`; `reason`: quiet hours, or a provider."""

    ways: tuple[str, ...]
    until: datetime
    reason: str
    area: str = ""


@dataclass(frozen=True)
class StepBack:
    """Whoever claimed it saw that another to the same person leaves just now."""

    by: str
    until: datetime
    reason: str
    was: State
    """Before it was claimed."""


@dataclass(frozen=True)
class Accepted:
    """`reference`: the provider's own, if it has one; `pace`: the channel's."""

    by: str
    reference: str | None = None
    pace: Pace = USUAL


def claim(
    message: Message | None, command: Claim, now: datetime
) -> Change[Message] | None:
    """Takes a due message for one attempt; the lease outlives a claimer that died."""
    if message is None or not is_due(message, now):
        return None
    if command.tries is not None and command.tries != message.tries:
        return None
    placed = on_channel(message, command.ways).but(area=command.area)
    return Change(
        placed.but(
            state="sending",
            claim=command.by,
            version=command.version or message.version,
            tries=message.tries + 1,
            tries_here=placed.tries_here + 1,
            here_since=placed.here_since or now,
            due_at=now + LEASE,
            carries=command.carries or message.carries,
            attempts=attempt.begun(
                message.attempts,
                attempt.Attempt(
                    id=command.by,
                    channel=placed.channel,
                    at=now,
                    provider=command.provider,
                    round=message.round,
                    carries=command.carries,
                ),
            ),
        )
    )


def queue(
    message: Message | None, command: Wait, now: datetime
) -> Change[Message] | None:
    """Its channel takes nothing now; told once, however long that lasts.

    Nobody tries at night: the patience with a channel begins anew in the morning.
    """
    if message is None or not is_due(message, now):
        return None
    placed = on_channel(message, command.ways).but(area=command.area)
    if command.reason == QUIET:
        placed = placed.but(here_since=None)
    return queued(message, placed, command.until, command.reason)


def step_back(
    message: Message | None, command: StepBack, now: datetime
) -> Change[Message] | None:
    """Nothing of it has left: as if it had not been claimed."""
    if message is None or message.over or message.claim != command.by:
        return None
    unclaimed = message.but(
        tries=message.tries - 1,
        tries_here=message.tries_here - 1,
        here_since=None,
        carries=(),
        attempts=tuple(a for a in message.attempts if a.id != command.by),
    )
    before = message.but(state=command.was)
    return queued(before, unclaimed, command.until, command.reason)


def queued(
    before: Message, placed: Message, until: datetime, reason: str
) -> Change[Message]:
    waiting = placed.but(
        state="queued",
        due_at=min(until, placed.expires_at),
        claim=None,
        reason=reason,
    )
    is_told = before.state == "queued" and before.channel == placed.channel
    return Change(waiting, () if is_told else (fact_of(MessageQueued, placed),))


def accepted(
    message: Message | None, command: Accepted, now: datetime
) -> Change[Message] | None:
    """The provider has it, whoever claimed it meanwhile: told once, counted once."""
    if message is None or message.over or _has_ended(message, command.by):
        return None
    log = attempt.ended(
        message.attempts, command.by, "accepted", None, command.reference
    )
    channel = _channel_of(message, command.by)
    sent = message.but(attempts=log, sent_at=now, channel=channel)
    change = over(sent, "sent", None, fact_of(MessageSent, sent))
    if command.pace.receipt_within is None:
        return change
    asked_at = now + min(command.pace.ask_every, command.pace.receipt_within)
    return Change(change.state.but(due_at=asked_at), change.facts)


def delivered(
    message: Message | None, channel: str, now: datetime
) -> Change[Message] | None:
    """A receipt says it has arrived, before the acceptance was written down or late.

    It is off the work list then; where somebody is on the way to tell them, once they
    give the line back.
    """
    if message is None or not may("confirm", message.state):
        return None
    log = attempt.ended(message.attempts, _last_on(message, channel), "delivered")
    if message.errand and message.errand.is_held(now):
        return _noted(message.but(attempts=log), message.errand, channel)
    arrived = message.but(channel=channel, sent_at=message.sent_at or now)
    told = fact_of(MessageDelivered, arrived)
    was_sent = message.state == "sent" and message.channel == channel
    late = message.state == "handed_to_person"
    facts = (told,) if was_sent or late else (fact_of(MessageSent, arrived), told)
    return over(arrived.but(attempts=log), "delivered", None, *facts)


def _noted(message: Message, errand: Errand, channel: str) -> Change[Message] | None:
    if errand.arrived_by:
        return None
    said = errand.model_copy(update={"arrived_by": channel})
    return Change(message.but(errand=said))


def hand_over(
    message: Message | None, command: "HandOver", now: datetime
) -> Change[Message] | None:
    """No electronic way: it becomes a line of somebody's work list."""
    if message is None or message.over:
        return None
    return to_a_person(message.but(area=command.area or message.area), command.reason)


@dataclass(frozen=True)
class HandOver:
    """`area` is the case's: whose work list the message goes to."""

    reason: str
    area: str = ""


def suppress(
    message: Message | None, reason: str, now: datetime
) -> Change[Message] | None:
    """There is nobody to tell in that role, or they do not want to be told."""
    if message is None or message.over:
        return None
    return over(message, "suppressed", reason)


def on_channel(message: Message, ways: tuple[str, ...]) -> Message:
    """The person's ways are known; a channel that is new begins its own count."""
    left = ways or message.ways or message.channels
    if message.channel == left[0]:
        return message.but(ways=left)
    return message.but(ways=left, channel=left[0], here_since=None, tries_here=0)


def is_due(message: Message, now: datetime) -> bool:
    """For an attempt; one that runs is nobody else's until its lease is over."""
    has_come = message.due_at is not None and message.due_at <= now
    return may("claim", message.state) and has_come


def _channel_of(message: Message, by: str) -> str:
    """On which channel that attempt was made."""
    made = (each.channel for each in message.attempts if each.id == by)
    return next(made, message.channel or message.channels[0])


def _has_ended(message: Message, by: str) -> bool:
    """Its receipt came before its acceptance could be written down."""
    return any(a.id == by and a.outcome != "sending" for a in message.attempts)


def _last_on(message: Message, channel: str) -> str:
    made = [each.id for each in message.attempts if each.channel == channel]
    return made[-1] if made else ""
