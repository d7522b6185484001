"""Text that paper could hold: no control characters, nothing that hides or turns."""

import re
from collections.abc import Iterator

from services.kit.serving.problems import FieldError

LINES = frozenset("\n\r\t")
TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that make text read otherwise than it is stored."""


UNCLEAN = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff" + "".join(sorted(TURNS)) + "]")
"""Unicode's Cc and Cs, and the marks that turn."""


def unclean(text: str, allowed: frozenset[str] = frozenset()) -> bool:
    return any(found[0] not in allowed for found in UNCLEAN.finditer(text))


def clean(text: str) -> str:
    """The same without what paper could not hold; for what nobody can be asked."""
    return "".join(each for each in text if not unclean(each, LINES)).strip()


def of_a_line(pointer: str, text: str | None) -> Iterator[FieldError]:
    if text and unclean(text):
        yield control_characters(pointer)


def of_many_lines(pointer: str, text: str) -> Iterator[FieldError]:
    if unclean(text, LINES):
        yield control_characters(pointer)


def control_characters(pointer: str) -> FieldError:
    en = "has control characters: type it again as plain text"
    return FieldError(pointer, "control_characters", en, "含有控制字符,请改为普通文字")
