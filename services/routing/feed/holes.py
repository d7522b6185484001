"""What is not there: is it still to come, or will it never?"""

from collections.abc import Awaitable, Callable, Iterator, Sequence

from services.kit.reading.received import Partition, Received
from services.routing.feed.keeping import kept
from services.routing.store.feed import Kept

LeftOut = Callable[[Partition, int, int], Awaitable[Sequence[Received]]]
"""What an operator dropped from one offset of a place up to another."""


def ready(next: int, rows: Sequence[Kept]) -> Iterator[Kept]:
    """Up to the first that lies behind something which is not there yet."""
    for row in rows:
        if row.since > next:
            return
        yield row
        next = row.offset + 1


async def filled(left_out: LeftOut, next: int, rows: Sequence[Kept]) -> Sequence[Kept]:
    """With a row that holds nothing for each that will never come.

    Nobody is asked unless something is missing.
    """
    if not rows or len(list(ready(next, rows))) == len(rows):
        return rows
    last = rows[-1]
    dropped = await left_out(last.place, next, last.offset)
    return sorted([*rows, *map(kept, dropped)], key=lambda row: row.offset)
