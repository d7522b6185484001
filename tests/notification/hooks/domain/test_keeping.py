"""What an endpoint comes to, by its department's word and by how it answers."""

from datetime import timedelta

import pytest

from services.kit.errors import Rejected
from services.kit.testing.clock import MONDAY
from services.notification.domain.hooks import keeping
from services.notification.domain.hooks.endpoint import (
    CLOCKS_DIFFER,
    REQUESTS_KEPT,
    WISHES_KEPT,
    Secret,
)
from tests.notification.hooks.made import URL, endpoint, rules

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FAILING = keeping.Failing(URL, rules().disable_after)
AFTER = FAILING.disable_after


def rotated(before, name, keep=DAY, now=MONDAY):
    fresh = Secret(secret_id=name, sealed=name)
    change = keeping.rotate(before, keeping.Rotate(fresh, keep), now)
    return change.state if change else before


def signing(endpoint, now):
    return [secret.secret_id for secret in endpoint.secrets if secret.signs(now)]


def test_two_secrets_sign_during_a_rotation_and_then_one():
    both = rotated(endpoint(), "second")

    assert signing(both, MONDAY + HOUR) == ["second", "first"]
    assert signing(both, MONDAY + DAY) == ["second"]


def test_a_rotation_without_delay_ends_the_former_secret_at_once():
    assert signing(rotated(endpoint(), "second", timedelta(0)), MONDAY) == ["second"]


def test_never_more_than_two_secrets_sign():
    third = rotated(rotated(endpoint(), "second"), "third")

    assert signing(third, MONDAY) == ["third", "second"]


def test_a_rotation_that_is_asked_for_twice_is_one():
    both = rotated(endpoint(), "second")

    assert rotated(both, "second") is both


def test_failures_for_three_days_disable_it():
    first = keeping.went_wrong(endpoint(), FAILING, MONDAY).state
    assert first.state == "active"
    assert keeping.went_wrong(first, FAILING, MONDAY + AFTER - HOUR) is None

    last = keeping.went_wrong(first, FAILING, MONDAY + AFTER).state
    assert (last.state, last.reason) == ("disabled", "failing")


def test_another_address_has_not_failed_yet():
    failing = keeping.went_wrong(endpoint(), FAILING, MONDAY).state
    same = keeping.Edit(failing.url, None)
    assert keeping.edit(failing, same, MONDAY + HOUR) is None

    other = keeping.Edit("https://other.example/tongban", None)
    moved = keeping.edit(failing, other, MONDAY + HOUR).state
    there = keeping.Failing(moved.url, AFTER)
    assert keeping.went_wrong(moved, there, MONDAY + AFTER).state.state == "active"


def test_what_a_former_address_answers_is_nothing_to_the_new_one():
    other = keeping.Edit("https://other.example/tongban", None)
    moved = keeping.edit(endpoint(), other, MONDAY).state
    assert keeping.gone(moved, URL, MONDAY + HOUR) is None
    assert keeping.went_wrong(moved, FAILING, MONDAY + HOUR) is None

    there = keeping.Failing(moved.url, AFTER)
    failing = keeping.went_wrong(moved, there, MONDAY + HOUR).state
    assert keeping.went_well(failing, URL, MONDAY + HOUR) is None


def test_one_success_in_between_forgives():
    failing = keeping.went_wrong(endpoint(), FAILING, MONDAY).state
    well = keeping.went_well(failing, URL, MONDAY + HOUR).state

    assert well.failing_since is None
    assert keeping.went_well(well, URL, MONDAY) is None


def test_gone_disables_it_at_once_and_enabling_begins_anew():
    disabled = keeping.gone(endpoint(), URL, MONDAY).state
    assert (disabled.state, disabled.reason) == ("disabled", "gone")
    assert keeping.gone(disabled, URL, MONDAY) is None
    assert keeping.went_wrong(disabled, FAILING, MONDAY) is None

    active = keeping.enable(disabled, None, MONDAY + HOUR).state
    assert (active.state, active.reason) == ("active", None)
    assert active.since == MONDAY + HOUR


