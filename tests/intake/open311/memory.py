"""Open311's books in memory; they pass the same suite as those on MongoDB."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from services.intake.domain.case import Case
from services.intake.open311.keys import SAME
from services.intake.open311.seams import Asked, Partner
from services.intake.open311.telling import status
from services.kit.testing.documents import MemoryDocuments
from services.kit.writing.stored import state_from


class MemoryPartners:
    def __init__(self) -> None:
        self._partners: dict[str, Partner] = {}

    async def with_key(self, key_digest: str) -> Partner | None:
        found = (p for p in self._partners.values() if p.key_digest == key_digest)
        return next(found, None)

    async def add(self, partner: Partner) -> bool:
        known = self._partners.get(partner.code)
        if known and known.revoked_at is None:
            return False
        self._partners[partner.code] = partner
        return True

    async def revoke(self, code: str, at: datetime) -> bool:
        known = self._partners.get(code)
        if known is None or known.revoked_at:
            return False
        self._partners[code] = replace(known, revoked_at=at)
        return True

    async def all(self) -> Sequence[Partner]:
        return [self._partners[code] for code in sorted(self._partners)]


class MemoryRepeats:
    def __init__(self) -> None:
        self._given: dict[str, tuple[str, datetime]] = {}

    async def first(self, name: str, fresh: str, now: datetime) -> str:
        given, until = self._given.get(name, ("", now))
        if until <= now:
            given, until = fresh, now + SAME
        self._given[name] = given, until
        return given


class MemoryFiled:
    def __init__(self, documents: MemoryDocuments) -> None:
        self._documents = documents

    async def page(
        self, owner: str, asked: Asked, skip: int, limit: int
    ) -> Sequence[Case]:
        found = [case for case in await self._of(owner) if _fits(case, asked)]
        return found[skip : skip + limit]

    async def numbered(self, owner: str, numbers: Sequence[str]) -> Sequence[Case]:
        return [case for case in await self._of(owner) if case.case_no in numbers]

    async def with_id(self, owner: str, case_id: str) -> Case | None:
        found = (case for case in await self._of(owner) if case.case_id == case_id)
        return next(found, None)

    async def _of(self, owner: str) -> list[Case]:
        documents = [await self._documents.find(id) for id in self._documents.ids]
        cases = [state_from(document, Case) for document in documents if document]
        own = [case for case in cases if owner and case.owner == owner]
        return sorted(own, key=lambda c: (c.received_at, c.case_id), reverse=True)


def _is_of(case: Case, service_codes: Sequence[str]) -> bool:
    return case.category in service_codes and not case.discreet


def _fits(case: Case, asked: Asked) -> bool:
    return (
        asked.start <= case.received_at <= asked.end
        and (not asked.service_codes or _is_of(case, asked.service_codes))
        and (not asked.statuses or status(case) in asked.statuses)
    )
