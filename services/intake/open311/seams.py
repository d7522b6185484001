"""What Open311 asks of its books. Each has one form on MongoDB and one in memory."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from services.intake.domain.case import Case

Status = Literal["open", "closed"]
"""All that GeoReport knows of a state."""


@dataclass(frozen=True)
class Partner:
    """Somebody whose app hands matters over for people."""

    code: str
    key_digest: str
    """Keyed: what its api_key is looked up by. The key itself is kept nowhere."""
    added_at: datetime
    revoked_at: datetime | None = None

    @property
    def subject(self) -> str:
        return f"partner/{self.code}"


class Partners(Protocol):
    async def with_key(self, key_digest: str) -> Partner | None:
        """Also one whose key was revoked, so that it can be told."""

    async def add(self, partner: Partner) -> bool:
        """False: there is one of that code whose key is good. A revoked one returns."""

    async def revoke(self, code: str, at: datetime) -> bool:
        """False: there is none of that code with a good key."""

    async def all(self) -> Sequence[Partner]:
        """By code."""


class Repeats(Protocol):
    async def first(self, name: str, fresh: str, now: datetime) -> str:
        """`fresh`, or what was given under this name less than `SAME` ago.

        Of many at once all get the same.
        """


@dataclass(frozen=True)
class Asked:
    """Which of its requests a partner wants to see; empty: whichever they are."""

    start: datetime
    end: datetime
    service_codes: tuple[str, ...] = ()
    statuses: tuple[Status, ...] = ()


class Filed(Protocol):
    """Nothing is found but what this owner has filed; nobody owns what is empty."""

    async def page(
        self, owner: str, asked: Asked, skip: int, limit: int
    ) -> Sequence[Case]:
        """Newest first. Without what was added to them and reported on them."""

    async def numbered(self, owner: str, numbers: Sequence[str]) -> Sequence[Case]:
        """Those with these case numbers, newest first."""

    async def with_id(self, owner: str, case_id: str) -> Case | None: ...
