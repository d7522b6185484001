"""What the city's rules decide, and what they need of the city's own lists."""

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from services.kit.running.city_data import from_yaml
from services.routing.city import city_of
from services.routing.rules.listing import vocabulary_of
from services.routing.rules.placing import Placing
from services.routing.rules.rulebook import Rulebook
from tests.routing.world import CITY, RULES, case_accepted, city, rulebook, words


def edited(tmp_path: Path, edit) -> Rulebook:
    graph = json.loads(RULES.read_text())
    edit({node["id"]: node for node in graph["nodes"]})
    path = tmp_path / "rules.json"
    path.write_text(json.dumps(graph))
    return Rulebook(path, words(), city().limits)


@pytest.mark.parametrize(
    ("area", "office"),
    [
        ("990101001", "street-qingshi"),
        ("990101001001001", "street-qingshi"),
        ("990102101", "town-liushu"),
        ("990101", None),
        ("9901", None),
    ],
)
def test_a_street_office_is_the_nearest_above_the_case(area, office):
    assert words().office("street", area) == office


def test_a_street_without_an_office_leaves_the_other_co_handlers():
    ruling = rulebook().ruling(case_accepted(category="rural", area="990102"))

    assert (ruling.lead, ruling.co_handlers) == ("agriculture", ("planning",))
    assert "略去一个:区域“滨湖区”没有对应的街道办事处" in ruling.why_zh[0]


def test_what_holds_for_a_category_holds_for_those_below_it():
    ruling = rulebook().ruling(case_accepted(category="noise-fumes", kind="dispute"))

    assert (ruling.rule, ruling.lead) == ("dispute-noise", "mediation-centre")


@pytest.mark.parametrize(
    ("area", "lead"),
    [
        ("990101001001", "community-bingdili"),
        ("990101001001001", "community-bingdili"),
        ("990101001", "street-qingshi"),
        ("9901", None),
    ],
)
def test_a_community_leads_in_its_area_and_the_street_elsewhere(area, lead):
    case = case_accepted(category="property-corridor", area=area)

    assert rulebook().ruling(case).lead == lead


def test_a_community_never_leads_what_its_list_does_not_name():
    placing = Placing(replace(words(), community_may_lead=frozenset({"neighbours"})))

    found = placing.lead("COMMUNITY", case_accepted(category="property-corridor"))
    assert found.code is None
    assert found.how.zh == "并蒂里社区居民委员会不在该分类的社区可主办清单内"


def test_a_rule_may_leave_the_lead_to_the_item(tmp_path):
    def by_item(nodes):
        for row in nodes["who"]["content"]["rules"]:
            if row["_id"] == "utilities-item-water":
                row["lead"] = '"BY_ITEM"'

    rules = edited(tmp_path, by_item)
    ruling = rules.ruling(case_accepted(category="utilities", item="water"))

    assert ruling.lead == "water-supply"
    assert "供水公司(由事项“供水”确定)" in ruling.why_zh[0]


def test_an_item_that_names_nobody_is_left_to_a_person(tmp_path):
    def by_item(nodes):
        rows = nodes["who"]["content"]["rules"]
        row = next(row for row in rows if row["_id"] == "transit-bus-card")
        row["lead"] = '"BY_ITEM"'

    ruling = edited(tmp_path, by_item).ruling(
        case_accepted(category="transit", item="bus-card", kind="service")
    )

    assert (ruling.lead, ruling.co_handlers, ruling.rule) == (None, (), "")
    assert ruling.why_zh[-1] == (
        "由事项确定主办,而事项“老年乘车卡办理”没有对应单位,转人工派单。"
    )


