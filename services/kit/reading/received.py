"""One event as Kafka delivered it: bytes, and where they lay."""

from dataclasses import dataclass

Partition = tuple[str, int]
"""Topic and number."""

Lane = tuple[str, bytes | None]
"""Topic and key: what must stay in order."""


@dataclass(frozen=True)
class Received:
    """`key` and `value` are `None` when the writer sent none.

    From offset `since` up to its own nothing else is still to come; for the first event
    after an assignment that is everything that lies before it.
    """

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    traceparent: str = ""
    sent_at: float = 0.0
    """Seconds since 1970, as Kafka has them."""
    since: int | None = None

    @property
    def id(self) -> str:
        return f"{self.topic}/{self.partition}/{self.offset}"

    @property
    def lane(self) -> Lane:
        return self.topic, self.key

    @property
    def lies_in(self) -> Partition:
        return self.topic, self.partition
