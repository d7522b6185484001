"""Which of the two languages somebody reads, and how a date is written in it."""

from datetime import datetime
from typing import Literal

from services.intake.receiving.identifiers import CITY_TIME

Language = Literal["zh", "en"]
Said = tuple[str, str]
"""Chinese, English."""


def in_language(said: Said, language: str) -> str:
    return said[0] if language == "zh" else said[1]


def date(moment: datetime, language: str) -> str:
    """In the city's time, to the minute."""
    local = moment.astimezone(CITY_TIME)
    if language == "en":
        return f"{local:%Y-%m-%d %H:%M}"
    return f"{local.year}年{local.month}月{local.day}日{local:%H:%M}"


def language_of(accepted: str) -> Language:
    """`zh` unless an `Accept-Language` header likes English better."""
    liked = {"zh": 0.0, "en": 0.0}
    for wish in accepted.split(",")[:20]:
        tag, _, weight = wish.partition(";")
        name = tag.strip().lower().partition("-")[0]
        if name in liked:
            liked[name] = max(liked[name], _weight(weight))
    return "en" if liked["en"] > liked["zh"] else "zh"


def _weight(text: str) -> float:
    name, _, value = text.strip().partition("=")
    try:
        return float(value) if name == "q" else 1.0
    except ValueError:
        return 0.0
