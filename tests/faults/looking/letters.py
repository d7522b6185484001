"""Letters that a dead process had in hand; the test lets their leases end sooner."""

from datetime import UTC, datetime, timedelta
from typing import Any

from pymongo import MongoClient

from deploy.local.stack import Stack
from services.notification.domain.message import LEASE
from services.notification.settings import NotificationSettings
from tools.access.installation import Installation

AT_ONCE: int = NotificationSettings.model_fields["smtp_connections"].default
"""How many letters one process of notification sends side by side."""

A_SECOND = timedelta(seconds=1)
"""supervisord tells whole seconds; nobody sends in the first one of its life."""


class Letters:
    def __init__(self, stack: Stack, installation: Installation) -> None:
        self._stack = stack
        self._installation = installation

    def end_dead_leases(self) -> None:
        """As if their minute had passed: their claimers died before those who live."""
        ends = datetime.now(UTC)
        born = self._oldest_sender()
        dead = {"state.state": "sending", "due_at": {"$lt": born + LEASE}}
        with MongoClient[dict[str, Any]](self._installation.mongo) as client:
            messages = client[self._installation.database("notification")]["messages"]
            over = {"due_at": ends, "state.due_at": ends}
            messages.update_many(dead, {"$set": over, "$inc": {"version": 1}})

    def _oldest_sender(self) -> datetime:
        states = self._stack.supervision.states()
        running = (
            info["start"]
            for name, info in states.items()
            if name.startswith("notification") and info["statename"] == "RUNNING"
        )
        return datetime.fromtimestamp(min(running), UTC) + A_SECOND
