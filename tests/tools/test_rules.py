"""Trying rules: what the operator sees, without a platform."""

import gzip
import json
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from services.routing.rules.listing import vocabulary_of
from tests.routing.world import case_accepted
from tools.cli.__main__ import app
from tools.rules.accepted import latest
from tools.rules.comparing import compared
from tools.rules.examples import examples_of
from tools.rules.mapping import Meaning, Meanings, meanings_of
from tools.rules.messages import Message, Trial, first
from tools.rules.question import RULES, Question, rulebook_of, unknown

CITY = Path("deploy/config")
EXAMPLES = CITY / "routing/examples.yaml"
ENOUGH = 60
WORDS = {
    "words": {
        "垃圾": "sanitation-garbage",
        "停水": {"category": "utilities", "item": "water"},
    },
    "labels": {"城建": ["sanitation", "property"], "教育": "education-schools"},
}


def run(*asked: object):
    return CliRunner().invoke(app, ["rules", *map(str, asked)])


@pytest.fixture
def other(tmp_path) -> Path:
    """Rules under which public toilets are housing's, without help."""
    graph = json.loads((CITY / RULES).read_text())
    rows = next(n for n in graph["nodes"] if n["id"] == "who")["content"]["rules"]
    next(r for r in rows if r["_id"] == "sanitation-toilets")["lead"] = '"housing"'
    next(r for r in rows if r["_id"] == "consumer")["co_handlers"] = '["health"]'
    path = tmp_path / "other.json"
    path.write_text(json.dumps(graph))
    return path


@pytest.fixture
def mapping(tmp_path) -> Path:
    path = tmp_path / "mapping.yaml"
    path.write_text(yaml.safe_dump(WORDS, allow_unicode=True))
    return path


@pytest.fixture
def meanings(mapping) -> Meanings:
    return meanings_of(mapping, vocabulary_of(CITY))


def test_the_citys_rules_decide_all_of_its_examples():
    printed = run("test")

    assert printed.exit_code == 0, printed.output
    told = len(examples_of(EXAMPLES))
    assert told >= ENOUGH
    assert f"{told} of {told} examples as expected" in printed.output


def test_no_example_is_told_twice():
    told = [example.says for example in examples_of(EXAMPLES)]

    assert len(told) == len(set(told))


def test_examples_speak_of_what_the_city_has():
    words = vocabulary_of(CITY)

    assert [e.says for e in examples_of(EXAMPLES) if unknown(e.case, words)] == []


def test_rules_that_decide_an_example_otherwise_fail_with_what_and_why(other):
    printed = run("test", other)

    assert printed.exit_code == 1
    assert "建议增设公厕" in printed.output
    assert "housing" in printed.output


def test_wrong_rules_are_named_by_table_row_and_column(tmp_path):
    path = tmp_path / "rules.json"
    path.write_text((CITY / RULES).read_text().replace('\\"complaint\\"', '\\"x\\"'))

    wrong = run("test", path).exception
    assert "row 14 (complaint), column request_type: the city has no" in str(wrong)


@pytest.mark.parametrize("row", ["{says: a}", "7", "{says: a, case: {mood: sad}}"])
def test_a_wrong_example_is_named_by_its_number(tmp_path, row):
    path = tmp_path / "examples.yaml"
    path.write_text(f"examples: [{row}]")

    with pytest.raises(RuntimeError, match=r"examples\.yaml: example 1: "):
        examples_of(path)


def test_a_decision_is_explained_in_words():
    printed = run(
        "explain", "--category", "property-corridor", "--area", "990101001001"
    )

    assert "主办为并蒂里社区居民委员会(办件所在社区)" in printed.output


def test_a_decision_is_explained_in_english_for_any_case():
    asked = ["--with", "kind=dispute", "--with", "channel=counter", "--lang", "en"]
    printed = run("explain", "--category", "labour-wages", *asked)

    assert "so it may take 15 calendar days (by law" in printed.output


def test_a_report_is_explained_without_whom_it_accuses():
    asked = ["--with", "request_type=report", "--with", "accused=housing,market"]
    printed = run("explain", "--category", "property", *asked)

    assert "举报不交给被举报单位及其下属单位(住房和城乡建设局)" in printed.output


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        (["--category", "moon"], "category"),
        (["--category", "other", "--with", "accused=moon-base"], "accused"),
        (["--category", "other", "--area", "110101"], "area"),
        (["--category", "other", "--with", "channel=pigeon"], "channel"),
        (["--category", "other", "--with", "mood=sad"], "FIELD=CODE"),
        (["--category", "other", "--with", "kind"], "FIELD=CODE"),
        (["--category", "other", "--lang", "fr"], "languages"),
    ],
)
def test_what_the_city_has_not_cannot_be_explained(asked, named):
    printed = run("explain", *asked)

    assert printed.exit_code == 2
    assert named in printed.output


