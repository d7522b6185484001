"""Where case keys lie: the seam between MongoDB and memory."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class KeyRecord:
    """`wrapped` is None when the key was destroyed; that it was, is kept for ever."""

    wrapped: bytes | None


class KeyStore(Protocol):
    """Raises `Unavailable` for faults of network and fail-over, and only for those.

    What a call returns is durable, and the same for every process.
    """

    async def get(self, key_id: str) -> KeyRecord | None: ...

    async def insert(self, key_id: str, wrapped: bytes) -> KeyRecord:
        """What lies there from now on: this key, an earlier one, or a tombstone."""

    async def destroy(self, key_id: str) -> None:
        """Leaves a tombstone, also where no key ever was."""
