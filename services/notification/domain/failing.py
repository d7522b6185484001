"""What did not work: tried again, then the next channel, at last a person."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from services.kit.writing.change import Change
from services.notification.domain import attempt
from services.notification.domain.attempt import Outcome
from services.notification.domain.course.pace import USUAL, Pace
from services.notification.domain.message import Message
from services.notification.domain.moves import may
from services.notification.domain.sending import (
    HandOver,
    hand_over,
    is_due,
    on_channel,
    queued,
)
from services.notification.domain.states import BY_PERSON, State
from services.notification.domain.telling import failed, over, to_a_person

TECHNICAL: Final = "technical_failure"
NO_RECEIPT = "no_receipt"
EXPIRED: Final = "expired"
PROVIDER_AWAY = "provider_away"
AT_ONCE = timedelta(0)


@dataclass(frozen=True)
class Failure:
    """Of the attempt that `claim` made; `after`: when the provider wants it again."""

    claim: str
    reason: str
    pace: Pace = USUAL
    after: timedelta = AT_ONCE


@dataclass(frozen=True)
class Unwritten:
    """Putting it together raised: a fault of a template or of ours; `kind` of error."""

    kind: str
    area: str = ""


@dataclass(frozen=True)
class Unreachable:
    """Its provider takes nothing before `until`; nothing is sent there meanwhile."""

    ways: tuple[str, ...]
    until: datetime
    pace: Pace
    area: str = ""


@dataclass(frozen=True)
class Undelivered:
    """A receipt says that what was accepted on `channel` never arrived."""

    channel: str
    reason: str


def failed_for_now(
    message: Message | None, failure: Failure, now: datetime
) -> Change[Message] | None:
    """Comes back later and later; when the channel's time is up, the next one."""
    return _later(message, failure, now, "temporary_failure", "not_now")


def failed_technically(
    message: Message | None, failure: Failure, now: datetime
) -> Change[Message] | None:
    """Our own fault, or a broken contract: an operator may mend it meanwhile."""
    return _later(message, failure, now, TECHNICAL, "technical")


def failed_for_good(
    message: Message | None, failure: Failure, now: datetime
) -> Change[Message] | None:
    """The provider will never take it: told, and the next channel is tried at once."""
    if message is None or message.over or message.claim != failure.claim:
        return None
    log = attempt.ended(message.attempts, failure.claim, "refused", failure.reason)
    return next_channel(message.but(attempts=log), failure.reason, now)


def provider_away(
    message: Message | None, command: Unreachable, now: datetime
) -> Change[Message] | None:
    """Waits in the queue for as long as the channel's patience, tried or not."""
    if message is None or not is_due(message, now):
        return None
    placed = on_channel(message, command.ways).but(area=command.area)
    placed = placed.but(here_since=placed.here_since or now)
    patient_until = (placed.here_since or now) + command.pace.patience
    if patient_until <= now < message.expires_at:
        return next_channel(placed, PROVIDER_AWAY, now)
    return queued(message, placed, min(command.until, patient_until), PROVIDER_AWAY)


def undelivered(
    message: Message | None, receipt: Undelivered, now: datetime
) -> Change[Message] | None:
    """Counts while it is the last that was tried, however late the word comes."""
    is_last = message is not None and message.channel == receipt.channel
    if message is None or not is_last or not may("fail_for_good", message.state):
        return None
    log = _last_ended(message, "refused", receipt.reason)
    return next_channel(message.but(attempts=log), receipt.reason, now)


def no_receipt_yet(
    message: Message | None, pace: Pace, now: datetime
) -> Change[Message] | None:
    """Asked for again; at last what is urgent or legal goes by the next channel."""
    if message is None or message.state != "sent" or not _has_come(message, now):
        return None
    given = pace.receipt_within or timedelta(0)
    waited_until = (message.sent_at or now) + given
    if now < waited_until:
        again = min(now + pace.ask_every, waited_until)
        return Change(message.but(due_at=again))
    if message.urgency != "urgent" and not message.legal:
        return Change(message.but(due_at=None, reason=NO_RECEIPT))
    log = _last_ended(message, "no_receipt", NO_RECEIPT)
    return next_channel(message.but(attempts=log), NO_RECEIPT, now)


