"""Finds items by what they are for, and by the words that people use for them."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import NamedTuple

from services.intake.catalogue.items import Item, Kind, Who
from services.intake.catalogue.lookup import Catalogue

BETWEEN_WORDS = re.compile(r"[\s,.;:!?、。]+")
"""After NFKC, which makes a full-width comma an ordinary one."""


@dataclass(frozen=True)
class Wanted:
    """None, or no words: whatever it is."""

    kind: Kind | None = None
    category: str | None = None
    area: str | None = None
    who: Who | None = None
    words: tuple[str, ...] = ()

    def fits(self, item: Item, catalogue: Catalogue) -> bool:
        return (
            self.kind in (None, item.kind)
            and (
                self.category is None or catalogue.belongs(item.category, self.category)
            )
            and (self.area is None or item.offered_in(self.area))
            and (self.who in (None, item.who) or item.who == "both")
        )


class Found(NamedTuple):
    rank: int
    """How far from the name itself the words are: the nearer, the better."""
    code: str
    item: Item


def words_of(text: str) -> tuple[str, ...]:
    return tuple(word for word in BETWEEN_WORDS.split(_plain(text)) if word)


def search(catalogue: Catalogue, wanted: Wanted, on: date) -> Sequence[Found]:
    """What is valid on that day and has every word, best first."""
    found = []
    for code in catalogue.items:
        item = catalogue.item(code, None, on)
        if item is not None and wanted.fits(item, catalogue):
            rank = _rank(item, catalogue, wanted.words)
            found += [] if rank is None else [Found(rank, code, item)]
    return sorted(found)


def _rank(item: Item, catalogue: Catalogue, words: Sequence[str]) -> int | None:
    """None: some word is nowhere."""
    layers = [_plain("\n".join(layer)) for layer in _layers(item, catalogue)]
    places = [
        next((depth for depth, text in enumerate(layers) if word in text), None)
        for word in words
    ]
    deep = [depth for depth in places if depth is not None]
    return sum(deep) if len(deep) == len(words) else None


def _layers(item: Item, catalogue: Catalogue) -> Iterator[Iterable[str]]:
    """What is said of an item, from its own name to the branch that it is on."""
    yield item.names.values()
    yield (item.code, *item.called)
    named = (material.names.values() for material in item.materials)
    yield chain(item.descriptions.values(), *named)
    above = [catalogue.categories[code] for code in catalogue.path(item.category)]
    yield chain(*(each.names.values() for each in above), above[0].examples)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
