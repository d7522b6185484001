"""Which offsets may be committed: those behind which everything is finished."""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tongban_department.reading.wire import Place, Record


@dataclass(eq=False)
class Entry:
    """One record in hand. `lost`: its partition was taken away, it will come again."""

    place: Place
    offset: int
    finished: bool = False
    lost: bool = False


class Ledger:
    def __init__(self) -> None:
        self._open: dict[Place, deque[Entry]] = {}
        self._next: dict[Place, int] = {}

    def enter(self, record: Record) -> Entry:
        entry = Entry(record.place, record.offset)
        self._open.setdefault(record.place, deque()).append(entry)
        return entry

    def forget(self, places: Iterable[Place]) -> None:
        for place in places:
            for entry in self._open.pop(place, ()):
                entry.lost = True
            self._next.pop(place, None)

    def finished(self) -> dict[Place, int]:
        """What to commit now."""
        for place, entries in self._open.items():
            while entries and entries[0].finished:
                self._next[place] = entries.popleft().offset + 1
        return dict(self._next)

    def committed(self, offsets: Mapping[Place, int]) -> None:
        """These need not be offered again."""
        for place, offset in offsets.items():
            if self._next.get(place) == offset:
                del self._next[place]

    def unfinished(self, topic: str) -> int:
        counted = (e for place, e in self._open.items() if place[0] == topic)
        return sum(not entry.finished for entries in counted for entry in entries)
