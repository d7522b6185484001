"""Whoever changes the same document in this process waits for the one before."""

import asyncio
from weakref import WeakValueDictionary


class Turns:
    """One lock for a document, as long as somebody holds it or waits for it.

    For throughput only: correct is the compare-and-set, also against other processes.
    Without turns, of many changes to one document at once each would lose to most of
    the others and be refused after some attempts.
    """

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def of(self, id: str) -> asyncio.Lock:
        return self._locks.setdefault(id, asyncio.Lock())
