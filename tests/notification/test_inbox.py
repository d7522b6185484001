"""An inbox: each message once, in order, never more than it holds."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.errors import Rejected
from services.kit.testing.clock import MONDAY
from services.notification.inbox.box import (
    KEPT,
    MOST,
    Deposit,
    Inbox,
    deposit,
    drop_old,
    read,
)


def brought(*names: str) -> Inbox:
    box: Inbox | None = None
    for place, name in enumerate(names):
        command = Deposit("mine", name, "sealed")
        change = deposit(box, command, MONDAY + timedelta(minutes=place))
        box = change.state if change else box
    assert box is not None
    return box


@given(st.lists(st.sampled_from("abcdef"), min_size=1, max_size=20))
def test_each_message_lies_there_once_in_the_order_it_came(names: list[str]):
    box = brought(*names)

    assert [item.message_id for item in box.items] == list(dict.fromkeys(names))
    assert [item.number for item in box.items] == list(range(1, box.last + 1))


def test_the_newest_are_kept_and_numbers_are_never_used_again():
    box = brought(*map(str, range(MOST + 5)))

    assert len(box.items) == MOST
    assert (box.items[0].number, box.last) == (6, MOST + 5)


def test_what_was_read_once_stays_read_as_it_was():
    first = read(brought("a", "b"), 1, MONDAY)
    assert first is not None
    assert first.state.unread == 1
    assert read(first.state, 1, MONDAY + timedelta(days=1)) is None


def test_whoever_comes_back_gets_what_came_since():
    assert [item.message_id for item in brought("a", "b", "c").after(1)] == ["b", "c"]


def test_whoever_comes_with_a_number_of_another_inbox_gets_all():
    box = brought("a", "b", "c")

    assert box.after(box.last) == ()
    assert box.after(box.last + 1) == box.items


def test_an_item_that_is_not_there_is_unknown():
    with pytest.raises(Rejected, match="unknown-item"):
        read(brought("a"), 7, MONDAY)
    with pytest.raises(Rejected, match="unknown-item"):
        read(None, 1, MONDAY)


def test_what_was_kept_long_enough_goes_by_itself():
    box = brought("a", "b")
    assert box.wake_at == MONDAY + KEPT
    change = drop_old(box, MONDAY + KEPT)

    assert change is not None
    assert [item.message_id for item in change.state.items] == ["b"]
