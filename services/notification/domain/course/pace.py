"""How long a channel is tried, and how long its receipt is waited for."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Pace:
    """Of one channel, for messages of one urgency: the city's data."""

    patience: timedelta = timedelta(days=1)
    """After that the next channel is tried, though this one says only `not now`."""
    first_pause: timedelta = timedelta(seconds=2)
    longest_pause: timedelta = timedelta(minutes=30)
    receipt_within: timedelta | None = None
    """None: its provider gives no receipts."""
    ask_every: timedelta = timedelta(minutes=1)
    """How often a receipt that does not come by itself is asked for."""

    def pause_after(self, failures: int) -> timedelta:
        """2 s, 4 s, 8 s … half an hour."""
        doubled = self.first_pause * (1 << min(max(failures, 1) - 1, 20))
        return min(doubled, self.longest_pause)


USUAL = Pace()
"""For what waits for no channel: a contact, a text."""
