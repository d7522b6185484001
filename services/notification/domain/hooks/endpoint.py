"""An address of a department's own system, and whether it takes what it is sent."""

from datetime import datetime, timedelta
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from services.kit.writing.change import Aggregate

State = Literal["active", "paused", "disabled", "deleted"]
"""Paused by the department; disabled by the city, for a `reason`."""

MOST_SECRETS = 2
CLOCKS_DIFFER = timedelta(seconds=5)
"""What was said shortly before a registration is pushed rather than missed."""


class Secret(BaseModel):
    """`secret_id` follows from the request that asked for it."""

    model_config = ConfigDict(frozen=True)

    secret_id: str
    sealed: str
    until: datetime | None = None
    """None: as long as it is the newest."""

    def signs(self, now: datetime) -> bool:
        return self.until is None or now < self.until


class Endpoint(Aggregate):
    """Nothing of it is said on any topic: it is between a department and the city."""

    endpoint_id: str
    department: str
    url: str
    types: tuple[str, ...] = ()
    """Of the events it is sent; empty: all."""
    secrets: tuple[Secret, ...]
    """The newest first."""
    digest: str
    """Of the request that registered it."""
    registered_by: str
    created_at: datetime
    state: State = "active"
    reason: Literal["gone", "failing"] | None = None
    since: datetime
    """In this state."""
    failing_since: datetime | None = None

    def index(self) -> dict[str, Any]:
        return {
            "department": self.department,
            "hook_state": self.state,
            "created_at": self.created_at,
        }

    def wants(self, event_type: str, said_at: datetime) -> bool:
        """Whatever is said from its registration on, also while nothing is sent."""
        if self.state == "deleted" or said_at < self.created_at - CLOCKS_DIFFER:
            return False
        return not self.types or event_type in self.types

    def but(self, **fields: Any) -> "Endpoint":
        return self.model_copy(update=fields)
