"""A file of residents' messages, put to the rules without filing anything."""

import gzip
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from services.routing.rules.rulebook import Rulebook
from services.routing.rules.vocabulary import Vocabulary
from tools.rules.comparing import TRIAGE
from tools.rules.mapping import Meaning, Meanings
from tools.rules.question import Question

NO_WORDS = "other"
"""The category of a message of which no word is known; it is left to a person."""


@dataclass(frozen=True)
class Message:
    title: str
    text: str
    label: str | None


@dataclass
class Outcome:
    messages: int = 0
    matched: int = 0
    no_word: int = 0
    """Of those left to a person: no word of theirs is in the mapping."""
    categories: Counter[str] = field(default_factory=Counter)
    leads: Counter[str] = field(default_factory=Counter)
    labels: dict[str, Counter[str]] = field(default_factory=dict)
    """By label: the top categories that its messages were found to be about."""
    agreed: Counter[str] = field(default_factory=Counter)
    """By label: those found in a category that the mapping gives to the label."""

    @property
    def triage(self) -> int:
        return self.messages - self.matched


def messages_of(path: Path) -> Iterator[Message]:
    """Raises `RuntimeError` that names the file and the line."""
    opened = gzip.open if path.suffix == ".gz" else open
    try:
        with opened(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                yield _message(path, number, line)
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise RuntimeError(f"{path}: {error}") from error


def first(path: Path, last: int | None) -> list[Message]:
    return list(islice(messages_of(path), last))


@dataclass(frozen=True)
class Trial:
    rules: Rulebook
    words: Vocabulary
    meanings: Meanings

    def run(self, messages: Iterable[Message], step: Callable[[], None]) -> Outcome:
        outcome = Outcome()
        for message in messages:
            self._take(message, outcome)
            step()
        return outcome

    def _take(self, message: Message, outcome: Outcome) -> None:
        told = self.meanings.of(message.title, message.text)
        outcome.messages += 1
        outcome.no_word += told is None
        meaning = told or self.meanings.of_label(message.label) or Meaning(NO_WORDS)
        case = Question(category=meaning.category, item=meaning.item)
        lead = self.rules.ruling(case).lead
        outcome.matched += lead is not None
        outcome.categories[meaning.category] += 1
        outcome.leads[lead or TRIAGE] += 1
        if message.label:
            self._judge(message.label, told, outcome)

    def _judge(self, label: str, told: Meaning | None, outcome: Outcome) -> None:
        """By the words alone: a label would only agree with itself."""
        path = self.words.path(told.category) if told else ()
        found = outcome.labels.setdefault(label, Counter())
        found[path[-1] if path else TRIAGE] += 1
        outcome.agreed[label] += not set(path).isdisjoint(
            self.meanings.labels.get(label, ())
        )


def _message(path: Path, number: int, line: str) -> Message:
    try:
        row: dict[str, Any] = json.loads(line)
        title = row.get("title") or ""
        text = row.get("text") or row.get("body") or ""
        return Message(str(title), str(text), row.get("category"))
    except (ValueError, AttributeError) as error:
        raise RuntimeError(f"{path}: line {number} is no JSON object") from error
