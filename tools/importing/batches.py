"""Rows in portions that one request holds."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from services.intake.receiving.rows import MOST_ROWS
from tools.importing.files.row import Wrong
from tools.importing.turning import Turned

MOST_BYTES = 1_000_000
"""A request body has at most 1 MiB."""
FRAME = 64
MOST_TOGETHER = 1_000
"""Rows that are settled together, those that are not sent included."""

TOO_LARGE = Wrong(
    "row",
    "too_large",
    f"has more than {MOST_BYTES} bytes with all that is mapped: use `cut:`",
    f"映射后的内容超过 {MOST_BYTES} 字节,可在映射中使用 cut",
)


@dataclass
class Batch:
    most: int
    turned: list[Turned] = field(default_factory=list)
    sent: list[dict[str, Any]] = field(default_factory=list)
    size: int = FRAME

    def has_room(self, size: int) -> bool:
        return (
            len(self.turned) < MOST_TOGETHER
            and len(self.sent) < self.most
            and self.size + size <= MOST_BYTES
        )

    def add(self, turned: Turned, size: int) -> None:
        self.turned.append(turned)
        if turned.body is not None:
            self.sent.append(turned.body)
        self.size += size


def batches(rows: Iterable[Turned], most: int = MOST_ROWS) -> Iterator[Batch]:
    """In the order of the file; none is empty."""
    batch = Batch(most)
    for turned in rows:
        size = _size(turned.body)
        one = turned
        if size + FRAME > MOST_BYTES:
            one, size = replace(turned, body=None, wrong=(TOO_LARGE,)), 0
        if not batch.has_room(size):
            yield batch
            batch = Batch(most)
        batch.add(one, size)
    if batch.turned:
        yield batch


def _size(body: dict[str, Any] | None) -> int:
    if body is None:
        return 0
    text = json.dumps(body, ensure_ascii=False)
    return len(text.encode("utf-8", "backslashreplace")) + 2
