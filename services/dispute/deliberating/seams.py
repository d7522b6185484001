"""What deliberation works with beside its aggregates: one real form, one in memory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from services.dispute.deliberating.domain.topic import Topic


@dataclass(frozen=True)
class Question:
    """Which topics somebody asks for. Without an area there is nothing to see."""

    area: str
    """This and what is in it."""
    category: str | None = None
    state: str | None = None
    public: bool = False
    """Only what everybody may see."""
    proposer: str | None = None
    """Only those of one person, by keyed hash."""


@dataclass(frozen=True)
class Meetings:
    """How many were held, and how many are to be."""

    held: int = 0
    planned: int = 0


@dataclass(frozen=True)
class Tally:
    """How often each choice was taken, by `question:choice`."""

    answers: int = 0
    picked: Mapping[str, int] = field(default_factory=dict)


class Topics(Protocol):
    """Reads only; the repository writes."""

    async def page(
        self, question: Question, past: tuple[int, str] | None, limit: int
    ) -> Sequence[Topic]:
        """By their `place`: first what is late again, then in the order of ids."""

    async def of_promise(self, commitment_id: str) -> str | None:
        """The id of the topic where it was promised; None: it is none of ours."""

    async def raised_by(self, case_id: str) -> Sequence[str]:
        """Ids of topics that this case is an originator of."""

    async def meetings(self, area: str, since: datetime, until: datetime) -> Meetings:
        """Those of that time, in the area and below."""

    async def to_forget(self, limit: int) -> Sequence[str]:
        """Ids of topics whose key is to be destroyed."""


class Recurrences(Protocol):
    async def counting(self, case_id: str) -> Sequence[str]:
        """Ids of the counts that this case is in."""


class Voices(Protocol):
    """Who supports a topic and what was answered: a document each, once a person."""

    async def support(self, topic_id: str, who: str) -> None:
        """Durable when it returns; the second time changes nothing."""

    async def withdraw(self, topic_id: str, who: str) -> None: ...

    async def supporters(self, topic_ids: Sequence[str]) -> Mapping[str, int]:
        """How many each has; one that has none may be left out."""

    async def supports(self, topic_id: str, who: str) -> bool: ...

    async def answer(
        self, topic_id: str, who: str, picked: Sequence[str]
    ) -> Sequence[str]:
        """What this person has answered from now on: the first answer stays."""

    async def tally(self, topic_id: str) -> Tally: ...

    async def remove(self, topic_id: str) -> None:
        """All of it; harmless when there is nothing."""


class Numbers(Protocol):
    async def next(self, day: str, count: int) -> Sequence[int]:
        """`count` numbers from 1 within a day; durable, never one twice; gaps are
        fine."""
