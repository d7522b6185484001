"""What the webhooks ask of their books; on MongoDB and, for tests, in memory."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.notification.domain.hooks.delivery import HookDelivery
from services.notification.domain.hooks.endpoint import Endpoint

MOST_AT_ONCE = 1_000
"""Deliveries that one request sends again."""


@dataclass(frozen=True)
class Wanted:
    """Deliveries of one endpoint, said from `since` on and before `until`."""

    endpoint_id: str
    owner: str
    state: str | None = None
    since: datetime | None = None
    until: datetime | None = None


class Endpoints(Protocol):
    async def of(self, owner: str) -> Sequence[Endpoint]:
        """All that were not deleted, oldest first."""

    async def active(self) -> Sequence[Endpoint]:
        """Of everybody: where something may be sent."""

    async def deleted(self) -> Collection[str]: ...

    async def untold(self) -> Sequence[Endpoint]:
        """Disabled by the city, and their owners do not know yet."""

    async def standing(self) -> Mapping[tuple[str, ...], float]:
        """How many there are, by state."""


class Deliveries(Protocol):
    async def waiting_at(self, endpoint_ids: Collection[str]) -> Collection[str]:
        """At which of these endpoints something is due."""

    async def due(self, endpoint_id: str, limit: int) -> list[str]:
        """Oldest first, by the store's clock."""

    async def log(
        self, wanted: Wanted, past: tuple[datetime, str] | None, limit: int
    ) -> Sequence[HookDelivery]:
        """Newest first; what was sent and answered is not in it."""

    async def over_within(self, wanted: Wanted, limit: int) -> list[str]:
        """Accepted or given up, oldest first."""

    async def taken_back_with(self, case_id: str) -> list[str]:
        """What was granted of the case, sealed; what its partner was told of it."""

    async def forget(self, before: datetime, endpoint_ids: Collection[str]) -> None:
        """What was said before then, and all of these endpoints."""

    async def standing(self) -> Mapping[tuple[str, ...], float]:
        """By state, what has not been accepted."""

    async def oldest_due(self) -> datetime | None:
        """Since when the longest waiting delivery has been due."""
