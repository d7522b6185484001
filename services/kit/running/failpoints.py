"""Named places where a fault test may end the process, as a power cut would.

Crashing between two writes is the only honest proof that nothing is lost there. Without
`TONGBAN_CRASH_AT` every point is one comparison.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path


def _power_cut() -> None:
    os._exit(137)


@dataclass
class Failpoints:
    """`armed` is `name` or `name:n`: the n-th time that the point is reached.

    The power goes once: `marker` tells the restarted process that it has.
    """

    armed: str = ""
    marker: Path | None = None
    cut: Callable[[], None] = _power_cut
    _times: int = field(default=0)

    def reached(self, point: str) -> None:
        name, _, count = self.armed.partition(":")
        if point != name or (self.marker and self.marker.exists()):
            return
        self._times += 1
        if self._times == int(count or 1):
            self._mark()
            self.cut()

    def _mark(self) -> None:
        if self.marker:
            self.marker.parent.mkdir(parents=True, exist_ok=True)
            self.marker.touch()
