"""A wrong table is refused before it decides anything: by table, row and column."""

import json
import re
from pathlib import Path

import pytest

from services.routing.rules.rulebook import Rulebook
from tests.routing.world import RULES, city, rulebook, words

DISPUTE = "table 纠纷由谁办, row 1 (dispute-violence), column "
WHO = "table 诉求和办事由谁办, row "
LIMIT = "table 多久办, row 1 (petition), column "


def edited(tmp_path: Path, edit) -> Path:
    graph = json.loads(RULES.read_text())
    edit(graph)
    path = tmp_path / "rules.json"
    path.write_text(json.dumps(graph))
    return path


def node(graph, id):
    return next(node for node in graph["nodes"] if node["id"] == id)


def rows(graph, table):
    return node(graph, table)["content"]["rules"]


def cell(table, column, text, row=0):
    def edit(graph):
        rows(graph, table)[row][column] = text

    return edit


def put_first(table, **cells):
    def edit(graph):
        whole = rows(graph, table)[0]
        blank = {key: "" for key in whole if not key.startswith("_")}
        answers = {key: whole[key] for key in ("lead", "co_handlers", "rule")}
        new = {"_id": "new", "_description": "新", "_source": "ours"}
        rows(graph, table).insert(0, new | blank | answers | cells)

    return edit


def without_edges(graph):
    graph["edges"] = []


def without_version(graph):
    graph["version"] = "第一版"


def twice(graph):
    rows(graph, "who").append(rows(graph, "who")[0])


def without_limits(graph):
    node(graph, "clock")["content"]["outputs"] = []


def without_last_row(graph):
    rows(graph, "clock").pop()


def collecting(graph):
    node(graph, "who")["content"]["hitPolicy"] = "collect"


def astray(graph):
    graph["edges"] = [e for e in graph["edges"] if e["sourceId"] != "who-dispute"]


def unknown_kind(graph):
    node(graph, "by-kind")["content"]["statements"][0]["condition"] = 'kind == "war"'


def unreadable_switch(graph):
    node(graph, "by-kind")["content"]["statements"][0]["condition"] = "kind == ("


def program(graph):
    node(graph, "by-kind")["type"] = "functionNode"


def unknown_field(graph):
    node(graph, "who")["content"]["inputs"][1]["field"] = "mood"


def under(category):
    return f'contains($, "{category}")'


@pytest.mark.parametrize(
    ("edit", "named"),
    [
        (cell("who-dispute", "path", "x(("), "path: this condition cannot be read"),
        (cell("who-dispute", "path", under("moon")), "path: the city has no category"),
        (cell("who-dispute", "item", '"moon"'), "item: the city has no item 'moon'"),
        (cell("who-dispute", "area", '"110101"'), "area: the city has no area"),
        (cell("who-dispute", "channel", '"pigeon"'), "channel: the city has no ch"),
        (cell("who-dispute", "item", "water"), "item: water is no function; a code"),
        (cell("who-dispute", "item", "> 3"), "item: this condition does not fit"),
        (cell("who-dispute", "item", 'startsWith($, "water")'), "item: this condition"),
        (cell("who-dispute", "channel", "3"), "channel: no case of this city can"),
        (cell("who-dispute", "lead", '"ministry"'), "lead: city.yaml has no such"),
        (cell("who-dispute", "lead", '"housing'), "lead: a plain value is needed"),
        (cell("who-dispute", "lead", "3"), "lead: city.yaml has no such"),
        (cell("who-dispute", "lead", "kind"), "lead: a plain value is needed"),
        (cell("who-dispute", "co_handlers", '["x"]'), "co_handlers: city.yaml has no"),
        (cell("who-dispute", "co_handlers", '"STREET"'), "co_handlers: a list"),
        (cell("who-dispute", "rule", '"No 1"'), "rule: a rule is named by"),
        (cell("who-dispute", "rule", ""), "rule: a plain value is needed"),
        (cell("who-dispute", "_description", ""), "_description: it says in words"),
        (cell("who-dispute", "_source", "me"), "_source: one of law, local, ours"),
    ],
)
def test_a_wrong_cell_is_named(tmp_path, edit, named):
    refused(edited(tmp_path, edit), DISPUTE + named)


