"""Somebody who tries every step of the table on one mediation, and looks after each."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from contracts.envelope import Payload
from services.dispute.domain.mediation import Mediation, Party
from services.dispute.domain.moves import is_open, leads
from services.dispute.domain.states import State
from services.kit.errors import Rejected, Unavailable
from services.kit.writing.outbox.sweeper import GRACE, sweep
from tests.dispute.world import World

Driver = Callable[["Walker", int], Awaitable[None]]
ROSTER = ("chen-he", "lin-an", "gu-shi")


async def _nothing() -> None:
    """Before anything was asked."""


class NothingToTry(Exception):
    """There is nobody of whom it could be tried now."""


@dataclass
class Walker:
    world: World
    drivers: dict[str, Driver]
    taken: set[tuple[str, State, State]] = field(default_factory=set)
    named: int = 0
    roster: tuple[str, ...] = ROSTER
    last: Callable[[], Awaitable[None]] = _nothing
    """What was asked last, to ask it again."""

    def __post_init__(self) -> None:
        self.world.only(*self.roster)

    async def now(self) -> Mediation | None:
        return await self.world.mediations.load(self.world.id)

    async def one(self, pick: int, suits: Callable[[Party], object] = bool) -> Party:
        mediation = await self.now()
        found = [p for p in (mediation.parties if mediation else ()) if suits(p)]
        if not found:
            raise NothingToTry
        return found[pick % len(found)]

    async def do(self, decide: Callable[..., Any], command: Any) -> None:
        self.last = partial(self.world.do, decide, command)
        await self.last()

    async def receive(self, fact: Payload) -> None:
        self.last = partial(self.world.receive, fact)
        await self.last()

    async def tries(self, action: str, pick: int) -> None:
        """What the table does not know does not happen; every no says which rule."""
        self.last = _nothing
        before = await self._seen()
        try:
            await self.drivers[action](self, pick)
        except NothingToTry:
            return
        except (Rejected, LookupError) as no:
            _check_words(action, before, no)
        after = await self._seen()
        _check_asked(await self.now())
        if before == after:
            return
        assert leads(action, before[0], after[0]), (action, before[0], after[0])
        self.taken.add((action, before[0], after[0]))

    async def repeats(self) -> None:
        """Who asks for the same again is told so or told no; nothing is said twice."""
        before = await self.now(), len(self.world.city.facts)
        with suppress(Rejected, LookupError):
            await self.last()
        assert (await self.now(), len(self.world.city.facts)) == before

    async def loses_its_letters(self) -> None:
        """The process dies between the save and the sending."""
        self.world.city.bus.fault = _away

    async def starts_again(self) -> None:
        city = self.world.city
        city.bus.fault = lambda topic: None
        city.clock.advance(GRACE * 2)
        await sweep(city.publisher, self.world.mediations.documents)
        await city.settle()

    async def _seen(self) -> tuple[State, int]:
        stored = await self.world.mediations.read(self.world.id)
        state: State = stored.state.state if stored else "awaiting_task"
        return state, stored.version if stored else 0


def _check_words(
    action: str, before: tuple[State, int], no: Rejected | LookupError
) -> None:
    if isinstance(no, Rejected):
        assert no.reason
        assert no.en
        assert no.zh
        return
    assert not is_open(action, before[0]), action


def _check_asked(mediation: Mediation | None) -> None:
    """A first contact can be missed before the invitations only: then all have one."""
    if mediation and mediation.state in ("inviting", "selecting", "mediating"):
        assert all(party.notices for party in mediation.present if party.speaks)


def _away(topic: str) -> None:
    raise Unavailable("the power is out")