def wait(message: Message | None, area: str, now: datetime) -> Change[Message] | None:
    """Something it needs has not arrived; after its time a person looks for them."""
    if message is None or message.over or _is_under_way(message, now):
        return None
    if now >= message.expires_at:
        return hand_over(message, HandOver("no_contact", area), now)
    looks = message.looks + 1
    return Change(
        message.but(
            state="waiting_for_contact",
            looks=looks,
            due_at=min(now + USUAL.pause_after(looks), message.expires_at),
        )
    )


def could_not_be_written(
    message: Message | None, fault: Unwritten, now: datetime
) -> Change[Message] | None:
    """Tried again later and later, sooner by an operator; at last by a person."""
    if message is None or message.over or _is_under_way(message, now):
        return None
    if now >= message.expires_at:
        placed = message.but(area=fault.area)
        return to_a_person(placed, TECHNICAL, *failed(message, TECHNICAL))
    looks = message.looks + 1
    return Change(
        message.but(
            state=TECHNICAL,
            claim=None,
            looks=looks,
            due_at=min(now + USUAL.pause_after(looks), message.expires_at),
            reason=fault.kind,
        )
    )


def expire(message: Message | None, area: str, now: datetime) -> Change[Message] | None:
    """Its time is up, whatever was tried: told, and somebody takes it from here."""
    if message is None or not may("expire", message.state):
        return None
    if now < message.expires_at or _is_under_way(message, now):
        return None
    reason = "no_verdict" if message.state == "sending" else EXPIRED
    change = over(message, EXPIRED, reason, *failed(message, reason))
    placed = change.state.but(due_at=now, area=area or message.area)
    return Change(placed, change.facts)


def contact_known(
    message: Message | None, command: None, now: datetime
) -> Change[Message] | None:
    if message is None or message.state != "waiting_for_contact":
        return None
    return Change(message.but(state="created", due_at=now))


def next_channel(message: Message, reason: str, now: datetime) -> Change[Message]:
    """This one is done with: the next of the person's ways, or the person's."""
    told = failed(message, reason)
    ways = message.ways or message.channels
    left = ways[1:] or ways
    if left[0] in BY_PERSON:
        return to_a_person(message.but(ways=left), reason, *told)
    moved = message.but(
        state="permanent_failure",
        ways=left,
        channel=left[0],
        here_since=None,
        sent_at=None,
        tries_here=0,
        due_at=now,
        claim=None,
        carrier=None,
        carries=(),
        reason=reason,
    )
    return Change(moved, told)


def _later(
    message: Message | None,
    failure: Failure,
    now: datetime,
    state: State,
    outcome: Outcome,
) -> Change[Message] | None:
    if message is None or message.over or message.claim != failure.claim:
        return None
    log = attempt.ended(message.attempts, failure.claim, outcome, failure.reason)
    tried = message.but(attempts=log)
    patient_until = (message.here_since or now) + failure.pace.patience
    if patient_until <= now < message.expires_at:
        return next_channel(tried, failure.reason, now)
    pause = max(failure.pace.pause_after(message.tries_here), failure.after)
    again = min(now + pause, max(patient_until, now), max(message.expires_at, now))
    return Change(
        tried.but(state=state, claim=None, reason=failure.reason, due_at=again)
    )


def _last_ended(
    message: Message, outcome: Outcome, reason: str
) -> tuple[attempt.Attempt, ...]:
    made = [each.id for each in message.attempts if each.channel == message.channel]
    last = made[-1] if made else ""
    return attempt.ended(message.attempts, last, outcome, reason)


def _is_under_way(message: Message, now: datetime) -> bool:
    """Whoever claimed it may still send it; a claimer that died holds it no longer."""
    is_held = message.due_at is not None and message.due_at > now
    return message.state == "sending" and is_held


def _has_come(message: Message, now: datetime) -> bool:
    return message.due_at is not None and message.due_at <= now
