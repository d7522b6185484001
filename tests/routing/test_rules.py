"""A wrong table is refused at the start, by table, row and column."""

import json
import re
from pathlib import Path

import pytest

from services.routing.city import city_of
from services.routing.rules.rulebook import Rulebook
from tests.routing.world import CITY, case_accepted, city, rulebook

WHO, CLOCK = 1, 2


def edited(tmp_path: Path, edit) -> Path:
    graph = json.loads((CITY / "routing/rules.json").read_text())
    edit(graph)
    path = tmp_path / "rules.json"
    path.write_text(json.dumps(graph))
    return path


def cell(table: int, column: str, text: str):
    def edit(graph):
        graph["nodes"][table]["content"]["rules"][0][column] = text

    return edit


def without_edges(graph):
    graph["edges"] = []


def without_version(graph):
    graph["version"] = "第一版"


def twice(graph):
    rows = graph["nodes"][WHO]["content"]["rules"]
    rows.append(rows[0])


def without_limits(graph):
    del graph["nodes"][CLOCK]
    graph["nodes"] = graph["nodes"][:2]


ROW = "table 由谁办, row dispute-neighbours, column "


@pytest.mark.parametrize(
    ("edit", "named"),
    [
        (cell(WHO, "category", "neighbours(("), ROW + "category: this condition"),
        (cell(WHO, "lead", '"ministry"'), ROW + "lead: city.yaml has no such"),
        (cell(WHO, "lead", '"housing'), ROW + "lead: this value is empty or"),
        (cell(WHO, "co_handlers", '["x"]'), ROW + "co_handlers: city.yaml has no"),
        (cell(WHO, "co_handlers", '"STREET"'), ROW + "co_handlers: a list"),
        (cell(WHO, "rule", '"No 1"'), ROW + "rule: a rule is named by"),
        (cell(WHO, "rule", ""), ROW + "rule: this value is empty or"),
        (
            cell(CLOCK, "limit", '"soon"'),
            "table 多久办, row emergency, column limit: limits.yaml has no such limit",
        ),
        (without_edges, "node 由谁办: no edge leads there"),
        (without_version, "`version` is needed"),
        (without_limits, "no table says limit"),
        (twice, "table 由谁办: two rows are called dispute-neighbours"),
    ],
)
def test_a_wrong_table_says_where_it_is_wrong(tmp_path, edit, named):
    with pytest.raises(RuntimeError, match=re.escape(named)):
        Rulebook(edited(tmp_path, edit), city())


@pytest.mark.parametrize("text", ["", "{", "[]", '{"nodes": [1], "edges": []}'])
def test_what_is_no_graph_is_refused_by_name(tmp_path, text):
    path = tmp_path / "rules.json"
    path.write_text(text)

    with pytest.raises(RuntimeError, match=r"rules\.json"):
        Rulebook(path, city())


def test_a_changed_table_is_another_version(tmp_path):
    path = edited(tmp_path, cell(WHO, "lead", '"housing"'))

    assert Rulebook(path, city()).version != rulebook().version


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
    assert city().street_of(area) == office


def test_a_street_without_an_office_leaves_the_other_co_handlers():
    ruling = rulebook().ruling(case_accepted(category="rural", area="990102"))

    assert (ruling.lead, ruling.co_handlers) == ("agriculture", ("planning",))


def test_a_rule_may_leave_the_lead_to_the_item(tmp_path):
    def by_item(graph):
        for row in graph["nodes"][WHO]["content"]["rules"]:
            if row["_id"] == "utilities-water":
                row["lead"] = '"BY_ITEM"'

    rules = Rulebook(edited(tmp_path, by_item), city())
    ruling = rules.ruling(case_accepted(category="utilities", item="water"))

    assert ruling.lead == "water-supply"


@pytest.mark.parametrize(
    ("said", "amount"),
    [
        ({"urgency": "urgent"}, 24),
        ({"request_type": "inquiry"}, 3),
        ({"request_type": None}, 5),
        ({"request_type": None, "kind": "commitment"}, 30),
    ],
)
def test_a_case_no_rule_knows_still_has_a_limit(said, amount):
    ruling = rulebook().ruling(case_accepted(category="other", **said))

    assert (ruling.lead, ruling.limit.amount) == (None, amount)


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("calendar.yaml", "rest_days: [soon]", "rest_days: 'soon' is not a date"),
        ("limits.yaml", "default_limit: complaint", "limits"),
        ("city.yaml", "- a list", "is not a table"),
    ],
)
def test_wrong_city_data_is_named(tmp_path, name, text, complaint):
    for file in ("calendar.yaml", "limits.yaml", "city.yaml"):
        (tmp_path / file).write_text((CITY / file).read_text())
    (tmp_path / name).write_text(text)

    with pytest.raises(RuntimeError, match=complaint):
        city_of(tmp_path)
