"""A mediation under way between invented people, with a wall around what they say."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from services.dispute.domain.ending.outcome import End, EndReason, end
from services.dispute.domain.mediation import Mediation
from services.dispute.domain.sitting.saying import Saying
from services.dispute.domain.sitting.sight import Reader
from services.dispute.domain.sitting.words import Kind, Word
from services.dispute.wall.keeping import Sent
from services.dispute.wall.reading import SAID
from services.dispute.wall.wall import Wall, built
from services.kit.sealing.digests import Digests
from services.kit.sealing.keys import new_secret
from services.kit.writing.change import Change
from services.kit.writing.stored import Stored
from tests.dispute.sitting.memory import MemoryReadLog, MemoryWords
from tests.dispute.world import MEDIATOR, World

CHEN, LIN = Reader("mediator", MEDIATOR), Reader("mediator", "lin-an")
ADMIN = Reader("administrator", "the-chief")
Decide = Callable[[Mediation | None, Any, Any], Change[Mediation] | None]


@dataclass
class Room:
    world: World
    wall: Wall = field(init=False)
    said: int = 0

    def __post_init__(self) -> None:
        self.words = MemoryWords(self.world.mediations.documents)
        self.log = MemoryReadLog()
        sealing = self.world.vault, Digests(new_secret())
        self.wall = built(
            self.words, self.log, self.world.mediations, sealing, self.world.city.clock
        )

    async def begin(self) -> None:
        """Both have said yes, and 陈和 mediates."""
        await self.world.mediating()

    async def become(self, **fields: Any) -> Stored[Mediation]:
        """As if the others' steps had led there."""

        def decide(mediation: Mediation | None, _: None, __: Any) -> Change[Mediation]:
            assert mediation
            return Change(mediation.but(**fields))

        return await self.world.mediations.command(self.world.id, None, decide)

    async def do(self, decide: Decide, command: object) -> Mediation:
        stored = await self.world.mediations.command(self.world.id, command, decide)
        await self.world.city.settle()
        return stored.state

    async def end(self, reason: EndReason = "too_far_apart") -> None:
        await self.do(partial(end, self.world.rules), End(reason))

    @property
    def mediation(self) -> Awaitable[Mediation]:
        return self.world.mediation()

    async def party(self, place: int) -> Reader:
        """0: 张三, 1: 李四."""
        mediation = await self.mediation
        return Reader("party", mediation.parties[place].party_id)

    async def token_hash(self, place: int) -> str:
        mediation = await self.mediation
        return mediation.parties[place].token_hash

    async def says(
        self, who: Reader, text: str, kind: Kind = "statement", **fields: Any
    ) -> Word:
        self.said += 1
        name = fields.pop("word_id", f"{who.id} {self.said}")
        sent = Sent(name, text, f"of {text}", who.id)
        saying = Saying(kind, who, **fields)
        return await self.wall.keeping.say(await self.mediation, saying, sent)

    async def reads(self, who: Reader) -> list[str | None]:
        """Everything this reader may read, opened; noted first."""
        mediation, reading = await self.mediation, self.wall.reading
        words = await reading.page(mediation, who, SAID, None, 100)
        return [each.text for each in await reading.opened(mediation, who, words)]
