"""What of the inbox is wanted, and the query that says so."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.kit.writing.documents import Document
from services.routing.domain.moves import OPEN, RUNNING

DUE = "due_at"
Past = tuple[datetime, str]

UNDECIDED: dict[str, Document] = {
    "return": {"open": True, "state": "returned"},
    "extension": {"open": True, "extension": "requested"},
    "parking": {"open": True, "parking": "requested"},
    "exclusion": {"exclusion": "requested"},
}
"""What somebody above the department still has to decide."""


@dataclass(frozen=True)
class Question:
    """Fields that are empty do not matter; without `states`, open tasks are meant.

    With a case number it is every state: somebody looks for that case.
    """

    department: str | None = None
    states: tuple[str, ...] = ()
    due_before: datetime | None = None
    due_after: datetime | None = None
    overdue_at: datetime | None = None
    """Only tasks whose clock ran, and that were late, at that moment."""
    due_soon_at: datetime | None = None
    """Only tasks that were warned of before it, and not late at that moment."""
    area: str | None = None
    case_no: str | None = None
    role: str | None = None
    levels: tuple[int, ...] = ()
    reason: str | None = None
    """Why it is supervised."""
    undecided: tuple[str, ...] = ()


def asked(question: Question) -> list[Document]:
    """All but the department and the area: those pass what the caller may see."""
    return [*_which(question), *_standing(question), *_moments(question)]


def past_the(past: tuple[Any, str] | None, by: str) -> Document:
    """From behind the last row of a page that is sorted by `by` and the id."""
    if past is None:
        return {}
    value, id = past
    return {by: {"$gte": value}, "$or": [{by: {"$gt": value}}, {"_id": {"$gt": id}}]}


def _which(question: Question) -> Iterator[Document]:
    named = {
        "case_no": question.case_no,
        "role": question.role,
        "supervised_for": question.reason,
    }
    yield {name: value for name, value in named.items() if value is not None}
    if question.levels:
        yield {"supervised": True, "level": {"$in": list(question.levels)}}


def _standing(question: Question) -> Iterator[Document]:
    if question.undecided:
        yield {"$or": [UNDECIDED[kind] for kind in question.undecided]}
    elif question.states:
        yield _states(question.states)
    elif not question.case_no:
        yield {"open": True}


def _states(states: tuple[str, ...]) -> Document:
    """`open` too, where it follows: the small indexes are of open tasks alone."""
    one_of: Document = {"state": {"$in": list(states)} if states[1:] else states[0]}
    return one_of | ({"open": True} if set(states) <= set(OPEN) else {})


def _moments(question: Question) -> Iterator[Document]:
    if question.due_before:
        yield {DUE: {"$lt": question.due_before}}
    if question.due_after:
        yield {DUE: {"$gte": question.due_after}}
    if question.overdue_at:
        yield _states(RUNNING) | {DUE: {"$lte": question.overdue_at}}
    if question.due_soon_at:
        yield _states(RUNNING) | {"due_soon": True, DUE: {"$gt": question.due_soon_at}}
