"""The city's data of a deliberation is whole, or says what is wrong."""

import shutil
from pathlib import Path

import pytest

from contracts.topics import read_by
from services.dispute.deliberating.city import load_norms
from services.dispute.deliberating.handlers import REACTS_TO
from services.dispute.handlers import by_feed
from services.kit.testing.platform import DEPARTMENTS, arrived
from tests.dispute.deliberating.world import CITY, case_accepted
from tests.dispute.world import task_assigned


def test_the_citys_own_is_read() -> None:
    norms = load_norms(CITY)

    assert norms.meetings_a_year == 8
    assert "welfare-children" in norms.repetition.left_out
    assert "sanitation-garbage" not in norms.repetition.left_out
    assert norms.steps["overdue"].zh == "已超期"


@pytest.mark.parametrize(
    ("was", "is_now", "said"),
    [
        ("cases: 10", "cases: 1", "one case does not repeat itself"),
        ("left_out: [", "left_out: [astrology, ", "astrology"),
        ("codes: [resolved]", "codes: [heaven]", "heaven"),
        ("{code: overdue,", "{code: other,", "overdue has no words"),
        ('area: "990101002"', 'area: "1234"', "1234"),
        ("kept_for:", "kept:", "kept_for"),
        ("{hours: 24", "{days: 1", "hours"),
        ("within: {amount: 5", "within: {amount: 0", "amount"),
        ("screening:", "screened:", "screening"),
        ("venues:", "venues: [", "deliberation.yaml"),
    ],
)
def test_what_is_wrong_is_named(
    tmp_path: Path, was: str, is_now: str, said: str
) -> None:
    city = tmp_path / "city"
    shutil.copytree(CITY, city)
    path = city / "deliberation.yaml"
    text = path.read_text()
    assert was in text
    path.write_text(text.replace(was, is_now))

    with pytest.raises(RuntimeError, match=said):
        load_norms(city)


async def test_the_topic_tells_whose_feed_it_is() -> None:
    heard = []

    def listener(name: str):
        async def hear(arrival) -> None:
            heard.append((name, type(arrival.fact).__name__))

        return hear

    task, case = task_assigned(), case_accepted()
    centre = {type(task): listener("centre")}
    city = {type(task): listener("city"), type(case): listener("city")}
    table = by_feed(centre, city)
    await table[type(task)](arrived(task, topic="routing.tasks"))
    await table[type(task)](arrived(task, topic="departments.mediation-centre.tasks"))
    await table[type(case)](arrived(case))

    assert heard == [
        ("city", "TaskAssigned"),
        ("centre", "TaskAssigned"),
        ("city", "CaseAccepted"),
    ]


def test_what_is_counted_and_followed_comes_from_the_city() -> None:
    of_the_city = [
        topic
        for topic in read_by("dispute", DEPARTMENTS)
        if not topic.name.startswith("departments.")
    ]

    assert {fact for topic in of_the_city for fact in topic.carries} >= REACTS_TO
