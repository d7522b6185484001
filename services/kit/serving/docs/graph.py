"""Who writes what and who reads it, drawn: writers, topics, readers, left to right."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from services.kit.serving.docs.catalogue import Topic

ROW, TOP = 46, 34
WIDTH, PARTY, TOPIC = 1000, 150, 300
LEFT, MIDDLE, RIGHT = 0, (WIDTH - TOPIC) // 2, WIDTH - PARTY


@dataclass(frozen=True)
class Box:
    """`place` is its vertical middle; `colour` counts the parties."""

    name: str
    x: int
    place: int
    width: int
    colour: int


@dataclass(frozen=True)
class Line:
    path: str
    colour: int
    words: str


@dataclass(frozen=True)
class Graph:
    width: int
    height: int
    parties: tuple[Box, ...]
    topics: tuple[Box, ...]
    lines: tuple[Line, ...]


def graph(topics: Sequence[Topic]) -> Graph:
    """Parties stand level with the middle of their topics, so that few lines cross."""
    colours = _colours(topics)
    height = 2 * TOP + ROW * (len(topics) - 1)
    rows = {topic.name: TOP + ROW * row for row, topic in enumerate(topics)}
    written = [(topic.writer, rows[topic.name]) for topic in topics]
    read = [(each, rows[topic.name]) for topic in topics for each in topic.readers]
    writers, readers = _spread(written, height), _spread(read, height)
    boxes = [Box(who, LEFT, y, PARTY, colours[who]) for who, y in writers.items()]
    boxes += [Box(who, RIGHT, y, PARTY, colours[who]) for who, y in readers.items()]
    middle = [
        Box(t.name, MIDDLE, rows[t.name], TOPIC, colours[t.writer]) for t in topics
    ]
    lines = [
        line
        for topic, box in zip(topics, middle, strict=True)
        for line in _lines(topic, box, writers, readers)
    ]
    return Graph(WIDTH, height, tuple(boxes), tuple(middle), tuple(lines))


def _lines(
    topic: Topic, box: Box, writers: dict[str, int], readers: dict[str, int]
) -> list[Line]:
    written = _curve(LEFT + PARTY, writers[topic.writer], MIDDLE, box.place)
    lines = [Line(written, box.colour, f"{topic.writer} writes {topic.name}")]
    for reader in topic.readers:
        read = _curve(MIDDLE + TOPIC, box.place, RIGHT, readers[reader])
        lines.append(Line(read, box.colour, f"{reader} reads {topic.name}"))
    return lines


def _curve(x: int, y: int, to_x: int, to_y: int) -> str:
    half = (x + to_x) // 2
    return f"M{x} {y} C{half} {y} {half} {to_y} {to_x} {to_y}"


def _colours(topics: Iterable[Topic]) -> dict[str, int]:
    named = [who for t in topics for who in (t.writer, *t.readers)]
    return {who: number for number, who in enumerate(dict.fromkeys(named))}


def _spread(ends: Iterable[tuple[str, int]], height: int) -> dict[str, int]:
    """Evenly, in the order of the middle of what each has to do with."""
    rows: dict[str, list[int]] = {}
    for who, row in ends:
        rows.setdefault(who, []).append(row)
    ordered = sorted(rows, key=lambda who: sum(rows[who]) / len(rows[who]))
    step = (height - 2 * TOP) / max(len(ordered) - 1, 1)
    return {who: round(TOP + step * place) for place, who in enumerate(ordered)}
