"""How much each mediator has to do, counted now and then: decisions cannot ask."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from services.dispute.domain.mediation import Mediation
from services.dispute.domain.rules import Rules
from services.dispute.domain.waking import wake
from services.kit.running.loops import again_and_again
from services.kit.writing.change import Change

COUNT_EVERY = timedelta(minutes=1)


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

    async def recount() -> None:
        workload.counted(await count())

    await again_and_again("mediations_to_count", recount, COUNT_EVERY)
