"""Unwrapped keys of the cases at work: few, for a minute, never a destroyed one."""

from collections import OrderedDict
from collections.abc import Callable

from joserfc.jwk import OctKey

MOST = 4_096
LASTS = 60.0
"""Seconds for which a key that another process destroyed may still be used here."""


class KeyCache:
    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._kept: OrderedDict[str, tuple[float, OctKey]] = OrderedDict()
        self._forgotten = 0

    def get(self, key_id: str) -> OctKey | None:
        until, key = self._kept.get(key_id, (0.0, None))
        if key is None or self._clock() >= until:
            self._kept.pop(key_id, None)
            return None
        self._kept.move_to_end(key_id)
        return key

    def moment(self) -> int:
        """To be taken before a key is asked for, and handed to `put` with it."""
        return self._forgotten

    def put(self, key_id: str, key: OctKey, asked: int) -> None:
        """Keeps nothing that was asked for before the last `forget`."""
        if asked != self._forgotten:
            return
        self._kept[key_id] = (self._clock() + LASTS, key)
        self._kept.move_to_end(key_id)
        while len(self._kept) > MOST:
            self._kept.popitem(last=False)

    def forget(self, key_id: str) -> None:
        self._forgotten += 1
        self._kept.pop(key_id, None)
