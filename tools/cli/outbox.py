"""`tongban outbox`: what is saved and has not left yet."""

from dataclasses import dataclass
from datetime import UTC, datetime

from pymongo.collection import Collection
from rich.console import Console
from rich.table import Table

from tools.access.installation import Installation
from tools.cli.databases import Document, databases

WAITING: Document = {"unpublished_since": {"$type": "date"}}
COUNTED: list[Document] = [
    {"$match": WAITING},
    {
        "$group": {
            "_id": None,
            "aggregates": {"$sum": 1},
            "letters": {"$sum": {"$size": {"$ifNull": ["$outbox", []]}}},
            "oldest": {"$min": "$unpublished_since"},
            "quarantined": {"$sum": {"$cond": [{"$gt": ["$quarantined", None]}, 1, 0]}},
        }
    },
]


@dataclass(frozen=True)
class Waiting:
    aggregates: int
    letters: int
    oldest: datetime
    quarantined: int


def outbox() -> None:
    """Letters by service and collection; an old one means that Kafka is away."""
    table = Table("service", "collection", "letters", "aggregates", "oldest", "stuck")
    with databases(Installation()) as services:
        for service, database in services.items():
            for name in sorted(database.list_collection_names()):
                waiting = waiting_in(database[name])
                if waiting:
                    table.add_row(service, name, *_cells(waiting))
    Console().print(table if table.rows else "nothing waits: every letter has left")


def waiting_in(collection: "Collection[Document]") -> Waiting | None:
    for row in collection.aggregate(COUNTED):
        del row["_id"]
        return Waiting(**row)
    return None


def _cells(waiting: Waiting) -> tuple[str, ...]:
    age = (datetime.now(UTC) - waiting.oldest).total_seconds()
    return (
        str(waiting.letters),
        str(waiting.aggregates),
        f"{age:.0f} s",
        str(waiting.quarantined),
    )
