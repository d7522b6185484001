"""When two cases look like one: a matter that was handed in twice, perhaps.

All that is compared here are keyed hashes, which the edge has made.
"""

from base64 import b64decode
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from operator import eq
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

Why = Literal["same-person-and-item", "near-same-text"]

PLACES = 168
"""Of a signature, a byte each."""
BANDS, ROWS = 14, 4
"""Texts that share 7 of 10 shingles meet in a band in 98 of 100 pairs, such that share
3 of 10 in 11. Few do that are not the same: of the 9 million pairs of a city's 4,326
messages 462 meet, and 405 share 6 of 10. Each band is a place of the index to look at.
"""
ERA = timedelta(days=60)
ERAS = 100
"""Then they begin anew: what is sought is also sought by its date."""
STREET_DIGITS = 9
NO_REPEAT = frozenset({"withdrawn", "draft", "expired"})
"""States of what nobody wants any more, or not yet."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Marks(BaseModel):
    """What a case is recognised by, all of it keyed hashes; and what it repeats."""

    model_config = ConfigDict(frozen=True)

    persons: tuple[str, ...] = ()
    """Whose matter it is, the surest number first."""
    likeness: str | None = None
    """Signature of what it says."""
    repeats: tuple[str, ...] = ()
    """Ids of cases that it probably repeats, as known when it was registered."""

    def index(self, case_id: str, at: datetime) -> dict[str, Any]:
        return {
            "who": self.persons[0] if self.persons else case_id,
            "persons": list(self.persons),
            "likeness": bands_of(self.likeness, at),
        }


@dataclass(frozen=True)
class Trace:
    """What is left of a case to know its like by; nothing of it can be read."""

    case_id: str
    case_no: str
    state: str
    received_at: datetime
    item: str | None
    category: str
    persons: Collection[str]
    likeness: str | None
    kin: Collection[str] = ()
    """Of what is sought: the categories above its own, and those below."""

    @property
    def place(self) -> tuple[datetime, str]:
        """Among others, when they are sorted by age."""
        return self.received_at, self.case_id


def place_of(area: str) -> str:
    """The street of it; of a district or city, itself."""
    return area[:STREET_DIGITS]


def why(one: Trace, other: Trace, near: float) -> Why | None:
    """`near`: from which share of shingles in common two texts are the same."""
    if same_person(one, other) and same_matter(one, other):
        return "same-person-and-item"
    return "near-same-text" if alike(one.likeness, other.likeness) >= near else None


def alike(one: str | None, other: str | None) -> float:
    """The share of shingles that two texts have in common, give or take 0.07."""
    if one is None or other is None:
        return 0.0
    same: int = sum(map(eq, b64decode(one), b64decode(other)))
    return same / PLACES


def bands_of(likeness: str | None, at: datetime) -> list[int]:
    """What the like of a text, received then, is looked up by.

    The era comes first, so that what is received at one time lies together in the
    index, however many years of it there are.
    """
    if likeness is None:
        return []
    era = (at - EPOCH) // ERA % ERAS
    return [(era << 8 * ROWS) | band for band in _bands(b64decode(likeness))]


def bands_between(likeness: str | None, since: datetime, until: datetime) -> list[int]:
    moments = [since]
    while moments[-1] + ERA < until:
        moments.append(moments[-1] + ERA)
    eras = [bands_of(likeness, at) for at in (*moments, until)]
    return sorted(set().union(*eras))


def _bands(signature: bytes) -> Iterator[int]:
    for at in range(0, BANDS * ROWS, ROWS):
        yield int.from_bytes(signature[at : at + ROWS], "big")


def same_person(one: Trace, other: Trace) -> bool:
    return not set(one.persons).isdisjoint(other.persons)


def same_matter(one: Trace, other: Trace) -> bool:
    """The same item; where one of them names none, a category or one above it."""
    if one.item and other.item:
        return one.item == other.item
    same = one.category == other.category
    return same or other.category in one.kin or one.category in other.kin
