"""The hours in which nobody is disturbed, on the city's own clock."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

QUIET = "quiet_hours"
"""Why a message waits in its queue."""


@dataclass(frozen=True)
class Hours:
    """From `begin` of one day to `until` of the same or the next; equal: never."""

    begin: time
    until: time
    zone: tzinfo

    def end_after(self, now: datetime) -> datetime | None:
        """When they are over, if they have begun."""
        here = now.astimezone(self.zone)
        if not self._has(here.time()):
            return None
        is_evening = here.time() >= self.until
        day = here.date() + timedelta(days=1 if is_evening else 0)
        return datetime.combine(day, self.until, self.zone).astimezone(now.tzinfo)

    def _has(self, at: time) -> bool:
        if self.begin <= self.until:
            return self.begin <= at < self.until
        return at >= self.begin or at < self.until
