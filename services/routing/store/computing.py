"""A row's new values, which MongoDB makes of the old ones: so that it is one write."""

from datetime import datetime
from typing import Any

from services.kit.writing.documents import Document
from services.routing.domain.moves import OPEN
from services.routing.store.sight import LEVELS

Row = dict[str, Any]

UNNAMED = "unnamed"
"""Stands for a reason that was not told."""

BACK_AT_WORK: Document = {"$cond": ["$signed", "acknowledged", "assigned"]}
BEFORE_THE_RETURN: Document = {"$ifNull": ["$returned_from", BACK_AT_WORK]}

_LEVELS: Document = {"$objectToArray": {"$ifNull": ["$levels", {}]}}
_FIRST: Document = {
    "$reduce": {
        "input": _LEVELS,
        "initialValue": {"k": None, "v": 0},
        "in": {"$cond": [{"$gt": ["$$this.v", "$$value.v"]}, "$$this", "$$value"]},
    }
}


def _of_first(value: Any) -> Document:
    return {"$let": {"vars": {"first": _FIRST}, "in": value}}


HIGHEST: Row = {
    "level": _of_first("$$first.v"),
    "supervised_for": _of_first("$$first.k"),
    "supervised": _of_first({"$gt": ["$$first.v", 0]}),
}
"""The highest level that stands, and why; of two the one that was there first."""


def moved(due_at: datetime, at: datetime) -> Row:
    """A later end, still ahead at `at`, was not warned of, nor is it overdue."""
    later = {"$and": [{"$gt": [due_at, "$due_at"]}, due_at > at]}
    return {
        "due_soon": {"$cond": [later, False, "$due_soon"]},
        "levels.overdue": {"$cond": [later, "$$REMOVE", "$levels.overdue"]},
    }


LIFTED: list[Document] = [
    {
        "$set": {
            "open": {"$in": ["$state", list(OPEN)]},
            "supervised": {"$gt": ["$level", 0]},
            "areas": {
                "$map": {
                    "input": {
                        "$filter": {
                            "input": list(LEVELS),
                            "cond": {"$lte": ["$$this", {"$strLenCP": "$area"}]},
                        }
                    },
                    "in": {"$substrCP": ["$area", 0, "$$this"]},
                }
            },
        }
    }
]
"""Rows of before there were areas and a mark for what is open."""
