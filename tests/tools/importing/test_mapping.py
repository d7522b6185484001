"""A mapping is judged before a row is read: each fault with its line and the cure."""

from pathlib import Path

import pytest

from tests.tools.importing.mappings import PLAIN, catalogue, plan, with_form
from tools.importing.mapping.checking import demand_columns, read_mapping
from tools.importing.mapping.lines import MappingErrors

EXAMPLES = sorted(Path("deploy/import").glob("*.yaml"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_the_examples_are_right(path: Path):
    mapping, lined = read_mapping(path, catalogue())

    assert {"id", "title", "body"} <= {name for _, name in mapping.columns}
    demand_columns(mapping, lined, frozenset(name for _, name in mapping.columns))


def test_codes_stay_as_they_are_written(tmp_path: Path):
    sources = dict(plan(tmp_path).sources())

    assert sources["form", "area"].constant == "990101001"
    assert sources["form", "title"].column == "标题"
    assert sources["form", "applicant", "name"].column == "姓名"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "mapping.yaml:1: import: is required"),
        ("a: [", "mapping.yaml:1: is no YAML"),
        (PLAIN + "extra: 1\n", "mapping.yaml:14: extra: is not known here"),
        (PLAIN + "id: 标题\n", "mapping.yaml:14: id: is said twice"),
        (PLAIN + "html: maybe\n", "mapping.yaml:14: html: must be one of 'keep' or"),
        (PLAIN + "time_zone: Mars\n", "14: time_zone: is no time zone, such as Asia"),
        (PLAIN.replace("  title: 标题\n", ""), "3: form.title: is required"),
        (PLAIN.replace("paper-2020", "纸质"), "1: import: has the wrong form"),
        (with_form("titel", "标题"), "4: form.titel: is not known here"),
        (with_form("kind", "{}"), "4: form.kind: comes from one thing"),
        (with_form("kind", "{column: a, constant: b}"), "comes from one thing"),
        (with_form("kind", "{constant: wish}"), "4: form.kind.constant: wish is not"),
        (
            with_form("category", "{column: 类, values: {噪音: loud}}"),
            "4: form.category.values.噪音: loud is not in this city's data; there are",
        ),
        (
            with_form("category", "{column: 类, contains: [{words: 水, then: wet}]}"),
            "form.category.contains.0.then: wet is not",
        ),
        (with_form("area", "{constant: 1}"), "area.constant: 1 is not"),
        (with_form("title", "{column: 标题, cut: 0}"), "title.cut: must be at least 1"),
        (
            PLAIN.replace(":\n    name: 姓名", ": 姓名"),
            "form.applicant: has entries of its own",
        ),
        (
            PLAIN.replace("%Y-%m-%d %H:%M", "%Y-%m"),
            "13: received_at.date.0: is no date format: write `iso`",
        ),
    ],
)
def test_each_fault_is_told_with_its_line(tmp_path: Path, text: str, said: str):
    with pytest.raises(MappingErrors) as told:
        plan(tmp_path, text)

    assert said in str(told.value)


def test_all_faults_are_told_at_once(tmp_path: Path):
    text = with_form("kind", "{constant: wish}", with_form("area", "{constant: 1}"))
    with pytest.raises(MappingErrors) as told:
        plan(tmp_path, text)

    assert len(str(told.value).splitlines()) == 2


def test_a_column_that_is_not_there_is_told_with_those_that_are(tmp_path: Path):
    (tmp_path / "a.yaml").write_text(PLAIN)
    mapping, lined = read_mapping(tmp_path / "a.yaml", catalogue())
    with pytest.raises(MappingErrors) as told:
        demand_columns(mapping, lined, frozenset({"编号", "姓名", "内容", "时间"}))

    words, there = str(told.value).split("; ")
    assert words == "a.yaml:9: form.title: the file has no column 标题"
    assert there == "it has 内容, 姓名, 时间, 编号"


def test_no_mapping_at_all(tmp_path: Path):
    with pytest.raises(MappingErrors, match="is the name right"):
        read_mapping(tmp_path / "none.yaml", catalogue())
