"""Named places where a fault test may end the process, as a power cut would.

Crashing between two writes is the only honest proof that nothing is lost there. Without
`TONGBAN_CRASH_AT` every point is one comparison.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, field


def _power_cut() -> None:
    os._exit(137)


@dataclass
class Failpoints:
    """`armed` is `name` or `name:n`: the n-th time that the point is reached."""

    armed: str = ""
    cut: Callable[[], None] = _power_cut
    _left: dict[str, int] = field(default_factory=dict)

    def reached(self, point: str) -> None:
        name, _, count = self.armed.partition(":")
        if point != name:
            return
        left = self._left.get(point, int(count or 1)) - 1
        self._left[point] = left
        if left == 0:
            self.cut()
