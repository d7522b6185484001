"""Providers in memory: they accept a reference once, and do what a test tells them."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cache

from services.notification.channels.channel import Accepted, Away, Letter, Receipt
from services.notification.subscriptions import Subscriptions
from tests.notification.world import loaded

DELIVERED = Receipt("delivered")


@dataclass
class MemoryGateway:
    """As a gateway should: a repeat of a reference is answered, and sent no more."""

    name: str
    faults: list[Exception] = field(default_factory=list)
    """Instead of accepting, one after the other."""
    always: Exception | None = None
    after: list[BaseException] = field(default_factory=list)
    """Raised after accepting: this process dies before it can write it down."""
    accepted: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    letters: list[Letter] = field(default_factory=list)
    fates: dict[str, Receipt] = field(default_factory=dict)
    fate: Receipt = DELIVERED
    """Of whatever is asked for and not named in `fates`."""

    async def send(self, letter: Letter, reference: str) -> Accepted:
        self.asked[reference] += 1
        if self.faults:
            raise self.faults.pop(0)
        is_known = reference in self.accepted and not isinstance(self.always, Away)
        if self.always and not is_known:
            raise self.always
        if reference not in self.accepted:
            self.accepted[reference] += 1
            self.letters.append(letter)
        if self.after:
            raise self.after.pop(0)
        return Accepted(f"g-{reference}")

    async def receipt(self, reference: str) -> Receipt:
        return self.fates.get(reference, self.fate)

    async def close(self) -> None:
        """Nothing is open."""


@cache
def by_every_channel(
    *channels: str, urgency: str = "normal", legal: bool = False
) -> Subscriptions:
    """The city's subscriptions, as if all of them went by these channels."""
    subscriptions = loaded().subscriptions
    said = {"channels": channels, "urgency": urgency, "legal": legal}
    rows = tuple(row.model_copy(update=said) for row in subscriptions.subscriptions)
    return replace(subscriptions, subscriptions=rows)


MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
