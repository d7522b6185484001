"""The city's data holds together: rules, limits, items and letters agree."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
import pytest
import yaml
import zen

from contracts.topics import PAYLOADS

CONFIG = Path("deploy/config")
RULES = (CONFIG / "routing/rules.json").read_text()
CASE = {
    "kind": "request",
    "request_type": "complaint",
    "item": None,
    "category": "sanitation",
    "area": "990101001001",
    "urgency": "normal",
    "channel": "web",
}


@cache
def read(name: str) -> Any:
    return yaml.safe_load((CONFIG / name).read_text())


@cache
def decision() -> Any:
    return zen.ZenEngine().create_decision(RULES)


def decided(**case: str | None) -> dict[str, Any]:
    return decision().evaluate(CASE | case, {})["result"]


def codes(name: str) -> set[str]:
    return {row["code"] for row in read("city.yaml")[name]}


def rows(table: int) -> list[dict[str, str]]:
    return json.loads(RULES)["nodes"][table]["content"]["rules"]


def test_a_category_leads_to_its_department_and_limit():
    assert decided() == {
        "lead": "urban-mgmt",
        "co_handlers": ["STREET"],
        "rule": "sanitation",
        "limit": "complaint",
        "priority": 3,
    }


@pytest.mark.parametrize(
    ("case", "lead", "limit"),
    [
        ({"category": "utilities", "item": "gas"}, "gas-heat", "complaint"),
        ({"category": "traffic", "urgency": "urgent"}, "traffic-police", "urgent"),
        ({"kind": "dispute", "category": "other"}, "mediation-centre", "mediation"),
        (
            {"kind": "dispute", "category": "labour"},
            "mediation-centre",
            "mediation_labour",
        ),
        (
            {"kind": "service", "category": "consumer", "item": "food-licence"},
            "market",
            "licence",
        ),
    ],
)
def test_rules_know_items_urgency_and_disputes(case, lead, limit):
    assert (decided(**case)["lead"], decided(**case)["limit"]) == (lead, limit)


@pytest.mark.parametrize("case", [{"category": "other"}, {"category": "utilities"}])
def test_what_no_rule_knows_is_left_to_a_person(case):
    assert decided(**case) == {}


def test_every_department_and_limit_of_the_rules_exists():
    organisations = codes("organisations") | {"STREET"}
    for row in rows(1):
        named = {json.loads(row["lead"]), *json.loads(row["co_handlers"])}
        assert named <= organisations
    limits = {json.loads(row["limit"]) for row in rows(2)}
    assert limits <= set(read("limits.yaml")["limits"])


def test_every_rule_is_named_once():
    names = [json.loads(row["rule"]) for row in rows(1)]
    assert len(names) == len(set(names))


def test_every_category_of_the_city_says_what_the_rules_do():
    for category in read("city.yaml")["categories"]:
        if category["lead"] not in ("BY_ITEM", "TRIAGE"):
            assert decided(category=category["code"])["lead"] == category["lead"]
        for item, lead in category.get("leads", {}).items():
            assert decided(category=category["code"], item=item)["lead"] == lead


def test_items_name_categories_and_limits():
    for item in read("items.yaml")["items"]:
        assert item["category"] in codes("categories")
        assert item.get("limit", "complaint") in read("limits.yaml")["limits"]


def test_every_limit_says_where_it_comes_from():
    sources = {row["source"] for row in read("limits.yaml")["limits"].values()}
    assert sources == {"law", "local", "ours"}


def test_subscriptions_name_events_that_exist():
    events = {
        row["event"] for row in read("notification/subscriptions.yaml")["subscriptions"]
    }
    assert events <= set(PAYLOADS)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_letters_need_only_what_their_audience_has(language):
    data = read("notification/subscriptions.yaml")
    folder = CONFIG / "notification/templates"
    loader = jinja2.FileSystemLoader(folder)
    letters = jinja2.Environment(
        loader=loader, undefined=jinja2.StrictUndefined, autoescape=False
    )
    for row in data["subscriptions"]:
        more = data["more_variables"].get(row["template"], [])
        named = dict.fromkeys(data["variables"][row["audience"]] + more, "某")
        letter = letters.get_template(f"{row['template']}.{language}.txt")
        assert letter.render(named).startswith("Subject: ")
