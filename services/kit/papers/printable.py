"""Text as paper takes it: nothing invisible that acts, and no line without an end."""

import re
import unicodedata
from collections.abc import Iterator

from services.kit.serving.text import clean

MAY_BREAK = "\u200b"
LONGEST = 24
"""Characters that may stand together; more of them may be broken anywhere."""
HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
TOGETHER = re.compile(rf"[^\s{HAN}]{{{LONGEST + 1},}}")
BLANK_LINES = re.compile(r"\n\s*\n\s*")
AS_SPACE = dict.fromkeys(map(ord, "\t\u00a0\u2007\u202f"), " ")
GLUE = dict.fromkeys(map(ord, "\u2060\ufeff\u200b"))
BREAKS = dict.fromkeys(map(ord, "\u2028\u2029"), "\n")


def printable(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    plain = clean(lines.translate(AS_SPACE | GLUE | BREAKS))
    return TOGETHER.sub(_loosened, BLANK_LINES.sub("\n", plain))


def _loosened(run: re.Match[str]) -> str:
    return "".join(_with_breaks(run[0]))


def _with_breaks(run: str) -> Iterator[str]:
    """Between characters, never within one that several code points make."""
    joined = True
    for character in run:
        belongs = unicodedata.category(character) in {"Mn", "Mc", "Me", "Cf", "Sk"}
        if not joined and not belongs:
            yield MAY_BREAK
        joined = character == "\u200d"
        yield character
