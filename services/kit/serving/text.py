"""Text that paper could hold: no control characters, nothing that hides or turns."""

import re
import unicodedata
from collections.abc import Iterator

from services.kit.serving.problems import FieldError

LINES = frozenset("\n\r\t")
TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that make text read otherwise than it is stored."""


UNCLEAN = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff" + "".join(sorted(TURNS)) + "]")
"""Unicode's Cc and Cs, and the marks that turn."""


SHOWS = frozenset("LNPS")
"""Unicode's letters, numbers, signs and symbols: all others leave the paper white."""
BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and signs that are white nevertheless."""


def unclean(text: str, allowed: frozenset[str] = frozenset()) -> bool:
    return any(found[0] not in allowed for found in UNCLEAN.finditer(text))


def clean(text: str) -> str:
    """The same without what paper could not hold; for what nobody can be asked."""
    return "".join(each for each in text if not unclean(each, LINES)).strip()


def invisible(text: str) -> bool:
    """Nothing of it can be seen, though it is not empty."""
    return bool(text) and all(
        each in BLANKS or unicodedata.category(each)[0] not in SHOWS for each in text
    )


def of_a_line(
    pointer: str, text: str | None, allowed: frozenset[str] = frozenset()
) -> Iterator[FieldError]:
    if text and unclean(text, allowed):
        yield control_characters(pointer)
    elif text and invisible(text):
        en, zh = "has nothing that can be read", "没有可以看到的文字"
        yield FieldError(pointer, "invisible", en, zh)


def of_many_lines(pointer: str, text: str) -> Iterator[FieldError]:
    yield from of_a_line(pointer, text, LINES)


def control_characters(pointer: str) -> FieldError:
    en = "has control characters: type it again as plain text"
    return FieldError(pointer, "control_characters", en, "含有控制字符,请改为普通文字")
