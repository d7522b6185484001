"""Every row of fair_clock.md, as a person computed it."""

from calendar import day_abbr
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from services.kit.limits.calendar import SHANGHAI
from services.kit.limits.clock import Clock, deemed_acceptance, elapsed, ends
from services.kit.limits.clock import moment as moment_of
from services.kit.limits.limit import Limit
from tests.kit.limits.world import calendar, moment

TABLE = Path(__file__).with_name("fair_clock.md")
UNITS = {
    "wd": "working_days",
    "cd": "calendar_days",
    "wh": "working_hours",
    "h": "hours",
    "min": "minutes",
}
WARNING = 0.8
COLUMNS = 5


@dataclass(frozen=True)
class Row:
    started: str
    limit: str
    meanwhile: str
    answer: str
    rule: str

    @property
    def clock(self) -> Clock:
        amount, unit = self.limit.split()
        limit = Limit(amount=int(amount), unit=UNITS[unit], source="ours")
        clock = Clock(limit=limit, started_at=moment(self.started))
        for step in filter(None, self.meanwhile.split("; ")):
            clock = _after(clock, step)
        return clock

    @property
    def now(self) -> datetime:
        _, _, now = self.meanwhile.partition("now ")
        return moment(now or self.started)


def _after(clock: Clock, step: str) -> Clock:
    if step.startswith("now "):
        return clock
    if step.startswith("+"):
        return clock.extend(int(step))
    since, _, until = step.removeprefix("stop ").partition(" to ")
    clock = clock.stop("ours", moment(since))
    return clock.go_on(moment(until)) if until else clock


def rows() -> list[Row]:
    lines = (line.strip("| ") for line in TABLE.read_text().splitlines())
    cells = ([cell.strip() for cell in line.split("|")] for line in lines)
    return [Row(*row) for row in cells if len(row) == COLUMNS and row[1][0].isdigit()]


def answer(row: Row, question: str) -> str:
    clock, now = row.clock, row.now
    if question == "used":
        minutes = elapsed(clock, calendar(), now) // timedelta(minutes=1)
        return f"used {minutes // 60}:{minutes % 60:02}"
    if question == "accepted":
        at = deemed_acceptance(clock.started_at, clock.limit, calendar())
        return f"accepted {_said(at)}"
    if question == "warns":
        return f"warns {_said(moment_of(clock, calendar(), WARNING, now))}"
    found = ends(clock, calendar(), now)
    return f"ends {'provisionally ' * found.provisional}{_said(found.at)}"


def _said(at: datetime) -> str:
    """A second too many shows."""
    local = at.astimezone(SHANGHAI)
    exact = local.second or local.microsecond
    return f"{local:%a %Y-%m-%d %H:%M:%S.%f}" if exact else f"{local:%a %Y-%m-%d %H:%M}"


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row.started}, {row.limit}")
def test_the_clock_answers_what_a_person_computed(row):
    question = row.answer.split()[0]

    assert answer(row, question) == row.answer, row.rule


def test_the_table_has_at_least_eighty_cases_and_none_is_passed_over():
    lines = TABLE.read_text().splitlines()
    written = [line for line in lines if line[2:5] in day_abbr and "20" in line[:10]]

    assert len(rows()) == len(written) >= 80


def test_every_case_is_another_one_and_says_by_which_rule():
    asked = {(row.started, row.limit, row.meanwhile, row.answer) for row in rows()}

    assert len(asked) == len(rows())
    assert all(row.rule for row in rows())
