"""One handling among people who do whatever they like, decided by the pure rules."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cache, partial
from typing import Any

import bson
from bson.codec_options import CodecOptions

from contracts.envelope import Payload
from services.kit.errors import Rejected
from services.kit.testing.clock import MONDAY
from services.kit.writing.change import Change
from services.routing.domain.handling import Handling
from services.routing.domain.norms import Norms, Organisation, Ruling
from services.routing.domain.planning import plan
from services.routing.domain.waking import wake
from tests.routing.machine.promises import kept
from tests.routing.world import case_accepted, city

AWARE: CodecOptions[dict[str, Any]] = CodecOptions(tz_aware=True)
STREET, UNIT = "street-qingshi", "agriculture"
DEPARTMENTS = (STREET, UNIT, "housing", "market", "urban-mgmt", "mediation-centre")
MINUTES = timedelta(minutes=5)


@cache
def norms() -> Norms:
    """The city's, with a unit below the street, and a calendar that ends too soon."""
    usual = city().norms
    below = Organisation("青石街道农技站", "community", parent=STREET)
    calendar = replace(usual.calendar, published_through=date(2026, 3, 6))
    known = usual.organisations | {UNIT: below}
    return replace(usual, organisations=known, calendar=calendar)


@cache
def published() -> Norms:
    """Monday the 9th is taken off, and worked on the Saturday before."""
    calendar = replace(
        norms().calendar,
        published_through=date(2026, 12, 31),
        rest_days=norms().calendar.rest_days | {date(2026, 3, 9)},
        working_weekends=norms().calendar.working_weekends | {date(2026, 3, 7)},
    )
    return replace(norms(), calendar=calendar)


def stored(handling: Handling) -> Handling:
    """As MongoDB gives it back."""
    document = bson.encode(handling.model_dump())
    return Handling.model_validate(bson.decode(document, AWARE))


@dataclass
class Life:
    norms: Norms
    now: datetime
    handling: Handling
    facts: list[Payload] = field(default_factory=list)

    @classmethod
    def begun(
        cls,
        limit: str,
        lead: str | None,
        others: tuple[str, ...],
        accused: tuple[str, ...] = (),
    ) -> "Life":
        limits = city().limits
        ruling = Ruling(limits[limit], "test", lead, others, "test", limit_name=limit)
        change = plan(norms(), ruling, None, case_accepted(accused=accused), MONDAY)
        assert change is not None
        return cls(norms(), MONDAY, stored(change.state), list(change.facts))

    def decided(self, decide: Callable[..., Change[Handling] | None]) -> bool:
        """Whether it was done; what is refused leaves no trace."""
        try:
            change = decide(self.handling, self.now)
        except Rejected:
            return False
        if change is None:
            return False
        kept(self.handling, change, self.facts)
        self.handling = stored(change.state)
        self.facts += change.facts
        return True

    def commanded(self, decide: Callable[..., Any], command: Any) -> bool:
        bound = partial(decide, self.norms)
        return self.decided(lambda handling, now: bound(handling, command, now))

    def wakes(self) -> None:
        """Once is enough for whatever is due."""
        due = self.handling.wake_at
        if due is None or due > self.now:
            assert wake(self.norms, self.handling, self.now) is None
            return
        assert self.decided(partial(wake, self.norms))
        assert self.handling.wake_at is None or self.handling.wake_at > self.now
