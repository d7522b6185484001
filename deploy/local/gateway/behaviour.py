"""What the gateway is told to do wrong, and what it remembers of what it took."""

from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

KEPT = 1_000
"""Messages whose words are kept, the newest."""

Kind = Literal["sms", "voice"]


class Behaviour(BaseModel):
    """Of one kind of message; what is not said is as it should be."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    slow: float = 0
    """Seconds before each answer."""
    down: bool = False
    """503 to everything."""
    busy: bool = False
    """429 to every message, for a second."""
    refuse: tuple[str, ...] = ()
    """Numbers that end so are refused; an empty ending: all of them."""
    undelivered: tuple[str, ...] = ()
    """Numbers that end so never get what was accepted for them."""
    lose_receipts: bool = False
    """Nothing is said by itself, and an answer to a question never says more."""
    silent: bool = False
    """Nothing is said by itself; whoever asks is told."""
    answer_twice: bool = False
    """Each receipt comes twice."""

    def refuses(self, number: str) -> bool:
        return any(number.endswith(end) for end in self.refuse)

    def loses(self, number: str) -> bool:
        return any(number.endswith(end) for end in self.undelivered)


@dataclass
class Book:
    """By reference: a repeat is answered as the first was, and counted."""

    ids: dict[str, str] = field(default_factory=dict)
    fates: dict[str, str] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    accepted: Counter[str] = field(default_factory=Counter)
    messages: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=KEPT))
    manner: dict[str, Behaviour] = field(default_factory=dict)

    def of(self, kind: str) -> Behaviour:
        return self.manner.get(kind, Behaviour())

    def take(self, message: dict[str, Any]) -> tuple[str, bool]:
        """Its id, and whether it is new."""
        reference = message["reference"]
        self.asked[reference] += 1
        if reference in self.ids:
            return self.ids[reference], False
        id = f"g-{len(self.ids) + 1}"
        self.ids[reference] = id
        self.accepted[reference] += 1
        self.messages.append(message)
        is_lost = self.of(message["kind"]).loses(message["to"])
        self.fates[reference] = "failed" if is_lost else "delivered"
        return id, True
