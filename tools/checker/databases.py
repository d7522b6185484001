"""What the services' databases hold, and what the mail server took."""

import mailbox
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from pymongo import MongoClient
from pymongo.database import Database
from pymongo.read_concern import ReadConcern

from services.kit.running.city_data import from_yaml
from tools.access.installation import Installation
from tools.checker.records import Kept, Subscription

Documents = Database[dict[str, Any]]
OF_A_MESSAGE = (
    "about",
    "audience",
    "template",
    "recipient",
    "state",
    "reason",
    "resends",
    "expires_at",
    "is_copy",
)


def kept_ids(database: Documents, collection: str) -> frozenset[str]:
    return frozenset(row["_id"] for row in database[collection].find({}, {"_id": 1}))


def kept_messages(database: Documents) -> tuple[Kept, ...]:
    wanted = {f"state.{field}": 1 for field in OF_A_MESSAGE}
    return tuple(
        Kept(
            message_id=row["_id"],
            about=UUID(row["state"]["about"]),
            audience=row["state"]["audience"],
            template=row["state"]["template"],
            recipient=row["state"]["recipient"],
            state=row["state"]["state"],
            reason=row["state"].get("reason"),
            resends=len(row["state"].get("resends", ())),
            expires_at=_utc(row["state"].get("expires_at")),
            is_copy=row["state"].get("is_copy", False),
        )
        for row in database["messages"].find({}, wanted)
    )


def _utc(at: datetime | None) -> datetime | None:
    """The driver gives every moment without its zone, which is this one."""
    return at.replace(tzinfo=UTC) if at else None


def opened(client: MongoClient[dict[str, Any]], name: str) -> Documents:
    return client.get_database(name, read_concern=ReadConcern("majority"))


def delivered(folder: Path) -> tuple[str, ...]:
    """The message ids of a Maildir; `<message id.email@city>` is what we write."""
    if not folder.exists():
        return ()
    ids = (mail["Message-ID"] or "" for mail in mailbox.Maildir(folder, create=False))
    return tuple(id.strip("<> \n").partition("@")[0].partition(".")[0] for id in ids)


def subscriptions(installation: Installation) -> tuple[Subscription, ...]:
    path = installation.city / "notification" / "subscriptions.yaml"
    rows = from_yaml(path.read_text())["subscriptions"]
    return tuple(
        Subscription(
            row["event"],
            row["audience"],
            row["template"],
            tuple(row.get("when", {}).items()),
        )
        for row in rows
    )
