"""Words that somebody of seventy understands."""

from pathlib import Path

import pytest

from services.notification.texts.holes import part_of
from services.notification.texts.plain import load_plain
from services.notification.texts.sections import read_sheet
from services.notification.texts.templates import LANGUAGES, Text
from tests.notification.world import CITY, loaded

TEMPLATES = loaded().templates
PLAIN = load_plain(CITY / "notification")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", TEMPLATES.names)
def test_every_text_is_in_plain_words(name: str, language: str) -> None:
    assert list(PLAIN.faults(TEMPLATES.text(name, language))) == []


def _text(path: Path, language: str, body: str) -> Text:
    path.write_text(f"Version: 1\nSubject: x\n\n{body}\n")
    sheet = read_sheet(path)
    parts = {name: part_of(sheet, part) for name, part in sheet.parts.items()}
    return Text(language, "1", parts, sheet)


@pytest.mark.parametrize(
    ("language", "body", "fault"),
    [
        ("zh", "请打 12345。\n您的申请不予受理。", ":5: people do not say '不予'"),
        ("zh", "请打 12345。\n" + "很长" * 30 + "。", ":5: a sentence of 61"),
        ("zh", "请找窗口。", ":4: body does not say whom to ask"),
        ("en", "Call 12345.\nYou shall come.", ":5: people do not say 'shall'"),
        ("en", "Call 12345 " + "and so on " * 9 + ".", ":4: a sentence of 29"),
    ],
)
def test_what_is_not_plain_is_told_by_its_line(
    tmp_path: Path, language: str, body: str, fault: str
) -> None:
    text = _text(tmp_path / f"a.{language}.txt", language, body)

    assert [fault in told for told in PLAIN.faults(text)] == [True]
