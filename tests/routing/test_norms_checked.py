"""What of the city's limits would fail later is named at the start."""

import re

import pytest

from services.routing.city import city_of
from tests.routing.world import CITY


@pytest.mark.parametrize(
    ("was", "wrong", "complaint"),
    [
        ("{level: 3, ", "{level: 4, ", "supervision: level: has to be [1, 2, 3]"),
        ("{level: 1, ", "{level: 2, ", "supervision: level: has to be [1, 2, 3]"),
        ("share: 0.6", "share: 1.6", "co_handler_share: share: 1.6"),
        ("share: 0.8", "share: 0", "warning_share: share: 0.0"),
        ("codes: [resolved]", "codes: [gone]", "city.yaml has no outcome gone"),
        (
            "15, unit: working_days, approved_by",
            "15, unit: hours, approved_by",
            "extensions.licence_joint",
        ),
        ("approved_by: head", "approved_by: moon", "no approver 'moon'"),
        ("  triage: {", "  tirage: {", "'triage' is not there"),
        (
            "most_days: {amount: 15, unit: working_days",
            "most_days: {amount: 15, unit: calendar_days",
            "pauses.most_days: unit",
        ),
    ],
)
def test_a_wrong_limit_stops_the_start(tmp_path, was, wrong, complaint):
    for file in ("calendar.yaml", "limits.yaml", "city.yaml"):
        (tmp_path / file).write_text((CITY / file).read_text())
    limits = (CITY / "limits.yaml").read_text()
    assert was in limits
    (tmp_path / "limits.yaml").write_text(limits.replace(was, wrong))

    with pytest.raises(RuntimeError, match=re.escape(complaint)):
        city_of(tmp_path)


def test_a_reason_of_no_verdict_stops_the_start(tmp_path):
    for file in ("calendar.yaml", "limits.yaml", "city.yaml"):
        (tmp_path / file).write_text((CITY / file).read_text())
    city = (CITY / "city.yaml").read_text()
    (tmp_path / "city.yaml").write_text(city.replace("verdict: refused", "verdict: no"))

    with pytest.raises(RuntimeError, match="exclusion_verdict_reasons: reasonable"):
        city_of(tmp_path)
