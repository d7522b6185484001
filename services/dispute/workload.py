"""How much each mediator has to do, counted now and then: decisions cannot ask."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime

import structlog

from services.dispute.domain.mediation import Mediation
from services.dispute.domain.rules import Rules
from services.dispute.domain.waking import wake
from services.kit.errors import Unavailable
from services.kit.writing.change import Change

COUNT_EVERY = 60.0
log = structlog.get_logger(__name__)


class Workload:
    """Binds what was counted last to what time alone decides."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules

    def wake(self, mediation: Mediation, now: datetime) -> Change[Mediation] | None:
        return wake(self._rules, mediation, now)

    def counted(self, open: Mapping[str, int]) -> None:
        self._rules = replace(self._rules, workload=open)


async def count_forever(
    workload: Workload, count: Callable[[], Awaitable[Mapping[str, int]]]
) -> None:
    """A count that is a minute old will do: who was appointed last is still shared."""
    while True:
        try:
            workload.counted(await count())
        except Unavailable:
            log.warning("mediations-not-counted")
        await asyncio.sleep(COUNT_EVERY)
