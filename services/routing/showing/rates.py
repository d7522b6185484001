"""The three rates of follow-up (响应率, 解决率, 满意率), and what was on time."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Rates:
    """Shares from 0 to 1; None: there was nothing that it could be a share of."""

    on_time: float | None
    response: float | None
    resolution: float | None
    satisfaction: float | None


def rates_of(sums: Mapping[str, int]) -> Rates:
    """Of rounds that one department led and that were concluded in some time.

    A round counts when it is concluded, for whoever led it then; merged and withdrawn
    cases do not count, nor those whose exclusion was granted, and 好差评 nowhere does.

    on time: of all rounds, those whose task was never said to be overdue.
    响应率, 解决率, 满意率: of the rounds whose resident answered that question when
        somebody else followed up (were you spoken to, is it solved, are you satisfied),
        those with a yes; who was not reached, refused, or gave no answer is in neither
        number.
    """
    rounds = sums["concluded"]
    return Rates(
        on_time=share(rounds - sums["late"], rounds),
        response=share(sums["contacted"], sums["asked_contacted"]),
        resolution=share(sums["resolved"], sums["asked_resolved"]),
        satisfaction=share(sums["satisfied"], sums["asked_satisfied"]),
    )


def share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
