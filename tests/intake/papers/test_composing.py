"""Every kind of paper says what the law and the resident ask of it."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from services.intake.papers import words
from services.intake.papers.facts import Answer, Receipt
from services.intake.papers.paper import KINDS, Paper
from services.intake.papers.speech import Speech
from tests.intake.papers.samples import CASE_NO, MATTER, TOLD, paper

LANGUAGES = ("zh", "en")
every = pytest.mark.parametrize("kind", KINDS)
in_each = pytest.mark.parametrize("language", LANGUAGES)


def text_of(paper: Paper) -> str:
    return paper.model_dump_json()


@every
@in_each
def test_each_names_itself_the_case_the_office_and_the_day(kind, language):
    made = paper(TOLD[kind], language)

    assert made.kind == kind
    assert made.title == words.TITLES[kind][LANGUAGES.index(language)]
    assert made.rows[0].value == CASE_NO
    assert f"{CASE_NO}-01" in made.number_label
    day = "2026年11月28日" if language == "zh" else "28 November 2026"
    assert made.date == day
    assert made.city
    assert made.office


@every
@in_each
def test_no_sentence_has_a_hole_in_it(kind, language):
    made = text_of(paper(TOLD[kind], language).model_copy(update={"page": ""}))
    said = made.replace('"points":[]', "").replace('"lines":[]', "")

    assert not re.search(r"\{\w*\}|None", said)


@every
def test_only_the_receipt_shows_the_query_code_and_no_link_does(kind):
    made = paper(TOLD[kind])

    assert made.link == f"https://window.example/v1/progress/{CASE_NO}"
    assert ("K7QXM4" in text_of(made)) == (kind == "receipt")


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("receipt", ["居民身份证复印件", "3 份", "不收费", "20个工作日"]),
        ("receipt", ["高龄津贴申领（第 3 版）", "12345"]),
        ("acceptance", ["由我们负责到底", "2026年11月28日00:30"]),
        ("correction", ["有 1 处", "申请表·联系电话", "没有填写", "怎么办：写上"]),
        ("correction", ["2026年12月25日18:00前补齐", "带上户口簿。"]),
        (
            "decline",
            [
                "正在法院审理",
                "到青石街18号\\n请按法定",
            ],
        ),
        ("decline", ["打 12345 投诉", "行政复议", "行政诉讼法"]),
        ("hand_over", ["邻市民政局", "您不用再跑一趟", "身份证复印件", "12345转2"]),
        ("withdrawal", ["按您的意思", "2026年11月28日撤回"]),
        ("answer", ["已经核发。", "已解决", "人民法院"]),
        (
            "deemed_acceptance",
            ["行政许可法》第三十二条", "（2026年11月28日）起就是受理"],
        ),
    ],
)
def test_what_each_has_to_say(kind, said):
    made = text_of(paper(TOLD[kind]))

    assert [words for words in said if words not in made] == []


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"receipt", "acceptance"}))
def test_what_is_over_or_waits_for_the_resident_promises_no_time(kind):
    labels = {row.label for row in paper(TOLD[kind]).rows}

    assert ("办理期限" in labels) == (kind == "deemed_acceptance")


def test_what_is_not_known_leaves_no_line():
    bare = replace(MATTER, applicant=None, title=None, item=None, fee=None, limit=None)
    made = paper(Receipt(None), matter=bare)

    assert [row.label for row in made.rows] == ["办件号", "收到时间"]
    assert made.code is None
    assert made.caption == "扫码查进度"


def test_an_item_without_versions_stands_alone():
    made = paper(Receipt("K7QXM4"), matter=replace(MATTER, item_version=None))

    assert "高龄津贴申领" in [row.value for row in made.rows]


def test_an_erased_answer_says_whom_to_ask():
    assert "请打 12345 查询" in text_of(paper(Answer(None)))


def test_another_office_issues_in_its_own_name():
    matter = replace(MATTER, office={"zh": "民政局", "en": "Civil Affairs"})

    assert paper(TOLD["answer"], matter=matter).office == "民政局"


def test_what_others_wrote_is_not_made_prettier():
    made = paper(Answer("甲,乙:丙;(丁) {help_line}"))

    assert "甲,乙:丙;(丁) {help_line}" in text_of(made)


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_has_its_name(month):
    day = datetime(2026, month, 3, tzinfo=UTC)

    assert Speech("en").day(day) == day.strftime("%-d %B %Y")
    assert Speech("zh").day(day) == f"2026年{month}月3日"
