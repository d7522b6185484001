"""What the city says of its days and hours, and what it is told when that is wrong."""

from datetime import date, time
from pathlib import Path

import pytest

from services.kit.limits.calendar import WorkCalendar
from services.kit.limits.published import calendar_of
from tests.kit.limits.world import CITY, calendar

HOURS = """\
working_hours:
  - {from: "08:30", to: "12:00"}
  - {from: "13:30", to: "17:30"}
end_of_business: {at: "17:30"}
"""


def city_with(folder: Path, **files: str) -> WorkCalendar:
    for name in ("calendar", "limits"):
        own = files.get(name, (CITY / f"{name}.yaml").read_text())
        (folder / f"{name}.yaml").write_text(own)
    return calendar_of(folder)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("rest_days: [soon]", "calendar.yaml: rest_days: 'soon' is not a date"),
        (
            "{rest_days: [2026-01-04], working_days: [2026-01-04]}",
            "2026-01-04 is both a rest day and a working day",
        ),
        ("published_through: soon", "published_through: 'soon' is not a date"),
        ("- a list", "calendar.yaml: is not a table"),
        ("rest_days: [", "calendar.yaml: while parsing"),
    ],
)
def test_a_wrong_calendar_is_named(tmp_path, text, complaint):
    with pytest.raises(RuntimeError, match=complaint):
        city_with(tmp_path, calendar=text)


@pytest.mark.parametrize(
    ("right", "wrong", "complaint"),
    [
        ("working_hours:", "hours:", "working_hours: there has to be one row at least"),
        ('from: "08:30"', 'frm: "08:30"', "working_hours: from: None is not a time"),
        ('"13:30"', "13:30", 'from: 810 is not a time like "09:00", quoted'),
        ('"12:00"', '"25:00"', "working_hours: to: '25:00' is not a time"),
        ('"12:00"', '"noon"', "working_hours: to: 'noon' is not a time"),
        ('"12:00"', '"08:00"', "working_hours: 08:00 has to be later than 08:30"),
        ('"13:30"', '"12:00"', "working_hours: 12:00 has to be later than 12:00"),
        ('at: "17:30"', 'at: "18:00"', "18:00 has to be 17:30, where the last row"),
        ("end_of_business", "end", "end_of_business: at: None is not a time"),
    ],
)
def test_wrong_hours_are_named(tmp_path, right, wrong, complaint):
    with pytest.raises(RuntimeError, match=f"limits.yaml: .*({complaint})"):
        city_with(tmp_path, limits=HOURS.replace(right, wrong))


def test_the_hours_are_the_citys_own(tmp_path):
    hours = city_with(tmp_path, limits=HOURS).hours

    assert hours.spans[0] == (time(8, 30), time(12))
    assert hours.close == time(17, 30)


def test_what_the_city_knows_of_its_calendar_is_the_last_word(tmp_path):
    own = (
        "rest_days: [2026-02-14, 2026-03-04]\nworking_days: [2026-02-16, 2026-03-07]\n"
        "published_through: 2027-12-31"
    )
    found = city_with(tmp_path, calendar=own)

    resting = [date(2026, 2, 14), date(2026, 3, 4)]
    assert [found.works_on(day) for day in resting] == [False, False]
    working = [date(2026, 2, 16), date(2026, 3, 7)]
    assert [found.works_on(day) for day in working] == [True, True]
    assert found.published_through.year == 2027


def test_the_calendar_is_published_until_the_last_year_with_swapped_days():
    assert calendar().published_through == date(2026, 12, 31)
