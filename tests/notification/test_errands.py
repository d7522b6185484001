"""What people do for a message: one has it, all see how often it was tried."""

from datetime import timedelta

import pytest

from contracts.codes import derived_id
from contracts.notification import MessageDelivered
from services.kit.errors import Rejected
from services.kit.testing.clock import MONDAY
from services.kit.writing.change import Change
from services.notification.domain.errands.doing import (
    Done,
    GiveBack,
    NotReached,
    Take,
    done,
    give_back,
    not_reached,
    take,
)
from services.notification.domain.errands.errand import HELD_FOR, MOST_LOOKS
from services.notification.domain.message import Message

CHEN, LIN = "clerk-chen", "clerk-lin"
LINE = Message(
    message_id=derived_id("a message"),
    case_id=derived_id("a case"),
    about=derived_id("an event"),
    event_type="tongban.intake.case-answered.v1",
    audience="applicant",
    recipient="applicant",
    template="case-answered",
    created_at=MONDAY,
    expires_at=MONDAY + timedelta(days=1),
    state="handed_to_person",
)


def after(change: Change[Message] | None) -> Message:
    assert change is not None
    return change.state


def test_one_has_it_at_a_time():
    taken = after(take(LINE, Take(CHEN), MONDAY))

    assert take(taken, Take(CHEN), MONDAY) is None
    with pytest.raises(Rejected, match="taken-by-another"):
        take(taken, Take(LIN), MONDAY)
    with pytest.raises(Rejected, match="taken-by-another"):
        done(taken, Done(LIN, "call"), MONDAY)


def test_after_a_day_without_word_another_may_take_it():
    taken = after(take(LINE, Take(CHEN), MONDAY))
    errand = after(take(taken, Take(LIN), MONDAY + HELD_FOR)).errand

    assert errand is not None
    assert errand.by == LIN


def test_what_is_given_back_is_free():
    taken = after(take(LINE, Take(CHEN), MONDAY))
    free = after(give_back(taken, GiveBack(CHEN), MONDAY))

    assert give_back(taken, GiveBack(LIN), MONDAY) is None
    assert take(free, Take(LIN), MONDAY) is not None


def test_who_was_not_there_stays_on_the_list():
    line = LINE
    for day in range(MOST_LOOKS + 1):
        now = MONDAY + timedelta(days=day)
        line = after(not_reached(line, NotReached(CHEN, "nobody_there"), now))

    assert line.state == "handed_to_person"
    assert line.errand is not None
    assert len(line.errand.looks) == MOST_LOOKS
    assert line.errand.by is None


def test_a_second_click_is_not_a_second_look():
    once = after(not_reached(LINE, NotReached(CHEN, "nobody_there"), MONDAY))
    a_moment_later = MONDAY + timedelta(seconds=2)

    assert not_reached(once, NotReached(CHEN, "nobody_there"), a_moment_later) is None
    for other in (NotReached(LIN, "nobody_there"), NotReached(CHEN, "moved")):
        twice = after(not_reached(once, other, a_moment_later))
        assert twice.errand is not None
        assert len(twice.errand.looks) == 2


def test_who_was_told_by_a_person_has_it():
    change = done(LINE, Done(CHEN, "call", answer="sealed"), MONDAY)
    told = after(change)

    assert told.state == "delivered"
    assert change is not None
    [fact] = change.facts
    assert isinstance(fact, MessageDelivered)
    assert fact.channel == "call"
    assert done(told, Done(CHEN, "call"), MONDAY) is None


def test_what_no_person_has_to_tell_is_not_on_the_list():
    for line in (None, LINE.but(state="sent")):
        with pytest.raises(Rejected, match="not-on-the-list"):
            take(line, Take(CHEN), MONDAY)
