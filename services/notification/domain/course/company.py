"""Who else tells the same person something by the same channel, just now.

Two that begin at once both say so (`sending`) before they look around: so one of them
at least sees the other, and steps back before anything has left.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.notification.domain.course import merging
from services.notification.domain.message import Message
from services.notification.domain.states import State

TURN = timedelta(seconds=3)
"""For so long somebody else is let go first."""

ITS_TURN = "turn"
"""Why a message waits in its queue, and has not waited to be merged yet."""


@dataclass(frozen=True)
class Neighbour:
    """Another message, as far as it matters to whoever wants to leave."""

    message_id: str
    state: State
    urgency: str = "normal"
    carrier: str | None = None
    due_at: datetime | None = None
    sent_at: datetime | None = None

    @property
    def may_go_along(self) -> bool:
        is_free = self.state == "queued" and self.carrier is None
        return is_free and self.urgency != "urgent"

    def is_due(self, by: datetime) -> bool:
        return self.due_at is not None and self.due_at <= by


@dataclass(frozen=True)
class Later:
    until: datetime
    reason: str


@dataclass(frozen=True)
class Company:
    """`whom`: the same person, in every role; `around`: the eldest first."""

    whom: Collection[str] = ()
    around: tuple[Neighbour, ...] = ()

    def holds_back(
        self, message: Message, within: timedelta, now: datetime
    ) -> Later | None:
        """What is told to one person in a short time; to be merged, it waits once.

        Those whose time has come together are taken along by the eldest of them.
        """
        has_waited = message.reason == merging.MERGING
        turn = Later(now + TURN, merging.MERGING if has_waited else ITS_TURN)
        if self._another_is_leaving(message) or self._is_anothers(message, now):
            return turn
        last = self._last_sent(message, now - (TURN if has_waited else within))
        if last is None or has_waited:
            return turn if last else None
        return Later(last + within, merging.MERGING)

    def mates(self, message: Message) -> tuple[str, ...]:
        """Who may be taken along."""
        found = (one.message_id for one in self._others(message) if one.may_go_along)
        return tuple(found)[: merging.AT_MOST - 1]

    def _others(self, message: Message) -> tuple[Neighbour, ...]:
        return tuple(o for o in self.around if o.message_id != message.message_id)

    def _another_is_leaving(self, message: Message) -> bool:
        return any(one.state == "sending" for one in self._others(message))

    def _is_anothers(self, message: Message, now: datetime) -> bool:
        """An elder one is as good as due: two that claim at once would leave alone."""
        waiting = (one for one in self.around if one.may_go_along)
        eldest = next(waiting, None)
        if message.state != "queued" or eldest is None:
            return False
        return eldest.message_id != message.message_id and eldest.is_due(now + TURN)

    def _last_sent(self, message: Message, since: datetime) -> datetime | None:
        told = (one.sent_at for one in self._others(message) if one.sent_at)
        return max((at for at in told if at > since), default=None)