@pytest.mark.parametrize(
    ("edit", "named"),
    [
        (cell("clock", "kind", '"war"'), LIMIT + "kind: the city has no kind 'war'"),
        (cell("clock", "urgency", '"now"'), LIMIT + "urgency: the city has no urg"),
        (cell("clock", "request_type", '"cry"'), LIMIT + "request_type: the city has"),
        (cell("clock", "limit", '"soon"'), LIMIT + "limit: limits.yaml has no such"),
        (cell("priority", "priority", "0"), "column priority: a priority is a whole"),
        (cell("priority", "priority", "2.5"), "column priority: a priority is a whole"),
        (cell("priority", "priority", '"1"'), "column priority: a priority is a whole"),
        (cell("priority", "priority", "true"), "column priority: a priority is a whol"),
        (without_last_row, "row 17, column limit: the last row must ask nothing"),
        (without_edges, "node 诉求和办事由谁办: no edge leads there"),
        (without_version, "`version` is needed"),
        (without_limits, "no table says limit"),
        (astray, "a case of kind dispute gets no answer: KeyError('limit')"),
        (unknown_kind, 'node 是不是纠纷, condition kind == "war": the city has no'),
        (unreadable_switch, "node 是不是纠纷, condition kind == (: cannot be read"),
        (program, "node 是不是纠纷: only tables and switches are read as rules"),
        (cell("priority", "priority", 2), "row 1 (urgent), column priority: 2 needs"),
        (collecting, "table 诉求和办事由谁办: hitPolicy must be `first`"),
        (twice, "column _id: an earlier row is called sanitation-garbage-grid"),
        (unknown_field, "column mood: a case has no mood; it has kind"),
    ],
)
def test_a_wrong_table_is_named(tmp_path, edit, named):
    refused(edited(tmp_path, edit), named)


@pytest.mark.parametrize(
    ("edit", "named"),
    [
        (put_first("who"), "2 (sanitation-garbage-grid), column path: no case comes"),
        (
            put_first("who", path=under("property")),
            "9 (property-fire-lane), column path: no case comes here, row 1 (new)",
        ),
        (
            put_first("who", path='"property-fees"', _id="new"),
            "row 1 (new), column path: no case of this city can",
        ),
        (
            put_first("who", channel='"grid", "web"', path=under("sanitation")),
            "2 (sanitation-garbage-grid), column path: no case comes here, row 1 (new)",
        ),
        (twice, "column path: no case comes here, row 1 (sanitation-garbage-grid)"),
    ],
)
def test_a_row_that_no_case_comes_to_is_named(tmp_path, edit, named):
    refused(edited(tmp_path, edit), named)


def test_a_narrower_row_before_a_wider_one_is_in_order(tmp_path):
    narrow = put_first("who", path=under("property"), area='startsWith($, "990101")')

    Rulebook(edited(tmp_path, narrow), words(), city().limits)


@pytest.mark.parametrize("lead", ['"community-bingdili"', '"COMMUNITY"'])
def test_a_community_leads_only_what_its_list_allows(tmp_path, lead):
    wider = put_first("who", path=under("property-lifts"), lead=lead)

    named = WHO + "1 (new), column lead: a community may not lead property-lifts"
    refused(edited(tmp_path, wider), named)


def test_every_fault_is_told_at_once(tmp_path):
    def edit(graph):
        cell("clock", "limit", '"soon"')(graph)
        cell("who-dispute", "lead", '"ministry"')(graph)

    refused(edited(tmp_path, edit), "no such organisation; table 多久办")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"nodes": [1], "edges": []}'])
def test_what_is_no_graph_is_refused_by_name(tmp_path, text):
    path = tmp_path / "rules.json"
    path.write_text(text)

    refused(path, "rules.json")


def test_a_table_without_columns_is_refused_by_name(tmp_path):
    path = edited(tmp_path, lambda graph: node(graph, "who")["content"].pop("inputs"))

    refused(path, "a node is incomplete: KeyError('inputs')")


def test_a_changed_table_is_another_version(tmp_path):
    path = edited(tmp_path, cell("who-dispute", "lead", '"housing"'))

    changed = Rulebook(path, words(), city().limits)
    assert changed.version != rulebook().version


def refused(path: Path, named: str) -> None:
    with pytest.raises(RuntimeError, match=re.escape(named)):
        Rulebook(path, words(), city().limits)
