"""What becomes of a message; a decision may come late, twice, from two processes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from contracts.notification import (
    MessageFailed,
    MessageHandedToPerson,
    MessageSent,
    OfMessage,
)
from services.kit.writing.change import Change
from services.notification.domain.message import LEASE, Message, pause_after

EMAIL = "email"
TECHNICAL = "technical_failure"
Told = TypeVar("Told", bound=OfMessage)


@dataclass(frozen=True)
class Claim:
    """`by` is a fresh id for each attempt: the winner finds it in the saved state."""

    by: str
    area: str = ""


@dataclass(frozen=True)
class HandOver:
    """`area` is the case's: whose work list the message goes to."""

    reason: str
    area: str = ""


@dataclass(frozen=True)
class Unwritten:
    """Putting it together raised: a fault of a template or of ours; `kind` of error."""

    kind: str
    area: str = ""


@dataclass(frozen=True)
class Failure:
    claim: str
    reason: str


def claim(
    message: Message | None, command: Claim, now: datetime
) -> Change[Message] | None:
    """Takes a due message for one attempt; the lease outlives a claimer that died.

    Where attempts end without a verdict for a day, a person takes over.
    """
    if message is None or message.over or not message.due_at or message.due_at > now:
        return None
    if message.state == "sending" and now >= message.expires_at:
        placed = message.but(area=command.area)
        return _given_up(placed, "no_verdict")
    return Change(
        message.but(
            state="sending",
            claim=command.by,
            area=command.area,
            tries=message.tries + 1,
            due_at=now + LEASE,
        )
    )


def accepted(
    message: Message | None,
    command: Claim,
    now: datetime,
) -> Change[Message] | None:
    """The provider has it, whoever claimed it meanwhile: told once, counted once."""
    if message is None or message.over:
        return None
    return _over(message, "sent", None, _fact(MessageSent, message, EMAIL))


def failed_for_now(
    message: Message | None, failure: Failure, now: datetime
) -> Change[Message] | None:
    """Comes back later and later; after a day a person takes over."""
    if message is None or message.over or message.claim != failure.claim:
        return None
    if now >= message.expires_at:
        return _given_up(message, "expired")
    again = now + pause_after(message.tries)
    return Change(
        message.but(
            state="temporary_failure", due_at=again, claim=None, reason=failure.reason
        )
    )


def failed_for_good(
    message: Message | None,
    failure: Failure,
    now: datetime,
) -> Change[Message] | None:
    """The provider will never take it: told, and handed to a person at once."""
    if message is None or message.over or message.claim != failure.claim:
        return None
    return _given_up(message, failure.reason)


def wait(
    message: Message | None,
    area: str,
    now: datetime,
) -> Change[Message] | None:
    """Something it needs has not arrived; after a day a person looks for them."""
    if message is None or message.over or _is_under_way(message, now):
        return None
    if now >= message.expires_at:
        return hand_over(message, HandOver("no_contact", area), now)
    looks = message.looks + 1
    return Change(
        message.but(
            state="waiting_for_contact",
            looks=looks,
            due_at=min(now + pause_after(looks), message.expires_at),
        )
    )


def _is_under_way(message: Message, now: datetime) -> bool:
    """Whoever claimed it may still send it; a claimer that died holds it no longer."""
    is_held = message.due_at is not None and message.due_at > now
    return message.state == "sending" and is_held


def could_not_be_written(
    message: Message | None, fault: Unwritten, now: datetime
) -> Change[Message] | None:
    """Tried again later and later, sooner by an operator; after a day by a person."""
    if message is None or message.over or _is_under_way(message, now):
        return None
    if now >= message.expires_at:
        return _given_up(message.but(area=fault.area), TECHNICAL)
    looks = message.looks + 1
    return Change(
        message.but(
            state=TECHNICAL,
            claim=None,
            looks=looks,
            due_at=min(now + pause_after(looks), message.expires_at),
            reason=fault.kind,
        )
    )


def retry(
    message: Message | None, command: None, now: datetime
) -> Change[Message] | None:
    """An operator has mended what it could not be written for."""
    if message is None or message.state != TECHNICAL:
        return None
    return Change(message.but(state="created", due_at=now, looks=0, reason=None))


def contact_known(
    message: Message | None,
    command: None,
    now: datetime,
) -> Change[Message] | None:
    if message is None or message.state != "waiting_for_contact":
        return None
    return Change(message.but(state="created", due_at=now))


def hand_over(
    message: Message | None,
    command: HandOver,
    now: datetime,
) -> Change[Message] | None:
    """No electronic way: it becomes a line of somebody's work list."""
    if message is None or message.over:
        return None
    placed = message.but(area=command.area)
    return _over(placed, "handed_to_person", command.reason, _handed(message))


def suppress(
    message: Message | None,
    reason: str,
    now: datetime,
) -> Change[Message] | None:
    """There is nobody to tell in that role."""
    if message is None or message.over:
        return None
    return _over(message, "suppressed", reason)


def _given_up(message: Message, reason: str) -> Change[Message]:
    failed = _fact(MessageFailed, message, EMAIL, reason=reason)
    return _over(message, "handed_to_person", reason, failed, _handed(message))


def _over(
    message: Message, state: str, reason: str | None, *facts: OfMessage
) -> Change[Message]:
    over = message.but(state=state, due_at=None, claim=None, reason=reason)
    return Change(over, facts)


def _handed(message: Message) -> MessageHandedToPerson:
    return _fact(MessageHandedToPerson, message, message.person_channel)


def _fact(kind: type[Told], message: Message, channel: str, **fields: Any) -> Told:
    return kind.model_validate(
        {
            "case_id": message.case_id,
            "message_id": message.message_id,
            "about": message.about,
            "template": message.template,
            "audience": message.audience,
            "channel": channel,
            **fields,
        }
    )