@pytest.mark.parametrize(
    "asked", [[], ["--last", "1", "--file", "a"], ["--file", "a"], ["--last", "0"]]
)
def test_a_replay_needs_either_cases_or_messages_with_a_mapping(asked):
    assert run("replay", *asked).exit_code == 2


def test_cases_that_would_go_elsewhere_are_listed_by_turn(other):
    cases = [
        case_accepted(category="sanitation-toilets", case_no="202603020000017"),
        case_accepted(category="consumer-prepaid", case_no="202603020000025"),
        case_accepted(category="other", case_no="202603020000033"),
    ]
    steps: list[None] = []

    found = compared(
        cases, rulebook_of(CITY), rulebook_of(CITY, other), lambda: steps.append(None)
    )

    assert found.turned == {("urban-mgmt", "housing"): ["202603020000017"]}
    assert found.otherwise == ["202603020000025"]
    assert found.now == {"urban-mgmt": 1, "market": 1, "triage": 1}
    assert (found.cases, found.elsewhere, len(steps)) == (3, 1, 3)


def test_the_latest_cases_are_the_last_accepted():
    days = [f"2026-03-{day:02d}T02:00:00Z" for day in (3, 1, 2)]
    cases = [case_accepted(accepted_at=day) for day in days]

    assert [case.accepted_at.day for case in latest(cases, 2)] == [2, 3]


def test_a_word_in_the_title_and_a_longer_word_count_more(meanings):
    water = Meaning("utilities", "water")

    assert meanings.of("停水", "垃圾没人管") == water
    assert meanings.of("求助", "垃圾没人管") == Meaning("sanitation-garbage")
    assert meanings.of("求助", "没有字") is None


def test_a_table_of_words_means_the_same_as_a_tree(tmp_path, meanings):
    path = tmp_path / "mapping.csv"
    path.write_text(
        "word,label,category,item\n垃圾,,sanitation-garbage,\n停水,,utilities,water\n"
        ",城建,sanitation,\n,城建,property,\n,教育,education-schools,\n"
    )

    assert meanings_of(path, vocabulary_of(CITY)) == meanings


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("words: {a: moon}", "a: city.yaml has no category moon"),
        ("words: {a: {category: other, item: b}}", "a: items/ has no item b"),
        ("{words: {}, labels: {a: moon}}", "label a: city.yaml has no category moon"),
        ("words: {' ': other}", "a word is empty"),
        ("labels: {}", "is no mapping"),
        ("[]", "is no mapping"),
        ("{", "is no YAML: while parsing a flow"),
    ],
)
def test_a_wrong_mapping_is_named(tmp_path, text, named):
    path = tmp_path / "mapping.yaml"
    path.write_text(text)

    with pytest.raises(RuntimeError, match=named):
        meanings_of(path, vocabulary_of(CITY))


def test_messages_are_counted_by_where_the_rules_send_them(meanings):
    trial = Trial(rulebook_of(CITY), vocabulary_of(CITY), meanings)
    messages = [
        Message("垃圾没有清运", "", "城建"),
        Message("垃圾乱收费", "", "教育"),
        Message("没有说什么", "", "教育"),
        Message("停水", "", None),
        Message("没有说什么", "", None),
    ]
    found = trial.run(messages, lambda: None)

    assert (found.messages, found.matched, found.triage, found.no_word) == (5, 4, 1, 2)
    assert found.leads == {
        "urban-mgmt": 2,
        "water-supply": 1,
        "education": 1,
        "triage": 1,
    }
    assert found.labels["教育"] == {"sanitation": 1, "triage": 1}
    assert dict(+found.agreed) == {"城建": 1}


def test_a_file_of_messages_is_replayed_and_told(tmp_path, mapping):
    path = tmp_path / "messages.jsonl.gz"
    rows = [
        {"title": "垃圾", "body": "", "category": "城建"},
        {"title": "停水", "text": "两天了"},
        {"title": None},
    ]
    with gzip.open(path, "wt") as lines:
        lines.writelines(json.dumps(row) + "\n" for row in rows)

    printed = run("replay", "--file", path, "--mapping", mapping, "--first", 2)
    assert "2 messages: 100.0% matched" in printed.output
    assert len(first(path, None)) == 3


def test_an_empty_file_of_messages_is_told(tmp_path, mapping):
    path = tmp_path / "messages.jsonl"
    path.touch()

    printed = run("replay", "--file", path, "--mapping", mapping)
    assert "holds no messages" in printed.output


@pytest.mark.parametrize("line", ["{", "[]", "7"])
def test_a_line_that_is_no_message_is_named(tmp_path, line):
    path = tmp_path / "messages.jsonl"
    path.write_text(line)

    with pytest.raises(RuntimeError, match="line 1 is no JSON object"):
        first(path, None)


def test_what_a_case_leaves_out_is_a_complaint_by_telephone():
    usual = Question(category="other")

    assert (usual.kind, usual.request_type, usual.channel) == (
        "request",
        "complaint",
        "phone",
    )
