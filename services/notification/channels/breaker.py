"""A provider that fails again and again is left alone, longer each time."""

from datetime import datetime, timedelta
from typing import Literal

from services.kit.running.clock import Clock

State = Literal["closed", "half_open", "open"]
TRIAL = timedelta(seconds=30)
"""For so long one message tries whether the provider is back."""


class Breaker:
    """Of this process: each finds out for itself, at the cost of a few attempts."""

    def __init__(
        self, clock: Clock, failures: int, opens_for: timedelta, longest: timedelta
    ) -> None:
        self._clock = clock
        self._failures = failures
        self._opens_for = opens_for
        self._longest = longest
        self._in_a_row = 0
        self._opened = 0
        self._until: datetime | None = None
        self._trying = False

    @property
    def state(self) -> State:
        if self._until is None:
            return "closed"
        return "half_open" if self._trying else "open"

    def wait_until(self) -> datetime | None:
        """None: go on. While it is open one message is let through now and then."""
        now = self._clock()
        if self._until is None:
            return None
        if now < self._until:
            return self._until
        self._trying = True
        self._until = now + TRIAL
        return None

    def worked(self) -> None:
        """Any answer of the provider's own will do, also a refusal."""
        self._in_a_row = self._opened = 0
        self._until = None
        self._trying = False

    def failed(self) -> None:
        self._in_a_row += 1
        if self._trying or (self._until is None and self._in_a_row >= self._failures):
            self._until = self._clock() + self._pause()
            self._opened += 1
            self._trying = False

    def _pause(self) -> timedelta:
        return min(self._opens_for * (1 << min(self._opened, 20)), self._longest)
