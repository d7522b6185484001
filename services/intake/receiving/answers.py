"""Answers to a service's own form, and whatever else has a shape of its own."""

import json
import math
from collections.abc import Iterator
from typing import Any

from services.kit.serving.problems import FieldError
from services.kit.serving.text import LINES, control_characters, unclean

DEEPEST = 8
MOST_ANSWERS = 100_000
"""Bytes of all answers together: sealed for many departments they must still fit."""


def of_answers(answers: Any, pointer: str = "/answers") -> Iterator[FieldError]:
    """Names inside are the form's own business and are not repeated."""
    if _depth(answers) > DEEPEST:
        en = f"must be nested at most {DEEPEST} deep"
        yield FieldError(pointer, "too_deep", en, f"嵌套不能超过 {DEEPEST} 层")
        return
    leaves = list(_leaves(answers))
    if any(isinstance(leaf, str) and unclean(leaf, LINES) for leaf in leaves):
        yield control_characters(pointer)
    elif any(isinstance(leaf, float) and not math.isfinite(leaf) for leaf in leaves):
        en = "every number must be a finite one"
        yield FieldError(pointer, "not_finite", en, "数字必须是有限的")
    elif len(json.dumps(answers, ensure_ascii=False).encode()) > MOST_ANSWERS:
        en = f"must have at most {MOST_ANSWERS} bytes in all"
        zh = f"总长不能超过 {MOST_ANSWERS} 字节"
        yield FieldError(pointer, "too_long", en, zh)


def words_of(answers: Any) -> Iterator[str]:
    """Whatever stands in them as text, at any depth."""
    return (leaf for leaf in _leaves(answers) if isinstance(leaf, str))


def _depth(value: Any, limit: int = DEEPEST + 1) -> int:
    inside = _inside(value)
    if limit == 0 or not inside:
        return 0
    return 1 + max(_depth(each, limit - 1) for each in inside)


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        yield from value
    inside = _inside(value)
    for each in inside:
        yield from _leaves(each)
    if not inside:
        yield value


def _inside(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []
