"""An owner has so many endpoints, and whoever dies while making one blocks nobody."""

import pytest

from services.kit.errors import Rejected
from services.kit.testing.clock import MONDAY
from services.notification.domain.hooks.roster import BEING_MADE, Take, give_back, take


def taking(roster, id, there=(), now=MONDAY, most=2):
    change = take(roster, Take("housing", id, most, frozenset(there)), now)
    return change.state if change else roster


def full():
    return taking(taking(None, "one"), "two")


def ids(roster):
    return [place.endpoint_id for place in roster.places]


def test_what_is_being_made_counts_too():
    with pytest.raises(Rejected) as no:
        taking(full(), "three")

    assert no.value.reason == "too-many-webhooks"


def test_the_same_registration_takes_one_place():
    assert ids(taking(full(), "two")) == ["one", "two"]


def test_what_was_never_made_comes_free_by_itself():
    later = taking(full(), "three", there=["one"], now=MONDAY + BEING_MADE)

    assert ids(later) == ["one", "three"]
    with pytest.raises(Rejected):
        taking(later, "four", there=["one"], now=MONDAY + BEING_MADE)


def test_what_is_there_counts_also_without_a_place():
    with pytest.raises(Rejected):
        taking(None, "three", there=["one", "two"])


def test_what_was_deleted_gives_its_place_back():
    left = give_back(full(), "one", MONDAY).state

    assert ids(taking(left, "three", there=["two"])) == ["two", "three"]
    assert give_back(left, "one", MONDAY) is None
    assert give_back(None, "one", MONDAY) is None
