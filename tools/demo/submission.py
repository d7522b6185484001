"""One matter that somebody hands over, and what is expected of it."""

import hashlib
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Submission:
    """`key` is its Idempotency-Key; `refusal` names the field that is wrong."""

    key: str
    body: dict[str, Any]
    role: str = "clerk"
    refusal: str | None = None

    @property
    def with_agent(self) -> bool:
        return "agent" in self.body

    @property
    def reachable(self) -> bool:
        people = (self.body.get("applicant"), self.body.get("agent"))
        return any(p and (p.get("email") or p.get("phone")) for p in people)


def chance(of: int, *about: str) -> bool:
    """True for one in `of`, and always the same for the same things."""
    return lot(of, *about) == 0


def lot(of: int, *about: str) -> int:
    """A number below `of` that follows from what it is about."""
    digest = hashlib.sha256("#".join(about).encode()).digest()
    return int.from_bytes(digest[:8]) % of
