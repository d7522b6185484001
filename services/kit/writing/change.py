"""What a decision is made of: a state, an input, a moment; what it yields: a change."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Generic, TypeVar

from pydantic import BaseModel, ConfigDict

from contracts.envelope import Payload


class Aggregate(BaseModel):
    """The state of one thing that changes as a whole; stored as one document.

    `SCHEMA` goes up by one when a stored state can no longer be read as it is;
    `UPCASTERS[n]` then turns a state of schema n into one of n + 1.
    """

    model_config = ConfigDict(frozen=True)

    SCHEMA: ClassVar[int] = 1
    UPCASTERS: ClassVar[Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]]] = {}

    @property
    def wake_at(self) -> datetime | None:
        """When time alone will change it; follows from the state, never set by hand."""
        return None

    def index(self) -> dict[str, Any]:
        """Fields that queries and filters need beside the state, by name."""
        return {}


State = TypeVar("State", bound=Aggregate)
Input = TypeVar("Input")


@dataclass(frozen=True)
class Change(Generic[State]):
    """A new state and the facts to tell others; both are saved in one write."""

    state: State
    facts: tuple[Payload, ...] = ()
    of_time: int = 0
    """How many of the facts, the first ones, time has caused and nobody's word.

    They name no cause: whoever asked for something would take them for the answer.
    """


Decide = Callable[[State | None, Input, datetime], Change[State] | None]
"""Pure: `(state, input, now)`. `None` means nothing to do; `Rejected` means no."""

Wake = Callable[[State, datetime], Change[State] | None]
"""Pure: what the passing of time does to a state whose `wake_at` has come."""
