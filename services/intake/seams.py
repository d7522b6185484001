"""What intake asks of its books, beside the cases themselves.

Each has one form on MongoDB and one in memory; both pass the same suite.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.intake.domain.case import Case
from services.intake.domain.likeness import Trace
from services.intake.domain.sight import Sight
from services.kit.writing.stored import Stored

Past = tuple[datetime, str] | None
"""When the last case was received that the reader has, and its id."""


UNFINISHED = frozenset({"draft", "expired"})
"""States of what nobody has handed over yet, or ever will."""


@dataclass(frozen=True)
class Question:
    """None: whatever it is."""

    state: str | None = None
    area: str | None = None
    person: str | None = None
    """Keyed hash of somebody, as `person_key` makes it."""


class Cases(Protocol):
    """Every question is asked by somebody: what they may not see is not there."""

    async def find(self, sight: Sight, case_id: str) -> Stored[Case] | None: ...

    async def page(
        self, sight: Sight, question: Question, past: Past, limit: int
    ) -> Sequence[Case]:
        """Newest first."""

    async def with_code(self, case_no: str, code_digest: str) -> Case | None:
        """A wrong code and an unknown number are the same question, with no answer."""

    async def to_forget(self, limit: int) -> Sequence[str]:
        """Ids of cases that are forgotten and whose key is still there."""


@dataclass(frozen=True)
class Sought:
    """What is like this case, itself not, and was received in this time."""

    trace: Trace
    since: datetime
    until: datetime


@dataclass(frozen=True)
class Crowd:
    """Everybody but `who` with a matter of this category, of this place, since then."""

    place: str
    category: str
    since: datetime
    who: str


class Repeats(Protocol):
    async def candidates(self, sought: Sought, limit: int) -> Sequence[Trace]:
        """The same person's and those that share a band of the text, newest first.

        What is withdrawn or a draft is none.
        """

    async def seen(self, sight: Sight, case_ids: Sequence[str]) -> Sequence[Trace]:
        """Those of them that the sight sees, newest first."""

    async def people(self, crowd: Crowd) -> int: ...


@dataclass(frozen=True)
class Tally:
    """So many cases that are alike in this."""

    helper: str | None
    channel: str
    anonymity: str
    at_once: bool
    cases: int


class Tallies(Protocol):
    async def tallies(
        self, sight: Sight, since: datetime, until: datetime
    ) -> Sequence[Tally]:
        """Of what was handed over from `since` on and before `until`."""


class Numbers(Protocol):
    async def next(self, day: str) -> int:
        """Counts from 1 within a day; durable, never the same twice; gaps are fine."""
