"""What is kept of how long a mediation may take."""

from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict


class Extension(BaseModel):
    """Another end of the term, asked of all parties; a single no is the end of it."""

    model_config = ConfigDict(frozen=True)

    until: datetime
    consents: tuple[str, ...] = ()
    """Of whom, by party."""
    agreed_at: datetime | None = None
    """When the last of them said yes."""


class Appraisal(BaseModel):
    """Time that does not count."""

    model_config = ConfigDict(frozen=True)

    since: datetime
    until: datetime

    @property
    def length(self) -> timedelta:
        return self.until - self.since

    def overlaps(self, other: "Appraisal") -> bool:
        return self.since < other.until and other.since < self.until
