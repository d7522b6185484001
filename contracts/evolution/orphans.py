"""Nothing stands alone: no event without a topic and an example, nor the reverse."""

from collections.abc import Collection, Iterable, Iterator
from itertools import chain
from pathlib import Path

from contracts.envelope import Payload
from contracts.topics import PAYLOADS, TOPICS, Topic

HOME = "contracts."


def orphans(examples: Path) -> list[str]:
    """One sentence for each topic, event or example that nothing belongs to."""
    return [
        *lonely_topics(TOPICS),
        *lonely_events(declared(), PAYLOADS.values()),
        *lonely_examples(PAYLOADS, examples),
    ]


def declared(root: type[Payload] = Payload) -> Iterator[type[Payload]]:
    """Every event that a module of the contracts defines."""
    for kind in root.__subclasses__():
        if "TYPE" in vars(kind) and kind.__module__.startswith(HOME):
            yield kind
        yield from declared(kind)


def lonely_topics(topics: Iterable[Topic]) -> Iterator[str]:
    for topic in topics:
        if not topic.carries:
            yield f"topic {topic.name}: no event travels on it"
        if not topic.readers:
            yield f"topic {topic.name}: nobody reads it"


def lonely_events(
    events: Iterable[type[Payload]], travelling: Collection[type[Payload]]
) -> Iterator[str]:
    for event in events:
        if event not in travelling:
            yield f"{event.TYPE}: it is defined, and no topic carries it"


def lonely_examples(types: Collection[str], folder: Path) -> Iterator[str]:
    shown = {path.parent.name for path in folder.glob("*/*.json")}
    there = {path.name for path in folder.iterdir()}
    for type in sorted(chain(set(types) - shown, there - set(types))):
        if type in types:
            yield f"{type}: it has no example in {folder}"
        else:
            yield f"{folder / type}: there is no such event"
