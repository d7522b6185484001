"""One event on its way to one endpoint."""

from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from contracts.codes import derived_id
from services.kit.writing.change import Aggregate

LEASE = timedelta(seconds=60)
"""For how long a claimed push is its claimer's; longer than one may take."""

ATTEMPTS_KEPT = 30
RESENDS_KEPT = 20

REQUESTS = "requests"
"""Stands for a topic where a partner is pushed how far its requests are."""

State = Literal["waiting", "sending", "accepted", "failed", "erased"]
OVER = frozenset({"accepted", "failed", "erased"})


class Attempt(BaseModel):
    """What came of one push; nothing of what was sent or answered."""

    model_config = ConfigDict(frozen=True)

    at: datetime
    outcome: str
    """`accepted`, or why not: `status`, `timeout`, `redirect`, `no-connection`, …"""
    status: int | None = None
    took_ms: int


class HookDelivery(Aggregate):
    """`body` is the event as it lay on Kafka, byte for byte; None once it is erased."""

    delivery_id: str
    endpoint_id: str
    owner: str
    event_id: str
    event_type: str
    topic: str
    case_id: str
    body: bytes | None
    said_at: datetime
    """When the event came to its topic."""
    ping: bool = False
    """A test: tried once."""
    state: State = "waiting"
    due_at: datetime | None
    claim: str | None = None
    """Whose push is running."""
    failures: int = 0
    """Since it was last to be sent."""
    attempts: tuple[Attempt, ...] = ()
    """The last ones."""
    tries: int = 0
    resends: tuple[str, ...] = ()
    """Requests that asked for it again, the last ones."""
    traceparent: str = ""

    @property
    def over(self) -> bool:
        return self.state in OVER

    @property
    def is_for_partner(self) -> bool:
        """It tells how far a request is."""
        return self.topic == REQUESTS

    @property
    def is_content(self) -> bool:
        """It holds what residents wrote, sealed."""
        return self.topic.endswith(".contents")

    def index(self) -> dict[str, Any]:
        return {
            "endpoint_id": self.endpoint_id,
            "owner": self.owner,
            "hook_state": self.state,
            "due_at": self.due_at,
            "said_at": self.said_at,
            "taken_back_with": self.case_id if self._may_be_taken_back else None,
        }

    @property
    def _may_be_taken_back(self) -> bool:
        return self.is_content or self.is_for_partner

    def but(self, **fields: Any) -> "HookDelivery":
        return self.model_copy(update=fields)


def delivery_id(event_id: UUID | str, endpoint_id: str) -> str:
    """One for an event and an endpoint, however often the event comes."""
    return derived_id(str(event_id), endpoint_id)
