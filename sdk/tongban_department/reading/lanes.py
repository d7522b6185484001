"""The order of things: one event of a case and topic at a time, cases side by side."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from contracts.envelope import Event
from tongban_department.reading.ledger import Entry
from tongban_department.store import Store
from tongban_department.store.kept import Kept
from tongban_department.store.marks import Position


@dataclass(eq=False)
class Work:
    """An event in hand, from Kafka or from the store; `event` None: unreadable."""

    kept: Kept
    event: Event[Any] | None
    trouble: str = ""
    entry: Entry | None = None
    attempts: int = 0

    @property
    def lane(self) -> str:
        return self.kept.lane

    @property
    def position(self) -> Position | None:
        if self.event is None:
            return None
        return Position(self.lane, self.event.source, self.event.sequence)

    @property
    def is_lost(self) -> bool:
        return self.entry is not None and self.entry.lost

    def finish(self) -> None:
        """What came from Kafka need not come again."""
        if self.entry:
            self.entry.finished = True


@dataclass
class Lane:
    busy: bool = False
    waiting: deque[Work] = field(default_factory=deque)


Wanted = Callable[[Event[Any]], bool]


class Lanes:
    """Hands out what comes next of each lane; nothing before the last is finished.

    Behind an event that was set aside, its lane goes on in the store.
    """

    def __init__(
        self,
        store: Store,
        wanted: Wanted,
        hand_out: Callable[[Work], None],
        read_again: Callable[[Kept], Work],
    ) -> None:
        self._store = store
        self._wanted = wanted
        self._hand_out = hand_out
        self._read_again = read_again
        self._lanes: dict[str, Lane] = {}

    def admit(self, work: Work) -> None:
        self._lane(work.lane).waiting.append(work)
        self._move(work.lane)

    def done(self, work: Work) -> None:
        """Saved in one step; only then may its offset be committed."""
        self._save_done(work)
        self.let_go(work)

    def set_aside(self, work: Work, reason: str) -> None:
        self._save_aside(work, reason)
        self.let_go(work)

    def let_go(self, work: Work) -> None:
        """Nobody has it in hand any more: it is finished, or lost and comes again."""
        self._lane(work.lane).busy = False
        self._move(work.lane)

    def go_on(self) -> None:
        """Takes up lanes in the store that somebody released."""
        for name in self._store.kept.lanes_that_go_on():
            self._move(name)

    def _save_done(self, work: Work) -> None:
        with self._store.step():
            if work.position:
                self._store.marks.take(work.position)
            if work.kept.id:
                self._store.kept.remove(work.kept.id)
        work.finish()

    def _save_aside(self, work: Work, reason: str | None) -> None:
        """`reason` None: it waits behind another."""
        with self._store.step():
            if work.kept.id:
                self._store.kept.set_aside_again(work.kept.id, reason)
            else:
                self._store.kept.keep(replace(work.kept, reason=reason))
            if work.position:
                self._store.marks.take(work.position)
        work.finish()

    def _lane(self, name: str) -> Lane:
        return self._lanes.setdefault(name, Lane())

    def _move(self, name: str) -> None:
        lane = self._lane(name)
        while lane.waiting and not lane.busy:
            self._arrived(lane, lane.waiting.popleft())
        if not lane.busy:
            self._continue_in_store(lane, name)
        if not lane.busy and not lane.waiting:
            self._lanes.pop(name, None)

    def _arrived(self, lane: Lane, work: Work) -> None:
        if work.is_lost:
            return
        if work.position and self._store.marks.is_repeat(work.position):
            work.finish()
        elif self._store.kept.blocks(work.lane):
            self._save_aside(work, None)
        else:
            self._offer(lane, work)

    def _continue_in_store(self, lane: Lane, name: str) -> None:
        while not lane.busy:
            kept = self._store.kept.next_of(name)
            if kept is None:
                return
            self._offer(lane, self._read_again(kept))

    def _offer(self, lane: Lane, work: Work) -> None:
        if work.event is None:
            self._save_aside(work, work.trouble)
        elif self._wanted(work.event):
            lane.busy = True
            self._hand_out(work)
        elif work.kept.id:
            self._save_done(work)
        else:
            work.finish()
