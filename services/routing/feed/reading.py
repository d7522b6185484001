"""A feed is read from a position on: nothing skipped, shown twice or out of order.

Rows are stored side by side, so a later one may be there first. One is shown only when
all that lies before it in its partition has been shown.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from heapq import merge
from itertools import islice
from time import monotonic
from typing import NamedTuple, Protocol

from services.kit.reading.received import Partition
from services.kit.serving.paging import bad_cursor
from services.kit.serving.problems import Refused
from services.routing.feed.bells import Bells
from services.routing.feed.holes import LeftOut, filled, ready
from services.routing.feed.position import Position
from services.routing.store.feed import Found, Kept, places_of

LOOK_AGAIN = 0.25
"""Seconds, where a later row is there already: what is missing is being stored."""


class Rows(Protocol):
    async def found(
        self, department: str, offsets: Sequence[int], most: int
    ) -> Found: ...

    async def ends(self, department: str) -> dict[Partition, int]: ...

    async def from_offset(self, place: Partition, offset: int) -> Kept | None: ...

    async def before_offset(self, place: Partition, offset: int) -> Kept | None: ...


class Document(NamedTuple):
    """The bytes that Kafka carries, and where a reader is who has got them."""

    value: bytes
    then: Position


@dataclass(frozen=True)
class Page:
    documents: tuple[Document, ...]
    next: Position
    interrupted: bool
    """Something later is there already."""
    more: bool
    """There is more of some place than was asked for."""


class Shown(NamedTuple):
    place: int
    row: Kept


class Feed:
    def __init__(self, rows: Rows, bells: Bells, left_out: LeftOut) -> None:
        self._rows = rows
        self._left_out = left_out
        self.bells = bells

    async def next(self, position: Position, limit: int, wait: float = 0.0) -> Page:
        """What comes there; if nothing does, it waits for so many seconds at most."""
        until = monotonic() + wait
        while True:
            heard = self.bells.rung(position.department)
            page = await self.page(position, limit)
            left = until - monotonic()
            if page.documents or left <= 0 or self.bells.stopped:
                return page
            if page.next == position and not await self._heard(page, heard, left):
                return page
            position = page.next

    async def _heard(self, page: Page, before: int, left: float) -> bool:
        """Whether it is worth to look again; False: the time is over."""
        department = page.next.department
        if page.interrupted:
            await self.bells.wait(department, before, min(left, LOOK_AGAIN))
            return True
        return await self.bells.wait(department, before, left)

    async def page(self, position: Position, limit: int) -> Page:
        """At most `limit` documents; raises a 410 problem if some are gone already.

        Of every place an equal share; if that is not enough, whatever there is.
        """
        share = limit // len(position.offsets) + 1
        page = await self._page(position, limit, share)
        left = limit - len(page.documents)
        if not left or not page.more:
            return page
        rest = await self._page(page.next, left, left)
        return replace(rest, documents=page.documents + rest.documents)

    async def _page(self, position: Position, limit: int, share: int) -> Page:
        found = await self._rows.found(position.department, position.offsets, share)
        if any(map(int.__lt__, position.offsets, found.cuts)):
            raise too_old(Position(position.department, found.cuts))
        more = any(len(rows) == share for rows in found.rows)
        places = zip(position.offsets, found.rows, strict=True)
        rows = [await filled(self._left_out, *of_place) for of_place in places]
        return replace(_page(position, rows, limit), more=more)

    async def beginning(self, department: str) -> Position:
        nowhere = [0] * len(places_of(department))
        found = await self._rows.found(department, nowhere, 1)
        return Position(department, found.cuts)

    async def known(self, position: Position) -> Position:
        """Raises a 400 problem if it lies ahead of all there is.

        Such a cursor is of topics that are gone: nothing would come there for years.
        What was forgotten is looked at only by those who are behind every row.
        """
        department = position.department
        ends = await self._rows.ends(department)
        rows = [ends.get(place, 0) for place in places_of(department)]
        if _is_ahead(position.offsets, rows):
            end = await self.end(department)
            if _is_ahead(position.offsets, end.offsets):
                raise bad_cursor()
        return position

    async def end(self, department: str) -> Position:
        """Cuts come last: what is gone already had left its mark there."""
        ends = await self._rows.ends(department)
        first = await self.beginning(department)
        places = zip(places_of(department), first.offsets, strict=True)
        offsets = tuple(max(cut, ends.get(place, 0)) for place, cut in places)
        return Position(department, offsets)

    async def since(self, department: str, moment: datetime) -> Position:
        """Before the first event that is not older, in each partition."""
        first, end = await self.beginning(department), await self.end(department)
        spans = zip(places_of(department), first.offsets, end.offsets, strict=True)
        found = [self._since(place, moment, low, high) for place, low, high in spans]
        return Position(department, tuple(await asyncio.gather(*found)))

    async def _since(
        self, place: Partition, moment: datetime, first: int, end: int
    ) -> int:
        """By halving: times rise with the offsets, but for what clocks differ.

        Never behind something that is missing yet.
        """
        low, high = first, end
        while low < high:
            middle = (low + high) // 2
            row = await self._rows.from_offset(place, middle)
            if row is None or row.at >= moment:
                high = middle
            else:
                low = row.offset + 1
        before = await self._rows.before_offset(place, low)
        return max(first, before.offset + 1) if before else first


def _page(position: Position, rows: Sequence[Sequence[Kept]], limit: int) -> Page:
    """Places are mixed by time, as they were written; each keeps its own order."""
    shown = [
        [Shown(n, row) for row in ready(position.offsets[n], of_place)]
        for n, of_place in enumerate(rows)
    ]
    documents = []
    for place, row in islice(merge(*shown, key=lambda one: one.row.at), limit):
        position = position.past(place, row.offset)
        if row.value is not None:
            documents.append(Document(row.value, position))
    interrupted = sum(map(len, rows)) > sum(map(len, shown))
    return Page(tuple(documents), position, interrupted, more=False)


def _is_ahead(offsets: Sequence[int], ends: Sequence[int]) -> bool:
    return any(offset > end for offset, end in zip(offsets, ends, strict=True))


def too_old(first: Position) -> Refused:
    en = "what comes there is no longer kept: go on with the first cursor that is"
    zh = "该位置的内容已超过保存期限,请从现存的第一个位置继续"
    headers = {
        "Feed-Cursor": first.cursor,
        "Link": f'</v1/feed?after={first.cursor}>; rel="first"',
    }
    return Refused("cursor-too-old", en, zh, 410, headers=headers)
