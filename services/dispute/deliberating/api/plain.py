"""Text that people send: to be read, and nothing hidden in it."""

from typing import Annotated

from pydantic import AfterValidator, StringConstraints
from pydantic_core import PydanticCustomError

from services.kit.serving.text import LINES, of_a_line


def _a_line(text: str) -> str:
    return _read(text, frozenset())


def _lines(text: str) -> str:
    return _read(text, LINES)


def _read(text: str, allowed: frozenset[str]) -> str:
    for wrong in of_a_line("", text, allowed):
        raise PydanticCustomError("unreadable_text", "{code}", {"code": wrong.code})
    return text


MOST = 4_000
LONGEST = 20_000

Line = Annotated[
    str, StringConstraints(min_length=1, max_length=100), AfterValidator(_a_line)
]
Text = Annotated[
    str, StringConstraints(min_length=1, max_length=MOST), AfterValidator(_lines)
]
Long = Annotated[str, StringConstraints(max_length=LONGEST), AfterValidator(_lines)]
