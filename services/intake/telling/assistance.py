"""How people came to the window and who helped them: numbers, and nobody's name."""

from collections import Counter
from collections.abc import Iterable

from pydantic import BaseModel

from services.intake.seams import Tally


class Helped(BaseModel):
    helper: str | None
    """None: nobody had to."""
    channel: str
    cases: int


class AssistanceShown(BaseModel):
    cases: int
    helped: int
    by: list[Helped]
    """By who helped and by channel, the most first."""
    answered_at_once: int
    confidential: int
    anonymous: int


def assistance_shown(tallies: Iterable[Tally]) -> AssistanceShown:
    counted = list(tallies)
    by: Counter[tuple[str | None, str]] = Counter()
    for tally in counted:
        by[tally.helper, tally.channel] += tally.cases
    return AssistanceShown(
        cases=by.total(),
        helped=sum(tally.cases for tally in counted if tally.helper),
        by=[
            Helped(helper=helper, channel=channel, cases=cases)
            for (helper, channel), cases in sorted(by.items(), key=_most_first)
        ],
        answered_at_once=sum(tally.cases for tally in counted if tally.at_once),
        confidential=_kept(counted, "confidential"),
        anonymous=_kept(counted, "anonymous"),
    )


def _kept(tallies: Iterable[Tally], anonymity: str) -> int:
    return sum(tally.cases for tally in tallies if tally.anonymity == anonymity)


def _most_first(
    entry: tuple[tuple[str | None, str], int],
) -> tuple[int, str, str]:
    (helper, channel), cases = entry
    return -cases, helper or "", channel
