"""The city's data holds together: rules, limits, items and letters agree."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from contracts.intake import CaseAccepted
from contracts.topics import PAYLOADS
from services.kit.running.city_data import from_yaml
from services.routing.city import city_of
from services.routing.domain.norms import Ruling
from services.routing.rules.listing import vocabulary_of
from services.routing.rules.rulebook import Rulebook

CONFIG = Path("deploy/config")
RULES = (CONFIG / "routing/rules.json").read_text()
CASE = {
    "case_id": "01890000-0000-7000-8000-000000000001",
    "case_no": "202603020000017",
    "kind": "request",
    "request_type": "complaint",
    "category": "sanitation",
    "area": "990101001001",
    "channel": "web",
    "received_at": "2026-03-02T02:00:00Z",
    "accepted_at": "2026-03-02T02:00:00Z",
}
LEAST_CATEGORIES = 60


@cache
def read(name: str) -> Any:
    return from_yaml((CONFIG / name).read_text())


vocabulary = cache(vocabulary_of)


@cache
def rulebook() -> Rulebook:
    limits = city_of(CONFIG).limits
    return Rulebook(CONFIG / "routing/rules.json", vocabulary(CONFIG), limits)


def decided(**case: str | None) -> Ruling:
    return rulebook().ruling(CaseAccepted.model_validate(CASE | case))


def rows() -> list[dict[str, str]]:
    nodes = json.loads(RULES)["nodes"]
    tables = [node["content"] for node in nodes if "content" in node]
    return [row for table in tables for row in table.get("rules", [])]


def codes(name: str) -> set[str]:
    return {row["code"] for row in read("city.yaml")[name]}


def resolved(named: str) -> str | None:
    if named in ("STREET", "COMMUNITY"):
        return vocabulary(CONFIG).office(named.lower(), CASE["area"])
    return named


def test_a_category_leads_to_its_department_and_limit():
    ruling = decided()

    assert (ruling.lead, ruling.co_handlers) == ("urban-mgmt", ("street-qingshi",))
    assert (ruling.rule, ruling.limit_name, ruling.priority) == (
        "sanitation",
        "complaint",
        3,
    )


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
    assert (decided(**case).lead, decided(**case).limit_name) == (lead, limit)


@pytest.mark.parametrize("case", [{"category": "other"}, {"category": "utilities"}])
def test_what_no_rule_knows_is_left_to_a_person(case):
    assert decided(**case).lead is None


def test_every_rule_is_named_once():
    names = [row["rule"] for row in rows() if "rule" in row]

    assert len(names) == len(set(names))


def test_every_category_of_the_city_says_what_the_rules_do():
    for category in read("city.yaml")["categories"]:
        ruling = decided(category=category["code"])
        if category["lead"] not in ("BY_ITEM", "TRIAGE"):
            assert ruling.lead == resolved(category["lead"]), category["code"]
            named = {resolved(each) for each in category["co_handlers"]}
            assert set(ruling.co_handlers) == named, category["code"]
        for item, lead in category.get("leads", {}).items():
            assert decided(category=category["code"], item=item).lead == lead


def test_categories_are_a_tree_deep_enough_to_tell_matters_apart():
    categories = read("city.yaml")["categories"]
    tops = {row["code"] for row in categories if "parent" not in row}

    assert len(categories) >= LEAST_CATEGORIES
    assert {row["parent"] for row in categories if "parent" in row} <= codes(
        "categories"
    )
    assert len(tops) < len(categories) / 3


def test_every_category_can_be_chosen_by_somebody_who_reads_it():
    for row in read("city.yaml")["categories"]:
        assert all(row[key] for key in ("name", "name_en", "examples")), row["code"]
        assert row["source"] in ("law", "local", "ours")
        assert not [key for key, value in row.items() if value is None], row["code"]


def test_every_street_has_a_community_that_it_may_give_a_part_to():
    offices = read("city.yaml")["organisations"]
    streets = {row["code"] for row in offices if row["kind"] == "street"}
    above = {row["parent"] for row in offices if row["kind"] == "community"}

    assert above == streets


def test_every_organisation_can_be_written_to():
    for row in read("city.yaml")["organisations"]:
        assert row["email"].startswith(f"{row['code']}@")


def test_no_code_of_an_organisation_begins_with_another():
    """Kafka's rights are given by the beginning of a name."""
    known = codes("organisations")

    assert [(a, b) for a in known for b in known if a != b and a.startswith(b)] == []


def test_every_area_is_named_in_both_languages():
    city = read("city.yaml")

    assert set(city["areas"]) == set(city["area_names_en"])


def test_every_rule_says_in_words_what_it_decides_and_where_that_comes_from():
    for row in rows():
        assert row["_description"], row["_id"]
        assert ("_law" in row) or row["_source"] != "law", row["_id"]


@cache
def items() -> list[dict[str, Any]]:
    files = sorted((CONFIG / "items").glob("*.yaml"))
    return [row for file in files for row in from_yaml(file.read_text())["items"]]


def test_items_name_categories_and_limits():
    for item in items():
        assert item["category"] in codes("categories")
        assert item.get("limit", "complaint") in read("limits.yaml")["limits"]


def test_the_limit_that_an_item_promises_is_the_one_that_its_rule_gives():
    for item in items():
        if item["kind"] == "service":
            asked = {"kind": "service", "request_type": None, "area": "990102101001"}
            named = {"category": item["category"], "item": item["code"]}
            assert decided(**asked | named).limit_name == item["limit"], item["code"]


def test_somebody_leads_every_service():
    for item in items():
        if item["kind"] == "service":
            case = {"category": item["category"], "item": item["code"]}
            assert decided(kind="service", request_type=None, **case).lead, item["code"]


def test_every_limit_says_where_it_comes_from():
    sources = {row["source"] for row in read("limits.yaml")["limits"].values()}
    assert sources == {"law", "local", "ours"}


def test_subscriptions_name_events_that_exist():
    events = {
        row["event"] for row in read("notification/subscriptions.yaml")["subscriptions"]
    }
    assert events <= set(PAYLOADS)
