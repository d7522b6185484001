"""A text as somebody says it: bounded, and nothing in it that paper could not hold."""

from pydantic import Field

from contracts.sealed import Plaintext
from services.kit.serving.problems import Refused
from services.kit.serving.text import of_many_lines

LONGEST = 20_000


class Said(Plaintext):
    """What a sealed word holds; exists in memory only."""

    text: str = Field(min_length=1, max_length=LONGEST)


def demand_clean(text: str) -> None:
    errors = tuple(of_many_lines("/text", text))
    if errors:
        en, zh = "some fields need correcting", "有内容需要更正"
        raise Refused("invalid", en, zh, 422, errors=errors)
