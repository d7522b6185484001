"""Venues, dangers and the time words lie are the city's data, each with its source."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
import yaml

from services.dispute.city import load_rules
from tests.dispute.world import CITY

CONFIG = Path("deploy/config")


@pytest.fixture
def city(tmp_path: Path) -> Path:
    for path in CONFIG.glob("*.yaml"):
        shutil.copy(path, tmp_path)
    return tmp_path


def test_one_meets_by_phone_and_online_too():
    assert {"by-phone", "online"} <= CITY.sitting.venues.keys()


def test_words_lie_for_three_years():
    assert CITY.sitting.words_kept == timedelta(days=3 * 365)
    assert CITY.sitting.record_kept == timedelta(days=10 * 365)


def test_one_is_reminded_of_a_sitting_the_day_before():
    assert CITY.sitting.remind_before == timedelta(days=1)


@pytest.mark.parametrize(
    ("kind", "law"),
    [
        ("crime", "人民调解法 25"),
        ("minor_harmed", "未成年人保护法 11"),
        ("domestic_violence", "反家庭暴力法 14"),
    ],
)
def test_what_the_law_wants_reported_names_its_article(kind, law):
    assert CITY.sitting.dangers[kind].law == law
    assert CITY.sitting.dangers[kind].authorities


@pytest.mark.parametrize("file", ["venues.yaml", "wall.yaml"])
def test_each_value_says_where_it_is_from(file):
    data = yaml.safe_load((CONFIG / file).read_text())
    rows = [row for part in data.values() for row in _rows(part)]

    assert {row["source"] for row in rows} <= {"law", "local", "ours"}


@pytest.mark.parametrize(
    ("file", "before", "after", "complaint"),
    [
        ("venues.yaml", "how: phone", "how: pigeon", "venues: by-phone: how"),
        ("venues.yaml", "code: online", "code: by-phone", "by-phone stands twice"),
        ("wall.yaml", "[line_110]", "[line_111]", "dangers: crime: authorities: line"),
        ("wall.yaml", "[line_110]", "[]", "dangers: crime: authorities: names nobody"),
        ("wall.yaml", "unit: years", "unit: moons", "words_kept: unit"),
        ("wall.yaml", "{amount: 10", "{amount: 2", "record_kept: has to be no shorter"),
        ("wall.yaml", "  en: ", "  english: ", "inadmissible: en"),
        ("wall.yaml", "rule: 人民调解法 25", "rules: x", "dangers: crime: "),
        ("mediation.yaml", "{hours: 24", "{hours: 0", "sitting_reminder: hours"),
        ("mediation.yaml", "sitting_reminder:", "reminder:", "sitting_reminder"),
    ],
)
def test_a_mistake_is_named_by_file_and_field(city, file, before, after, complaint):
    text = (city / file).read_text()
    assert before in text
    (city / file).write_text(text.replace(before, after, 1))

    with pytest.raises(RuntimeError) as wrong:
        load_rules(city, {})
    assert file in str(wrong.value)
    assert complaint in str(wrong.value)


def _rows(part: object) -> list[dict]:
    return part if isinstance(part, list) else [part]
