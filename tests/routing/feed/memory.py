"""The rows of a feed in memory; the same suite runs against MongoDB."""

from collections import defaultdict
from dataclasses import replace

from services.routing.store.feed import Found, places_of


class MemoryFeedRows:
    def __init__(self):
        self.kept = defaultdict(dict)
        self.cuts = defaultdict(int)
        self.looks = 0

    async def add(self, rows):
        for row in rows:
            there = self.kept[row.place].setdefault(row.offset, row)
            since = min(there.since, row.since)
            self.kept[row.place][row.offset] = replace(there, since=since)

    async def found(self, department, offsets, most):
        self.looks += 1
        places = places_of(department)
        wanted = zip(places, offsets, strict=True)
        rows = tuple(self._from(place, offset)[:most] for place, offset in wanted)
        return Found(tuple(self.cuts[place] for place in places), rows)

    async def ends(self, department):
        self.looks += 1
        kept = {place: self.kept[place] for place in places_of(department)}
        return {place: max(rows) + 1 for place, rows in kept.items() if rows}

    async def from_offset(self, place, offset):
        return next(iter(self._from(place, offset)), None)

    async def before_offset(self, place, offset):
        below = [row for row in self._from(place, 0) if row.offset < offset]
        return below[-1] if below else None

    async def forget(self, place, before):
        rows = self._from(place, 0)
        young = [row.offset for row in rows if row.at >= before]
        cut = young[0] if young else rows[-1].offset + 1 if rows else 0
        self.cuts[place] = max(self.cuts[place], cut)
        left = {n: row for n, row in self.kept[place].items() if n >= cut}
        self.kept[place] = left

    def _from(self, place, offset):
        rows = self.kept[place]
        return [rows[number] for number in sorted(rows) if number >= offset]