def test_a_pause_is_the_departments_and_not_what_the_city_disabled():
    paused = keeping.pause(endpoint(), None, MONDAY).state
    assert paused.state == "paused"
    assert keeping.pause(paused, None, MONDAY) is None

    with pytest.raises(Rejected) as no:
        keeping.pause(keeping.gone(endpoint(), URL, MONDAY).state, None, MONDAY)
    assert no.value.reason == "webhook-disabled"


def test_what_was_deleted_keeps_neither_address_nor_secret_and_is_unknown():
    deleted = keeping.delete(endpoint(), None, MONDAY).state
    assert (deleted.url, deleted.secrets) == ("", ())

    for decide in (keeping.delete, keeping.enable, keeping.pause):
        with pytest.raises(Rejected) as no:
            decide(deleted, None, MONDAY)
        assert no.value.status == 404


def test_it_wants_what_is_said_from_its_registration_on():
    some = endpoint(types=("a",))

    assert some.wants("a", MONDAY)
    assert not some.wants("b", MONDAY)
    assert not some.wants("a", MONDAY - timedelta(milliseconds=1))
    assert some.but(state="disabled").wants("a", MONDAY)
    assert not some.but(state="deleted").wants("a", MONDAY)


def test_what_it_wants_is_what_it_wished_for_when_that_was_said():
    """However late it is asked: whoever reads again must not decide anew."""
    edits = [
        (("a", "b"), MONDAY + HOUR),
        ((), MONDAY + 2 * HOUR),
        (("b",), MONDAY + DAY),
    ]
    some = endpoint(types=("a",))
    for types, now in edits:
        some = keeping.edit(some, keeping.Edit(None, types), now).state
    said = [MONDAY + n * HOUR for n in (0, 1.5, 3, 25)]

    assert [some.wants("a", at) for at in said] == [True, True, True, False]
    assert [some.wants("b", at) for at in said] == [False, True, True, True]
    assert [some.wants("c", at) for at in said] == [False, False, True, False]


def test_a_wish_holds_from_when_every_reader_knows_of_it():
    before = endpoint(types=("a",))
    after = keeping.edit(before, keeping.Edit(None, ("b",)), MONDAY + HOUR).state
    at = MONDAY + HOUR + CLOCKS_DIFFER

    assert after.wants("a", at - timedelta(milliseconds=1))
    assert after.wants("b", at)
    assert keeping.edit(after, keeping.Edit(None, ("b",)), MONDAY + DAY) is None


def test_wishes_and_requests_are_bounded():
    some = endpoint()
    for number in range(200):
        now = MONDAY + number * HOUR
        some = keeping.edit(some, keeping.Edit(None, (str(number),)), now).state
        some = keeping.hear(some, keeping.Heard(str(number), "x"), now).state

    assert (len(some.wishes), len(some.requests)) == (WISHES_KEPT, REQUESTS_KEPT)


def test_a_key_stands_for_its_first_request():
    some = keeping.hear(endpoint(), keeping.Heard("key", "first"), MONDAY).state

    assert some.heard("key") == "first"
    assert some.heard("other") is None
    assert keeping.hear(some, keeping.Heard("key", "second"), MONDAY) is None


def test_each_disabling_is_to_be_told_once():
    disabled = keeping.gone(endpoint(), URL, MONDAY).state
    told = keeping.told(disabled, disabled.since, MONDAY).state
    again = keeping.gone(keeping.enable(told, None, MONDAY).state, URL, MONDAY + HOUR)

    assert [e.index()["untold"] for e in (endpoint(), disabled, told)] == [
        False,
        True,
        False,
    ]
    assert again.state.index()["untold"]
    assert keeping.told(again.state, disabled.since, MONDAY) is None
