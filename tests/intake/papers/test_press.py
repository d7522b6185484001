"""On paper: everything is there, on A4, in order, and text stays text."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from services.intake.papers.facts import Answer, Correction
from services.intake.papers.paper import KINDS, TEMPLATE
from services.kit.papers import press as pressing
from services.kit.papers.press import Press, font_folder, load_fonts
from services.kit.papers.printable import MAY_BREAK
from tests.intake.papers.samples import (
    DUE,
    LACKING,
    MATTER,
    TOLD,
    body,
    names,
    pages,
    paper,
    press,
    printed,
)

A4 = (595, 842)
HOSTILE = [
    '#panic("x")',
    '#import "/etc/passwd": *',
    '#read("paper.typ")',
    "*bold* _it_ $x^2$ @ref <label> `raw`",
    "= Heading",
    "- item",
    "// comment /* open",
    "\\u{41} \\# ~ -- --- ...",
    "{page} of {pages} {help_line}",
    '"); #panic("',
    "https://a.example/?q=1&b=2",
    "]} ) ( { [",
]
RARE = "喆䶮堃旻犇㛃𠮷镕"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("large", [False, True])
def test_every_word_of_every_paper_is_printed(kind, language, large):
    made = paper(TOLD[kind], language, large)
    text = printed(TOLD[kind], language, large).replace(" ", "")

    said = [made.title, made.city, made.office, made.opening, made.date, made.seal]
    said += [each for row in made.rows for each in (row.label, row.value)]
    said += [section.text for section in made.sections]
    said += [*made.signatures, made.caption, made.number_label]
    wanted = ["".join(each.split()) for each in said]
    assert [each for each in wanted if each not in text] == []


def test_it_is_a4_and_says_what_it_is():
    reader = PdfReader(BytesIO(press().pdf(paper(TOLD["receipt"]))))

    assert (*map(round, reader.pages[0].mediabox[2:]),) == A4
    assert reader.metadata is not None
    assert reader.metadata.title == "收件回执"
    assert reader.metadata.author == "清河市"
    assert reader.trailer["/Root"]["/Lang"] == "zh-CN"


@pytest.mark.parametrize("large", [False, True])
def test_large_print_is_large(large):
    sizes = set()
    reader = PdfReader(BytesIO(press().pdf(paper(TOLD["receipt"], large=large))))

    def seen(text, _cm, tm, _font, _size):
        if text.strip():
            sizes.add(round(abs(tm[0] or tm[1]) * _size, 1))

    reader.pages[0].extract_text(visitor_text=seen)
    assert (18 in sizes) == large
    assert (12 in sizes) != large
    assert min(sizes) >= (16 if large else 9)


def test_the_same_paper_is_the_same_bytes():
    first, again = Press(load_fonts(font_folder()), TEMPLATE), press()

    assert first.pdf(paper(TOLD["answer"])) == again.pdf(paper(TOLD["answer"]))


def test_the_day_it_was_issued_is_the_day_it_was_made():
    reader = PdfReader(BytesIO(press().pdf(paper(TOLD["receipt"]))))

    assert reader.metadata is not None
    made = reader.metadata.creation_date
    assert made is not None
    assert made.astimezone(UTC) == datetime(2026, 11, 27, 16, 30, tzinfo=UTC)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_write_is_text(text):
    matter = replace(MATTER, title=text, applicant=text)
    pdf = press().pdf(paper(Answer(f"前{text}后"), matter=matter))

    bare = "".join(pages(pdf)).replace(" ", "")
    assert f"前{text}后".replace(" ", "") in bare
    assert bare.count(text.replace(" ", "")) == 3


def test_rare_characters_of_names_are_printed():
    assert RARE in printed(Answer(RARE))


def test_every_character_of_gb2312_is_in_the_font():
    codes = (
        bytes([row, cell]) for row in range(0xB0, 0xF8) for cell in range(0xA1, 255)
    )
    common = "".join(code.decode("gb2312", "ignore") for code in codes)

    assert len(common) == 6763
    assert common in printed(Answer(common))


def test_what_the_font_lacks_is_a_box_and_hurts_nothing():
    text = printed(Answer("前😀\u0007\u202e🏠后"))

    assert "前\x00\x00后" in text


@settings(max_examples=40)
@given(st.text(st.characters(codec="utf-8"), max_size=300))
def test_no_text_stops_the_press(text):
    assert press().pdf(paper(Answer(text or "-"))).startswith(b"%PDF-")


@pytest.mark.parametrize("large", [False, True])
def test_a_long_answer_flows_and_every_page_says_which_it_is(large):
    text = "".join(f"第{number}点,已经办理。" for number in range(2_000))[:20_000]
    pdf = press().pdf(paper(Answer(text), large=large))
    found = pages(pdf)

    assert text in body(pdf)
    assert len(found) > 10
    for place, each in enumerate(found, start=1):
        assert f"编号：{MATTER.number}" in each
        assert f"第 {place} 页，共 {len(found)} 页" in each


def test_fifty_corrections_are_all_there():
    lacking = tuple(replace(LACKING, field=names(f"第{n}栏")) for n in range(1, 51))
    found = printed(Correction(lacking, DUE))

    assert [n for n in range(1, 51) if f"{n}. 第{n}栏" not in found] == []
    assert found.count("没有填写") == 50


@pytest.mark.parametrize("word", ["W" * 400, "！" * 400, "(" * 400, "é" * 400])
def test_a_word_without_an_end_stays_on_the_paper(word):
    pdf = press().pdf(paper(Answer(word)))
    lines = PdfReader(BytesIO(pdf)).pages[0].extract_text().splitlines()

    assert word in body(pdf)
    assert max(len(line.replace(MAY_BREAK, "")) for line in lines) < 120


async def test_many_at_once_wait_for_each_other():
    made = await asyncio.gather(
        *(press().print(paper(TOLD[kind])) for kind in KINDS * 3)
    )

    assert len({*made}) == len(KINDS)


def test_the_last_page_is_never_a_seal_alone():
    for length in range(0, 900, 60):
        found = pages(press().pdf(paper(Answer("字" * length + "。"))))
        assert "印章" in found[-1]
        assert "没有解决" in found[-1]


def test_the_qr_code_is_read_out_to_who_cannot_see_it():
    made = paper(TOLD["receipt"])
    reader = PdfReader(BytesIO(press().pdf(made)))
    numbers = {*reader.xref_objStm, *reader.xref[0]}
    objects = (reader.get_object(number) for number in sorted(numbers))

    alts = [each["/Alt"] for each in objects if "/Alt" in (each or "")]
    assert alts == [made.link]


def test_the_template_reads_nothing_but_what_it_is_given():
    assert [file.name for file in TEMPLATE.parent.iterdir()] == ["paper.typ"]
    source = TEMPLATE.read_text()
    for way in ("#import", "#include", "read(", "eval("):
        assert way not in source


def test_without_the_font_it_says_what_to_do(tmp_path: Path, monkeypatch):
    with pytest.raises(RuntimeError, match="make setup"):
        load_fonts(tmp_path)
    monkeypatch.setattr(pressing, "FONT_PACKAGE", "a_font_that_is_not_there")
    with pytest.raises(RuntimeError, match="make setup"):
        font_folder()
