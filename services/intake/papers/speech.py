"""One language, as it is printed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.intake.papers.words import MONTHS
from services.intake.receiving.identifiers import CITY_TIME
from services.intake.telling.language import Language, Said, in_language
from services.kit.papers.letterhead import Names

FULL_WIDTH = str.maketrans(",:;()", "\uff0c\uff1a\uff1b\uff08\uff09")
"""Our own Chinese words as they are printed; what others wrote stays as it is."""


@dataclass(frozen=True)
class Speech:
    language: Language

    def say(self, said: Said, **named: Any) -> str:
        words = in_language(said, self.language)
        if self.language == "zh":
            words = words.translate(FULL_WIDTH)
        return words.format(**named)

    def name(self, names: Names) -> str:
        return names[self.language]

    def day(self, moment: datetime) -> str:
        """By the city's calendar."""
        local = moment.astimezone(CITY_TIME)
        if self.language == "en":
            return f"{local.day} {MONTHS[local.month - 1]} {local.year}"
        return f"{local.year}年{local.month}月{local.day}日"

    def minute(self, moment: datetime) -> str:
        """By the city's clock."""
        space = " " if self.language == "en" else ""
        return f"{self.day(moment)}{space}{moment.astimezone(CITY_TIME):%H:%M}"
