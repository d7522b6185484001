"""Rows of the housing department's feed, as short as a test wants to name them."""

from datetime import timedelta

from contracts.codes import derived_id
from services.kit.testing.clock import MONDAY
from services.routing.store.feed import Kept, places_of

DEPARTMENT = "housing"
PLACES = places_of(DEPARTMENT)
TASKS, CONTENTS = PLACES[0], PLACES[3]
CASE = derived_id("a case")


def value_of(place, offset):
    return b'{"of":"%b/%d","n":%d}' % (place[0].encode(), place[1], offset)


def row(offset, place=TASKS, since=None, minutes=None, value=b""):
    """A minute after the one before it."""
    at = MONDAY + timedelta(minutes=offset if minutes is None else minutes)
    before = (0 if offset == 0 else offset) if since is None else since
    said = value_of(place, offset) if value == b"" else value
    return Kept(place, offset, before, at, CASE, said)


def numbers(page, place=TASKS):
    """The offsets of the documents of one place."""
    known = {value_of(place, n): n for n in range(1_000)}
    return [known[one.value] for one in page.documents if one.value in known]
