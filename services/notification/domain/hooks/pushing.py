"""What becomes of a delivery: claimed, accepted, tried again, given up, sent again."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.kit.errors import Rejected
from services.kit.writing.change import Change
from services.notification.domain.hooks.delivery import (
    ATTEMPTS_KEPT,
    LEASE,
    RESENDS_KEPT,
    Attempt,
    HookDelivery,
)
from services.notification.domain.hooks.schedule import HookRules, pause_after

Pushed = Change[HookDelivery] | None


@dataclass(frozen=True)
class Failure:
    """`wished`: how long the receiver wants to be left alone."""

    claim: str
    attempt: Attempt
    rules: HookRules
    wished: timedelta | None = None


@dataclass(frozen=True)
class Success:
    attempt: Attempt


def claim(delivery: HookDelivery | None, by: str, now: datetime) -> Pushed:
    """Takes a due delivery for one push; the lease outlives a claimer that died."""
    if delivery is None or not delivery.due_at or delivery.due_at > now:
        return None
    return Change(delivery.but(state="sending", claim=by, due_at=now + LEASE))


def accepted(delivery: HookDelivery | None, done: Success, now: datetime) -> Pushed:
    """The receiver has it, whoever claimed it meanwhile."""
    if delivery is None or delivery.over:
        return None
    told = _tried(delivery, done.attempt)
    return Change(told.but(state="accepted", due_at=None, claim=None, failures=0))


def failed(delivery: HookDelivery | None, failure: Failure, now: datetime) -> Pushed:
    """Comes back later and later; given up behind the last pause, a ping at once."""
    if delivery is None or delivery.over or delivery.claim != failure.claim:
        return None
    failures = delivery.failures + 1
    told = _tried(delivery, failure.attempt).but(claim=None, failures=failures)
    id, wished = delivery.delivery_id, failure.wished
    pause = pause_after(failure.rules, id, failures, wished)
    if pause is None or delivery.ping:
        return Change(told.but(state="failed", due_at=None))
    return Change(told.but(state="waiting", due_at=now + pause))


def put_back(delivery: HookDelivery | None, by: str, now: datetime) -> Pushed:
    """It was claimed and nothing was sent: as if nobody had taken it."""
    if delivery is None or delivery.over or delivery.claim != by:
        return None
    return Change(delivery.but(state="waiting", claim=None, due_at=now))


def resend(delivery: HookDelivery | None, request: str, now: datetime) -> Pushed:
    """From the beginning of the schedule; the same request does it once."""
    if delivery is None or delivery.state == "erased":
        en = "what was in it has been erased: it cannot be sent again"
        raise Rejected("event-erased", en, "内容已按规定清除,不能重发", status=410)
    if request in delivery.resends or delivery.state == "sending":
        return None
    resends = (*delivery.resends, request)[-RESENDS_KEPT:]
    return Change(
        delivery.but(state="waiting", due_at=now, failures=0, resends=resends)
    )


def erase_words(delivery: HookDelivery | None, command: None, now: datetime) -> Pushed:
    """What residents wrote; how far their case was stays."""
    if delivery is None or not delivery.is_content:
        return None
    return erase(delivery, command, now)


def take_back(delivery: HookDelivery | None, command: None, now: datetime) -> Pushed:
    """What a partner would still be told of a case."""
    if delivery is None or not delivery.is_for_partner:
        return None
    return erase(delivery, command, now)


def erase(delivery: HookDelivery | None, command: None, now: datetime) -> Pushed:
    """What is on its way can no longer be held back."""
    if delivery is None or delivery.state == "erased":
        return None
    return Change(delivery.but(state="erased", body=None, due_at=None, claim=None))


def _tried(delivery: HookDelivery, attempt: Attempt) -> HookDelivery:
    attempts = (*delivery.attempts, attempt)[-ATTEMPTS_KEPT:]
    return delivery.but(attempts=attempts, tries=delivery.tries + 1)
