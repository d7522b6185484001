"""Trying texts: what a city's clerk sees, without a platform."""

from pathlib import Path
from shutil import copytree

import pytest
from typer.testing import CliRunner

from tools.cli.__main__ import app

CITY = Path("deploy/config")


def run(*asked: object):
    return CliRunner().invoke(app, ["templates", *map(str, asked)])


@pytest.fixture
def city(tmp_path: Path) -> Path:
    return copytree(CITY, tmp_path / "city")


def test_the_citys_own_texts_are_in_order():
    told = run("check")

    assert told.exit_code == 0
    assert "in order" in told.output


def test_words_that_are_not_plain_are_told_by_file_and_line(city):
    path = city / "notification/templates/case/case-answered.zh.txt"
    text = path.read_text().replace("您不用做什么。", "您的事情不予办理。")
    path.write_text(text)
    line = text[: text.index("不予")].count("\n") + 1
    told = run("check", "--city", city)

    assert told.exit_code == 1
    assert f"case-answered.zh.txt:{line}: people do not say '不予'" in told.output


def test_a_fault_of_the_texts_is_told_by_file_and_line(city):
    path = city / "notification/templates/case/case-answered.zh.txt"
    path.write_text(path.read_text().replace("{{ query_code }}", "{{ shoe }}", 1))
    told = run("check", "--city", city)

    assert "case-answered.zh.txt:" in str(told.exception)
    assert "shoe" in str(told.exception)


@pytest.mark.parametrize(
    ("file", "former"), [("sending.yaml", "failures: 5"), ("webhooks.yaml", "PT5S")]
)
def test_a_fault_of_how_it_is_sent_is_told_too(city, file, former):
    path = city / "notification" / file
    path.write_text(path.read_text().replace(former, "soon", 1))

    assert file in str(run("check", "--city", city).exception)


@pytest.mark.parametrize(("form", "words"), [("letter", "Version"), ("sms", "Qinghe")])
def test_a_preview_is_shown(form, words):
    told = run("preview", "case-answered", "--form", form, "--lang", "en")

    assert told.exit_code == 0
    assert (words in told.output) == (form == "sms")
    assert "202603020000179" in told.output


@pytest.mark.parametrize(
    "wrong", [("--form", "song"), ("--lang", "fr"), ("--event", "x")]
)
def test_what_is_unknown_is_told(wrong):
    assert run("preview", "case-answered", *wrong).exit_code == 2
