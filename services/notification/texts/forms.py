"""How one text is given: as a letter, in large print, as an SMS, or read out."""

import re
from collections.abc import Iterator
from textwrap import wrap
from typing import Literal, get_args
from unicodedata import east_asian_width

Form = Literal["letter", "large", "sms", "voice"]
FORMS: tuple[Form, ...] = get_args(Form)

FORM_OF: dict[str, Form] = {"sms": "sms", "voice": "voice", "call": "voice"}
"""By channel; every other takes the letter."""

LARGE_COLUMNS = 40
"""Of a line of large print: 20 Chinese characters at 22 points fill a page's width."""

SMS_PART = 67
"""Characters of each part of a long SMS; a Chinese one alone has 70."""

SMS_ALONE, SMS_PARTS = 70, 2

LONG_NUMBER = re.compile(r"\d{5,}")
CODE = re.compile(
    r"(?<![A-Za-z0-9])(?=[A-Z0-9]*[A-Z])(?=[A-Z0-9]*\d)[A-Z0-9]{4,12}(?![A-Za-z0-9])"
)
CLOCK = re.compile(r"(?<!\d)(\d{1,2}):(\d{2})(?!\d)")
CHINESE = dict(zip("0123456789", "零幺二三四五六七八九", strict=True))
"""As numbers are read out over the telephone."""

WIDE_STOPS = "\u3002\uff01\uff1f\uff1a\uff1b"
BREAKS_OFF = (",", "\uff0c", "\u3001")
CLINGS = f"{WIDE_STOPS}\uff0c\u3001\uff09\u300b\u201d,.;:!?)"
"""Never begin a line."""

SENTENCE = re.compile(r"(?<=[\u3002\uff01\uff1f])(?=\S)|(?<=[\u4e00-\u9fff][!?])(?=\S)")
ENGLISH_SENTENCE = re.compile(r"(?<=[.!?]) +(?=[A-Z])")


def large(text: str) -> str:
    """Each sentence on short lines of its own, with air between the paragraphs."""
    paragraphs = [part for part in re.split(r"\n\s*\n", text.strip()) if part]
    return "\n\n".join(_large(part) for part in paragraphs) + "\n"


def sentences(paragraph: str) -> Iterator[str]:
    """A line that breaks off in the middle goes on in the next one."""
    whole = ""
    for line in (each.strip() for each in paragraph.splitlines()):
        goes_on = whole.endswith(BREAKS_OFF) or line[:1].islower()
        gap = " " if whole and whole[-1].isascii() and line[:1].isascii() else ""
        whole += (gap if goes_on and "://" not in line else "\n") + line
    for line in whole.splitlines():
        for part in SENTENCE.split(line):
            yield from (each.strip() for each in ENGLISH_SENTENCE.split(part) if each)


def _large(paragraph: str) -> str:
    return "\n".join(row for each in sentences(paragraph) for row in _rows(each))


def _rows(sentence: str) -> list[str]:
    """An address of a page is one word, and stays whole."""
    if all(ord(sign) < 0x2E80 for sign in sentence):
        return wrap(sentence, LARGE_COLUMNS, break_long_words=False)
    rows, row = list[str](), ""
    for piece in re.findall(r"[!-~]+|.", sentence):
        full = _columns(row + piece) > LARGE_COLUMNS
        if row and full and piece not in CLINGS:
            rows.append(row.strip())
            row = ""
        row += piece
    return [*rows, row.strip()]


def _columns(text: str) -> int:
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def spoken(text: str, language: str) -> str:
    """Numbers sign by sign, as they are said over the telephone; the time as it is."""
    if language == "zh":
        text = CLOCK.sub(lambda m: _chinese_time(m[1], m[2]), text)
    read_out = CODE.sub(lambda m: _apart(m[0], language), text)
    return LONG_NUMBER.sub(lambda m: _apart(m[0], language), read_out)


def _chinese_time(hour: str, minute: str) -> str:
    return f"{int(hour)}点" + (f"{int(minute)}分" if int(minute) else "")


def _apart(signs: str, language: str) -> str:
    """In groups of four, with a breath between them."""
    said = [CHINESE.get(sign, sign) if language == "zh" else sign for sign in signs]
    if len(said) <= 6:
        return ("" if language == "zh" and signs.isdecimal() else " ").join(said)
    joiner, breath = ("", "\uff0c") if language == "zh" else (" ", ", ")
    groups = (said[start : start + 4] for start in range(0, len(said), 4))
    return breath.join(joiner.join(group) for group in groups)


def sms_length_fault(text: str) -> str | None:
    """With its signature; counted as gateways count Chinese, in any language."""
    most = SMS_PART * SMS_PARTS
    if len(text) <= SMS_ALONE or len(text) <= most:
        return None
    return f"{len(text)} characters with the signature; an SMS has at most {most}"
