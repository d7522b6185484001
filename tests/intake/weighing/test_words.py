"""Which words warn, however hurried they are written, and which do not."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.weighing.alertness import Alertness, load_alertness
from services.intake.weighing.limitation import Period, ends, running_out
from services.intake.weighing.weighing import Matter, Weighed, weigh

CITY = Path("deploy/config")
TODAY = date(2026, 3, 2)
LINES = frozenset({"line_110", "line_119", "line_120", "line_122"})
COURTS = frozenset({"court", "labour_arbitration"})


def alertness() -> Alertness:
    return load_alertness(CITY, LINES | COURTS)


def weighed(text: str, **more: object) -> Weighed:
    matter = Matter(("标题", text), frozenset({"consumer"}), **more)
    return weigh(alertness(), matter, TODAY)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("三号楼 着 火 了,快来", "line_119"),
        ("有人、持刀在门口", "line_110"),
        ("老人昏迷不醒", "line_120"),
        ("路口发生车祸", "line_122"),
    ],
)
def test_an_emergency_names_who_has_to_come(text: str, line: str):
    assert weighed(text) == Weighed(line, ("emergency",))


@pytest.mark.parametrize(
    "text", ["希望加强消防检查。", "着火。了解一下保险", "持续,刀具展销会", "路灯不亮"]
)
def test_ordinary_words_call_nobody(text: str):
    assert weighed(text) == Weighed()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("我不想活了", "self_harm"),
        ("我要同归于尽", "violence"),
        ("丈夫打我", "domestic_violence"),
        ("邻居虐待孩子", "minor_harmed"),
    ],
)
def test_a_concern_is_looked_at_and_stays_with_the_city(text: str, reason: str):
    assert weighed(text) == Weighed(None, (reason,))


@pytest.mark.parametrize(
    ("said", "warnings"),
    [("丈夫打我", ("domestic_violence",)), ("厨房起火了", ("emergency",))],
)
def test_what_a_form_asked_for_warns_and_calls_nobody(said: str, warnings):
    assert weighed("请看所填", details=(said,)) == Weighed(None, warnings)


def test_many_people_with_one_matter_are_a_warning():
    assert weighed("没有暖气", crowd=9).warnings == ()
    assert weighed("没有暖气", crowd=10).warnings == ("group_incident",)


@given(st.text(max_size=200))
def test_whatever_somebody_writes_is_weighed(text: str):
    assert weighed(text).emergency in {None, *LINES}


@pytest.mark.parametrize(
    ("day", "warned"),
    [
        (date(2023, 4, 2), False),
        (date(2023, 4, 1), True),
        (date(2020, 1, 1), True),
    ],
)
def test_a_right_that_ends_within_thirty_days_or_has_ended_is_a_warning(day, warned):
    assert ("limitation" in weighed("退款", happened_on=day).warnings) == warned


def test_the_shortest_period_counts():
    periods = (
        Period(frozenset({"a", "b"}), 3, "court"),
        Period(frozenset({"b"}), 1, "labour_arbitration"),
    )
    found = running_out(
        periods, frozenset({"b"}), date(2020, 1, 1), TODAY, timedelta(0)
    )

    assert found == periods[1]


def test_a_period_from_a_leap_day_ends_the_day_before():
    assert ends(Period(frozenset(), 1, "court"), date(2024, 2, 29)) == date(2025, 2, 28)


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("authority: line_119", "authority: line_118", "no authority line_118"),
        ("reason: self_harm", "reason: no_such", "warning_reasons has no no_such"),
        ("people: 10", "people: 1", "people"),
        ("code: limitation,", "code: limitations,", "limitation is missing"),
    ],
)
def test_a_wrong_file_is_refused_and_says_where(tmp_path: Path, old, new, named):
    text = (CITY / "warnings.yaml").read_text()
    assert old in text
    (tmp_path / "warnings.yaml").write_text(text.replace(old, new))

    with pytest.raises(RuntimeError, match=r"warnings\.yaml") as refused:
        load_alertness(tmp_path, LINES | COURTS)
    assert named in str(refused.value)