@pytest.mark.parametrize(
    ("said", "limit", "amount"),
    [
        ({"urgency": "urgent"}, "urgent", 24),
        ({"request_type": "inquiry"}, "inquiry", 3),
        ({"request_type": None}, "complaint", 5),
        ({"request_type": None, "kind": "commitment"}, "commitment", 30),
    ],
)
def test_a_case_no_rule_knows_still_has_a_limit(said, limit, amount):
    ruling = rulebook().ruling(case_accepted(category="other", **said))

    assert (ruling.lead, ruling.limit_name, ruling.limit.amount) == (
        None,
        limit,
        amount,
    )


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("calendar.yaml", "rest_days: [soon]", "rest_days: 'soon' is not a date"),
        (
            "calendar.yaml",
            "{rest_days: [2026-01-04], working_days: [2026-01-04]}",
            "2026-01-04 is both",
        ),
        ("calendar.yaml", "published_through: soon", "'soon' is not a date"),
        ("limits.yaml", "triage: none", "limits"),
        ("city.yaml", "- a list", "is not a table"),
    ],
)
def test_wrong_city_data_is_named(tmp_path, name, text, complaint):
    for file in ("calendar.yaml", "limits.yaml", "city.yaml"):
        (tmp_path / file).write_text((CITY / file).read_text())
    (tmp_path / name).write_text(text)

    with pytest.raises(RuntimeError, match=complaint):
        city_of(tmp_path)


@pytest.mark.parametrize(
    ("list", "entry", "complaint"),
    [
        ("categories", {"parent": "moon"}, "categories: extra: parent: there is no m"),
        ("categories", {"parent": "extra"}, "categories: extra: parent: it is above i"),
        ("categories", {"leads": {"water": "moon"}}, "leads: water: no office moon"),
        ("categories", {"code": "other"}, "categories: other is there twice"),
        ("organisations", {"area": "12"}, "organisations: extra: `areas` has no 12"),
        ("organisations", {"parent": "moon"}, "organisations: extra: parent: there is"),
        ("organisations", {"kind": "community"}, "extra: a community needs `area` and"),
    ],
)
def test_a_wrong_entry_of_the_city_is_named(tmp_path, list, entry, complaint):
    data = from_yaml((CITY / "city.yaml").read_text())
    data[list].append({"code": "extra", "name": "多", "kind": "bureau"} | entry)
    (tmp_path / "city.yaml").write_text(yaml.safe_dump(data, allow_unicode=True))
    shutil.copytree(CITY / "items", tmp_path / "items")

    with pytest.raises(RuntimeError, match=re.escape(complaint)):
        vocabulary_of(tmp_path)


def test_a_category_nobody_listed_cannot_be_opened_to_communities(tmp_path):
    text = (CITY / "city.yaml").read_text()
    wrong = text.replace("categories: [property-corridor", "categories: [moon")
    (tmp_path / "city.yaml").write_text(wrong)
    shutil.copytree(CITY / "items", tmp_path / "items")

    with pytest.raises(RuntimeError, match="community_may_lead: there is no category"):
        vocabulary_of(tmp_path)


def test_what_the_city_knows_of_its_calendar_is_the_last_word(tmp_path):
    for file in ("limits.yaml", "city.yaml"):
        (tmp_path / file).write_text((CITY / file).read_text())
    own = (
        "rest_days: [2026-02-14, 2026-03-04]\nworking_days: [2026-03-07]\n"
        "published_through: 2027-12-31"
    )
    (tmp_path / "calendar.yaml").write_text(own)
    calendar = city_of(tmp_path).norms.calendar

    days = sorted(calendar.rest_days | calendar.working_weekends)
    known = {day.isoformat(): calendar.works_on(day) for day in days}
    assert (known["2026-02-14"], known["2026-03-04"]) == (False, False)
    assert known["2026-03-07"]
    assert calendar.published_through.year == 2027


@pytest.mark.parametrize("urgency", ["normal", "urgent", "emergency"])
@pytest.mark.parametrize(
    ("kind", "category", "item"),
    [
        ("service", "sanitation", "road-occupation"),
        ("service", "old-estate", "lift-installation"),
        ("request", "governance-petition", "petition-31-6"),
    ],
)
def test_no_urgency_takes_the_clock_away_that_the_law_gives(
    urgency, kind, category, item
):
    case = {"kind": kind, "category": category, "item": item, "urgency": urgency}
    ruling = rulebook().ruling(case_accepted(request_type=None, **case))

    assert (ruling.limit.source, ruling.limit.starts) == ("law", "acceptance")
