"""A short code is all that opens a resident's inbox: it cannot be tried out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.kit.running.clock import Clock
from services.kit.sealing.digests import Digests
from services.kit.serving.attempts import Attempts
from services.kit.serving.problems import Refused

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Trial:
    """One attempt, counted before anything is looked at."""

    names: Sequence[str]
    hour: datetime


@dataclass(frozen=True)
class Guard:
    """`per_case`, `per_client`: how often in an hour somebody may be wrong."""

    attempts: Attempts
    digests: Digests
    clock: Clock
    per_case: int
    per_client: int

    async def take(self, case_no: str, address: str) -> Trial:
        """Also for a number that is none: many at once do not get through."""
        now = self.clock()
        limits: Mapping[str, int] = {
            self.digests.of("attempt", "case", case_no): self.per_case,
            self.digests.of("attempt", "client", address): self.per_client,
        }
        hour = now.replace(minute=0, second=0, microsecond=0)
        if not await self.attempts.take(limits, hour):
            raise too_many(hour + HOUR - now)
        return Trial(tuple(limits), hour)

    async def was_right(self, trial: Trial) -> None:
        await self.attempts.give_back(trial.names, trial.hour)


def too_many(left: timedelta) -> Refused:
    seconds = max(1, round(left.total_seconds()))
    return Refused(
        "too-many-guesses",
        "too many wrong codes: check number and code, and try again later,"
        " or ask the help line 12345",
        "查询码错误次数过多,请核对办件号和查询码后稍后再试,或拨打12345",
        429,
        headers={"Retry-After": str(seconds)},
    )
