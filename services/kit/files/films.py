"""MP4 and M4A: boxes in boxes; those that tell where and by what it was made go."""

from collections.abc import Iterator
from typing import NamedTuple

from services.kit.files import refusals

TELLING = frozenset({b"udta", b"meta", b"uuid"})
"""Place, device, title, cover (ISO/IEC 14496-12, QuickTime, iTunes, XMP)."""
WITHIN = frozenset({b"moov", b"trak", b"mdia", b"minf"})
FREE = b"free"
HEADER = 8
MOST_BOXES = 50_000


class Box(NamedTuple):
    kind: bytes
    start: int
    inside: int
    end: int


def cleaned(content: bytes) -> bytes:
    """The same length, so that nothing inside has to point elsewhere."""
    film = bytearray(content)
    kinds = set()
    for box in _boxes(content):
        kinds.add(box.kind)
        if box.kind in TELLING:
            film[box.start + 4 : box.start + HEADER] = FREE
            film[box.inside : box.end] = bytes(box.end - box.inside)
    if not kinds >= {b"ftyp", b"moov"}:
        raise refusals.damaged()
    return bytes(film)


def _boxes(film: bytes) -> Iterator[Box]:
    """All, side by side or within each other; one that goes beyond is cut off."""
    left = [(0, len(film))]
    for _ in range(MOST_BOXES):
        while left and left[-1][0] == left[-1][1]:
            left.pop()
        if not left:
            return
        start, end = left.pop()
        box = _box(film, start, end)
        if not box.inside <= box.end <= end:
            raise refusals.damaged()
        yield box
        left.append((box.end, end))
        if box.kind in WITHIN:
            left.append((box.inside, box.end))
    raise refusals.damaged()


def _box(film: bytes, start: int, end: int) -> Box:
    size = int.from_bytes(film[start : start + 4], "big")
    kind, inside = film[start + 4 : start + HEADER], start + HEADER
    if size == 1:
        size = int.from_bytes(film[inside : inside + 8], "big") or size
        inside += 8
    return Box(kind, start, inside, start + size if size else end)
