"""Evidence from a running platform."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from pymongo import MongoClient

from tools.access.installation import Installation
from tools.checker.databases import (
    delivered,
    kept_ids,
    kept_messages,
    opened,
    subscriptions,
)
from tools.checker.records import Evidence, Told
from tools.checker.topics import collect_records

TOLD = TypeAdapter(Told)


async def collected(installation: Installation, told: Iterable[Told]) -> Evidence:
    """Topics first: whatever they tell of is in a database by then."""
    records = await collect_records(installation)
    client: MongoClient[dict[str, Any]] = MongoClient(installation.mongo)
    with client:
        intake = opened(client, installation.database("intake"))
        routing = opened(client, installation.database("routing"))
        notification = opened(client, installation.database("notification"))
        return Evidence(
            told=tuple(told),
            records=tuple(records),
            cases=kept_ids(intake, "cases"),
            handlings=kept_ids(routing, "handlings"),
            messages=kept_messages(notification),
            mails=delivered(installation.places.mail),
            subscriptions=subscriptions(installation),
            at=datetime.now(UTC),
        )


def read_told(path: Path) -> list[Told]:
    """One JSON object a line, written as the answers came."""
    return [TOLD.validate_json(line) for line in path.read_text().splitlines()]


def line_of(told: Told) -> str:
    return TOLD.dump_json(told).decode()
