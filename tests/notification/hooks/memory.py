"""The books of webhooks in memory; they pass the same suite as those on MongoDB."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from services.kit.writing.repository import Repository
from services.notification.domain.hooks.delivery import HookDelivery
from services.notification.domain.hooks.endpoint import Endpoint
from services.notification.hooks.seams import Wanted


@dataclass
class MemoryEndpoints:
    repository: Repository[Endpoint]

    async def all(self) -> list[Endpoint]:
        ids = self.repository.documents.ids
        loaded = [await self.repository.load(id) for id in ids]
        return sorted((e for e in loaded if e), key=lambda e: e.created_at)

    async def of(self, owner: str) -> list[Endpoint]:
        known = [e for e in await self.all() if e.state != "deleted"]
        return [e for e in known if e.owner == owner]

    async def active(self) -> list[Endpoint]:
        return [e for e in await self.all() if e.state == "active"]

    async def deleted(self) -> list[str]:
        return [e.endpoint_id for e in await self.all() if e.state == "deleted"]

    async def untold(self) -> list[Endpoint]:
        return [e for e in await self.all() if e.state == "disabled" and not e.told]

    async def standing(self) -> dict[tuple[str, ...], float]:
        counts = Counter(e.state for e in await self.all())
        states = ("active", "paused", "disabled")
        return {(state,): float(counts[state]) for state in states}


@dataclass
class MemoryDeliveries:
    repository: Repository[HookDelivery]

    async def all(self) -> list[HookDelivery]:
        ids = self.repository.documents.ids
        loaded = [await self.repository.load(id) for id in ids]
        return sorted(
            (d for d in loaded if d), key=lambda d: (d.said_at, d.delivery_id)
        )

    async def waiting_at(self, endpoint_ids: Collection[str]) -> set[str]:
        due = {d.endpoint_id for d in await self._due()}
        return due & set(endpoint_ids)

    async def due(self, endpoint_id: str, limit: int) -> list[str]:
        ids = []
        now = await self.repository.documents.now()
        for each in await self._due():
            document = await self.repository.documents.find(each.delivery_id)
            rests = (document.get("retry_at") or now) > now
            if each.endpoint_id == endpoint_id and not rests:
                ids.append(each.delivery_id)
        return ids[:limit]

    async def log(
        self, wanted: Wanted, past: tuple[datetime, str] | None, limit: int
    ) -> list[HookDelivery]:
        rows = [d for d in reversed(await self.all()) if _is(d, wanted)]
        left = [d for d in rows if past is None or (d.said_at, d.delivery_id) < past]
        return [d.but(body=None) for d in left[:limit]]

    async def over_within(self, wanted: Wanted, limit: int) -> list[str]:
        over = [d for d in await self.all() if d.state in ("accepted", "failed")]
        return [d.delivery_id for d in over if _is(d, wanted)][:limit]

    async def taken_back_with(self, case_id: str) -> list[str]:
        rows = [d for d in await self.all() if d.is_content or d.is_for_partner]
        return [d.delivery_id for d in rows if d.case_id == case_id]

    async def forget(self, before: datetime, endpoint_ids: Collection[str]) -> None:
        for each in await self.all():
            if each.said_at < before or each.endpoint_id in endpoint_ids:
                del self.repository.documents._stored[each.delivery_id]

    async def standing(self) -> dict[tuple[str, ...], float]:
        counts = Counter(d.state for d in await self.all())
        states = ("waiting", "sending", "failed")
        return {(state,): float(counts[state]) for state in states}

    async def oldest_due(self) -> datetime | None:
        return min((d.due_at for d in await self.all() if d.due_at), default=None)

    async def _due(self) -> list[HookDelivery]:
        now = await self.repository.documents.now()
        due = [d for d in await self.all() if d.due_at and d.due_at <= now]
        return sorted(due, key=lambda d: (d.due_at, d.delivery_id))


def _is(delivery: HookDelivery, wanted: Wanted) -> bool:
    return (
        (delivery.endpoint_id, delivery.owner) == (wanted.endpoint_id, wanted.owner)
        and wanted.state in (None, delivery.state)
        and (wanted.since is None or delivery.said_at >= wanted.since)
        and (wanted.until is None or delivery.said_at < wanted.until)
    )
