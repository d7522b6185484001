"""Each field comes from where the mapping says; what is wrong is told by its name."""

from pathlib import Path
from typing import Any

import pytest

from services.intake.receiving.rows import ImportRow
from tests.tools.importing.files_of_rows import NAMES, ROWS
from tests.tools.importing.mappings import ANSWERED, PLAIN, plan, with_form
from tools.importing import cleaning
from tools.importing.cleaning import Cleaning
from tools.importing.files.row import FileRow
from tools.importing.turning import Turned, Turning

FIRST = dict(zip(NAMES, ROWS[0], strict=True))


def turned(folder: Path, text: str = PLAIN, **changed: str) -> Turned:
    mapping = plan(folder, text)
    row = FileRow(2, FIRST | changed)
    return Turning(mapping, Cleaning(mapping.html == "strip")).turned(row)


def body(*given: Any, **changed: str) -> dict[str, Any]:
    found = turned(*given, **changed)
    assert found.body is not None, found.wrong
    return found.body


def field(folder: Path, source: str, **changed: str) -> str | None:
    """Of a field that may be anything."""
    form = body(folder, with_form("answers", f"{{any: {source}}}"), **changed)["form"]
    found: str | None = form.get("answers", {}).get("any")
    return found


def codes(found: Turned) -> dict[str, str]:
    return {wrong.field: wrong.code for wrong in found.wrong}


def test_a_row_becomes_what_the_window_takes(tmp_path: Path):
    sent = body(tmp_path)
    row = ImportRow.model_validate(sent)

    assert (row.id, row.form.title, row.answer) == ("1", "路灯不亮", None)
    assert row.form.applicant is not None
    assert row.form.applicant.name == "张三"
    assert sent["received_at"] == "2020-03-02T09:00:00+08:00"


def test_an_answer_comes_with_its_own_date(tmp_path: Path):
    lives = body(tmp_path, ANSWERED)
    over = body(tmp_path, ANSWERED, 答复="已修好。", 答复时间="2020/03/09")

    assert "answer" not in lives
    assert over["answer"] == "已修好。"
    assert over["answered_at"] == "2020-03-09T00:00:00+08:00"


@pytest.mark.parametrize(
    ("source", "changed", "became"),
    [
        ("标题", {}, "路灯不亮"),
        ("标题", {"标题": "  "}, None),
        ("{columns: [姓名, 无, 标题], join: '、'}", {}, "张三、路灯不亮"),
        ("{column: 标题, values: {路灯不亮: zero, 其他: one}}", {}, "zero"),
        ("{column: 标题, values: {灯: zero}, otherwise: two}", {}, "two"),
        ("{column: 无, values: {灯: zero}}", {}, None),
        ("{column: 无, otherwise: two}", {}, "two"),
        ("{column: 标题, contains: [{words: [水, 灯], then: six}]}", {}, "six"),
        ("{column: 无, contains: [{words: 水, then: 'a'}], otherwise: b}", {}, "b"),
        ("{column: 标题, cut: 3}", {}, "路灯…"),
        ("{column: 标题, cut: 4}", {}, "路灯不亮"),
    ],
)
def test_every_kind_of_source(tmp_path: Path, source, changed, became):
    assert field(tmp_path, source, **changed) == became


def test_a_word_without_a_code_is_told_and_not_repeated(tmp_path: Path):
    known = "{column: 标题, values: {停水: utilities}}"
    found = turned(tmp_path, with_form("category", known))
    ruled = turned(
        tmp_path,
        with_form(
            "category", "{column: 标题, contains: [{words: 水, then: utilities}]}"
        ),
    )

    assert codes(found) == codes(ruled) == {"form.category": "not_mapped"}
    assert "路灯" not in found.wrong[0].words


def test_every_fault_of_a_row_is_told(tmp_path: Path):
    known = "{column: 标题, values: {停水: utilities}}"
    found = turned(tmp_path, with_form("category", known), 时间="昨天")

    assert codes(found) == {"form.category": "not_mapped", "received_at": "no_date"}
    assert found.id == "1"


def test_a_row_without_an_id_is_nothing(tmp_path: Path):
    assert codes(turned(tmp_path, 编号=" ")) == {"id": "missing"}


def test_several_columns_can_make_the_id(tmp_path: Path):
    both = PLAIN.replace("id: 编号", "id: [编号, 姓名]")

    assert body(tmp_path, both)["id"] == "1\x1f张三"
    assert codes(turned(tmp_path, both, 姓名="")) == {"id": "missing"}


@pytest.mark.parametrize(
    ("written", "zone", "moment"),
    [
        ("2020-03-02 09:00", "", "2020-03-02T09:00:00+08:00"),
        ("2020-03-02T01:00:00Z", "", "2020-03-02T01:00:00+00:00"),
        ("2020-03-02 09:00", "time_zone: UTC\n", "2020-03-02T09:00:00+00:00"),
    ],
)
def test_dates_have_a_zone(tmp_path: Path, written, zone, moment):
    assert body(tmp_path, PLAIN + zone, 时间=written)["received_at"] == moment


def test_a_day_is_a_day_of_the_zone(tmp_path: Path):
    text = with_form("happened_on", '{column: 时间, date: "%Y-%m-%d %H:%M"}')

    assert body(tmp_path, text)["form"]["happened_on"] == "2020-03-02"


def test_nobody_is_named_where_nothing_is_known(tmp_path: Path):
    assert "applicant" not in body(tmp_path, 姓名="")["form"]


def test_what_paper_cannot_hold_is_taken_out_and_said(tmp_path: Path):
    dirty = {"标题": "路灯\n不\t亮\x07", "内容": "第一行\n\t第二行\x00\u202e\ud800😀"}
    found = turned(tmp_path, PLAIN, **dirty)

    assert found.body is not None
    assert found.body["form"]["title"] == "路灯 不 亮"
    assert found.body["form"]["text"] == "第一行\n\t第二行😀"
    assert found.marks == {cleaning.CONTROL, cleaning.ONE_LINE}


def test_html_becomes_text_where_the_mapping_says_so(tmp_path: Path):
    text = (
        '<p class="a">一&nbsp;二<br/>三</p><script>x()</script>'
        "价格 < 5 元,<A市居民> 问 &is;<b>四</b>"
    )
    kept = turned(tmp_path, PLAIN, 内容=text)
    read = turned(tmp_path, PLAIN + "html: strip\n", 内容=text)

    assert kept.body is not None
    assert read.body is not None
    assert kept.body["form"]["text"] == text
    assert read.body["form"]["text"] == (
        "一\xa0二\n三\n价格 < 5 元,<A市居民> 问 &is;四"
    )
    assert (kept.marks, read.marks) == (frozenset(), {cleaning.HTML})


def test_a_rant_is_cut_only_where_the_mapping_says_so(tmp_path: Path):
    rant = "长" * 30_000
    whole = body(tmp_path, PLAIN, 内容=rant)
    cut = turned(tmp_path, with_form("text", "{column: 内容, cut: 20000}"), 内容=rant)

    assert whole["form"]["text"] == rant
    assert cut.body is not None
    assert len(cut.body["form"]["text"]) == 20_000
    assert cut.marks == {cleaning.CUT}
