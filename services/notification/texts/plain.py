"""Words that somebody of seventy understands: rules as data, told by file and line."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from services.notification.texts.forms import sentences
from services.notification.texts.marked import read_marked
from services.notification.texts.sections import Section
from services.notification.texts.templates import Text

HOLE = re.compile(r"\{\{.*?\}\}")
TAG = re.compile(r"\{%.*?%\}\n?")
IN_A_HOLE = "某某"
WORD = re.compile(r"[\w'-]+")


class Plain(BaseModel):
    """`longest`: of a sentence, in signs of Chinese or words of English."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    longest: int
    ask: tuple[str, ...]
    forbidden: tuple[str, ...]


@dataclass(frozen=True)
class PlainWords:
    rules: Mapping[str, Plain]

    def faults(self, text: Text) -> Iterator[str]:
        rule = self.rules[text.language]
        for name, section in text.sheet.parts.items():
            place = f"{text.sheet.path}:{{}}: "
            for line, words in self._of_section(rule, section, text.language):
                yield place.format(line) + words
            told = any(who in section.source for who in rule.ask)
            if name != "subject" and not told:
                words = f"{name} does not say whom to ask: {', '.join(rule.ask)}"
                yield place.format(section.line) + words

    def _of_section(
        self, rule: Plain, section: Section, language: str
    ) -> Iterator[tuple[int, str]]:
        for number, line in enumerate(section.source.splitlines(), section.line):
            for word in rule.forbidden:
                if _says(HOLE.sub("", line), word, language):
                    yield number, f"people do not say {word!r}"
        for sentence in _sentences(section.source):
            long = len(sentence) if language == "zh" else len(WORD.findall(sentence))
            if long > rule.longest:
                begins = f"a sentence of {long}, at most {rule.longest}"
                yield _line_of(section, sentence), f"{begins}: {sentence[:12]}…"


def load_plain(folder: Path) -> PlainWords:
    """Raises `RuntimeError` that names file and line."""
    marked = read_marked(folder / "plain.yaml")
    try:
        rules = TypeAdapter(dict[str, Plain]).validate_python(marked.said)
    except ValidationError as error:
        raise marked.faults(error) from None
    return PlainWords(rules)


def _line_of(section: Section, sentence: str) -> int:
    begins = sentence[:6]
    lines = enumerate(section.source.splitlines(), section.line)
    return next((n for n, line in lines if begins in _plain(line)), section.line)


def _says(line: str, word: str, language: str) -> bool:
    if language == "zh":
        return word in line
    return re.search(rf"\b{re.escape(word)}\b", line, re.IGNORECASE) is not None


def _sentences(source: str) -> Iterator[str]:
    """As they are written: all that an `if` may say, and something in each hole."""
    for paragraph in re.split(r"\n\s*\n", _plain(source)):
        yield from sentences(paragraph)


def _plain(source: str) -> str:
    return HOLE.sub(IN_A_HOLE, TAG.sub("", source))
