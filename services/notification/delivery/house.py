"""What the desk and the lines work with."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.kit.running.clock import Clock
from services.kit.writing.repository import Repository
from services.notification.composing import Composer
from services.notification.delivery.rules import Rules
from services.notification.domain.course.company import Neighbour
from services.notification.domain.message import Message


class Queries(Protocol):
    async def due(self, line: str, limit: int) -> list[str]:
        """Whose time has come in that line's queue, oldest first."""

    async def due_at_desk(self, served: Collection[str], limit: int) -> list[str]:
        """The same, of all that stands in no served channel's queue."""

    async def same_person(self, contact_id: str, recipient: str) -> Collection[str]:
        """`to` of every message to that person, whatever case it is of."""

    async def around(
        self, to: Collection[str], channel: str, since: datetime
    ) -> Sequence[Neighbour]:
        """What waits in that queue, is being sent, or was sent since; oldest first."""


@dataclass(frozen=True)
class House:
    messages: Repository[Message]
    composer: Composer
    queries: Queries
    rules: Rules
    clock: Clock
