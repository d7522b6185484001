"""A delivery over its life: no order of what happens loses or doubles it."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.kit.errors import Rejected
from services.kit.testing.clock import MONDAY
from services.notification.domain.hooks import pushing
from services.notification.domain.hooks.delivery import LEASE, Attempt
from tests.notification.hooks.made import delivery, rules

LATER = MONDAY + timedelta(hours=1)


def attempt(now, outcome="status", status=500):
    return Attempt(at=now, outcome=outcome, status=status, took_ms=3)


def good(now=MONDAY):
    return pushing.Success(attempt(now, "accepted", 200))


def bad(claim="me", now=MONDAY, wished=None):
    return pushing.Failure(claim, attempt(now), rules(), wished)


def claimed(by="me", now=LATER, of=None):
    return pushing.claim(of or delivery(), by, now).state


def test_only_what_is_due_is_claimed_and_by_one():
    assert pushing.claim(delivery(), "me", MONDAY) is None
    mine = claimed()

    assert pushing.claim(mine, "you", LATER) is None
    assert claimed("you", LATER + LEASE, mine).claim == "you"


def test_a_late_answer_counts_and_a_late_failure_does_not():
    yours = claimed("you", LATER + LEASE, claimed("me"))

    assert pushing.failed(yours, bad("me"), LATER) is None
    done = pushing.accepted(yours, good(), LATER).state
    assert (done.state, done.due_at, done.tries) == ("accepted", None, 1)
    assert pushing.accepted(done, good(), LATER) is None


def test_failures_follow_the_schedule_and_end():
    now, at = LATER, delivery()
    while at.state != "failed":
        at = claimed("me", now, at)
        at = pushing.failed(at, bad(now=now), now).state
        now = at.due_at or now

    assert at.tries == len(rules().pauses) + 1
    assert [a.status for a in at.attempts] == [500] * at.tries


def test_a_ping_is_tried_once():
    ping = claimed(of=delivery(ping=True))

    assert pushing.failed(ping, bad(), LATER).state.state == "failed"


def test_what_the_receiver_wishes_moves_its_next_turn():
    wait = timedelta(hours=3)

    assert pushing.failed(claimed(), bad(wished=wait), LATER).state.due_at == (
        LATER + wait
    )


def test_a_claim_that_sent_nothing_is_given_back():
    back = pushing.put_back(claimed(), "me", LATER).state

    assert (back.state, back.due_at, back.tries) == ("waiting", LATER, 0)
    assert pushing.put_back(back, "me", LATER) is None


def test_sending_again_starts_the_schedule_anew_once_a_request():
    done = pushing.accepted(claimed(), good(), LATER).state
    again = pushing.resend(done, "request", LATER).state

    assert (again.state, again.due_at, again.failures) == ("waiting", LATER, 0)
    assert pushing.resend(again, "request", LATER) is None
    sent = pushing.accepted(claimed(of=again), good(), LATER).state
    assert pushing.resend(sent, "request", LATER) is None
    assert pushing.resend(sent, "another", LATER).state.state == "waiting"


def test_what_is_erased_is_never_sent_again():
    erased = pushing.erase(claimed(), None, LATER).state

    assert (erased.body, erased.due_at) == (None, None)
    assert pushing.failed(erased, bad(), LATER) is None
    assert pushing.accepted(erased, good(), LATER) is None
    with pytest.raises(Rejected) as no:
        pushing.resend(erased, "request", LATER)
    assert no.value.status == 410


STEPS = {
    "claim": lambda at, now: pushing.claim(at, "me", now),
    "good": lambda at, now: pushing.accepted(at, good(now), now),
    "bad": lambda at, now: pushing.failed(at, bad(now=now), now),
    "again": lambda at, now: pushing.resend(at, str(now), now),
    "wait": lambda at, now: None,
}


@settings(max_examples=60)
@given(st.lists(st.sampled_from(sorted(STEPS)), max_size=20))
def test_it_is_over_or_has_a_time(steps):
    """Whatever happens in whatever order: nothing is forgotten."""
    at, now = delivery(), LATER
    for step in steps:
        change = STEPS[step](at, now)
        now += timedelta(hours=1) if step == "wait" else timedelta(0)
        at = change.state if change else at
        assert at.over == (at.due_at is None)
        assert (at.claim is not None) <= (at.state == "sending")
