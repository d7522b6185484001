"""Which words of a message speak of which category: a file the city writes itself.

CSV with the columns `word`, `category` and, where needed, `item`; a row with `label`
instead of `word` says what a label of another system means. YAML: `words` (a word to a
category, or to `{category, item}`) and `labels` (a label to a category or to several).
"""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from services.kit.running.city_data import from_yaml
from services.routing.rules.vocabulary import Vocabulary

IN_TITLE = 3
"""A word in the title counts so many times as much as one in the text."""


class Meaning(NamedTuple):
    category: str
    item: str | None = None


@dataclass(frozen=True)
class Meanings:
    words: Mapping[str, Meaning]
    labels: Mapping[str, tuple[str, ...]]

    def of(self, title: str, text: str) -> Meaning | None:
        """What most of the words speak of, longer ones counting more; or nothing."""
        weights: Counter[Meaning] = Counter()
        for word, meaning in self.words.items():
            times = IN_TITLE * (word in title) + (word in text)
            if times:
                weights[meaning] += times * len(word)
        return max(weights, key=weights.__getitem__) if weights else None

    def of_label(self, label: str | None) -> Meaning | None:
        """Only where a label means one category and no other."""
        categories = self.labels.get(label or "", ())
        return Meaning(categories[0]) if len(categories) == 1 else None


def meanings_of(path: Path, words: Vocabulary) -> Meanings:
    """Raises `RuntimeError` that names the file and the entry."""
    try:
        text = path.read_text()
        found = _of_rows(text) if path.suffix == ".csv" else _of_tree(text)
    except yaml.YAMLError as error:
        raise RuntimeError(f"{path}: is no YAML: {error}") from error
    except (OSError, KeyError, TypeError, AttributeError) as error:
        raise RuntimeError(f"{path}: is no mapping: {error!r}") from error
    wrong = list(_faults(found, words))
    if wrong:
        raise RuntimeError(f"{path}: " + "; ".join(wrong))
    return found


def _of_rows(text: str) -> Meanings:
    words: dict[str, Meaning] = {}
    labels: dict[str, tuple[str, ...]] = {}
    for row in csv.DictReader(text.splitlines()):
        label = row.get("label")
        if label:
            labels[label] = (*labels.get(label, ()), row["category"])
        else:
            words[row["word"]] = Meaning(row["category"], row.get("item") or None)
    return Meanings(words, labels)


def _of_tree(text: str) -> Meanings:
    tree = from_yaml(text)
    words = {str(word): _meaning(said) for word, said in tree["words"].items()}
    labels = tree.get("labels") or {}
    return Meanings(words, {label: _listed(said) for label, said in labels.items()})


def _meaning(said: Any) -> Meaning:
    if isinstance(said, str):
        return Meaning(said)
    return Meaning(said["category"], said.get("item"))


def _listed(said: str | Iterable[str]) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else tuple(said)


def _faults(found: Meanings, words: Vocabulary) -> Iterator[str]:
    for word, meaning in found.words.items():
        if not word.strip():
            yield f"a word is empty (category {meaning.category})"
        if meaning.category not in words.categories:
            yield f"{word}: city.yaml has no category {meaning.category}"
        if meaning.item and meaning.item not in words.words["item"]:
            yield f"{word}: items/ has no item {meaning.item}"
    for label, categories in found.labels.items():
        for category in categories:
            if category not in words.categories:
                yield f"label {label}: city.yaml has no category {category}"
