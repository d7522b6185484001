"""What the repository asks of a document store: the seam between real and in-memory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

REST = timedelta(minutes=5)
"""How long a quarantined outbox is left alone between two tries."""

Document = dict[str, Any]
"""`{_id, version, schema, state, seen, sequence, outbox, unpublished_since, wake_at}`

and the aggregate's index fields. `seen` is a list of `[mark, sequence]`.
"""


@dataclass(frozen=True)
class Write:
    """One change: fields to set and letters to append, applied together or not at all.

    With letters, `unpublished_since` becomes the store's own present moment, unless
    `fields` sets it.
    Letters are appended, never set: a publisher may be clearing the outbox right now.
    """

    fields: Mapping[str, Any]
    letters: tuple[Document, ...] = ()


@dataclass(frozen=True)
class Outbox:
    """Letters of one document that a crash may have left, oldest first."""

    id: str
    letters: tuple[Document, ...]


@dataclass(frozen=True)
class Standing:
    """How far behind a collection is; `oldest` in seconds."""

    outboxes: int
    oldest: float
    quarantined: int
    alarms_late: int


class Documents(Protocol):
    """Raises `Unavailable` for faults of network and fail-over, and only for those.

    What is read is durable (read concern `majority`), what is acknowledged too.
    """

    name: str

    async def find(self, id: str) -> Document | None: ...

    async def swap(self, id: str, version: int, write: Write) -> bool:
        """Writes if the stored version is still `version` (0: none); else False."""

    async def add(self, documents: Sequence[Document]) -> None:
        """Inserts those whose `_id` is not there yet, in one write."""

    async def now(self) -> datetime:
        """The store's own clock: the only one that all processes share."""

    async def due(self, limit: int) -> list[str]:
        """Ids whose `wake_at` has come, oldest first."""

    async def back_off(self, id: str, pause: timedelta) -> None:
        """Keeps `due` from naming the document for `pause`."""

    async def claim(self, grace: timedelta, limit: int) -> list[Outbox]:
        """Outboxes older than `grace`, oldest first, each given to one claimer.

        Quarantined ones only after `REST`: somebody may have mended the cause.
        """

    async def clear(self, published: Mapping[str, int]) -> None:
        """Forgets letters up to a sequence, by id; losing a clear only repeats."""

    async def quarantine(self, id: str, reason: str) -> None:
        """A letter of it can never leave; others should not wait for it."""

    async def standing(self) -> Standing: ...
