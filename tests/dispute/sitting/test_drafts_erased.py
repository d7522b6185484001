"""A draft that was never sealed is no agreement: it goes with the words."""

from datetime import timedelta
from functools import partial

import pytest

from services.dispute.domain.agreeing.agreement import Agreement
from services.dispute.domain.agreeing.drafting import draft
from services.dispute.domain.mediation import Mediation
from services.dispute.signing.scans import Scans, Sent
from services.dispute.signing.writing import Writing
from services.kit.errors import Rejected
from services.kit.sealing.digests import Digests
from services.kit.sealing.keys import new_secret
from tests.dispute.agreeing.table import LI, TERMS, ZHANG, drafted, words
from tests.dispute.sitting.room import Room
from tests.kit.files.memory import MemoryFiles
from tests.kit.files.samples import PDF

THREE_YEARS, TEN_YEARS = timedelta(days=3 * 365), timedelta(days=10 * 365)


class Desk:
    """Writes a draft, and keeps what one of them signed in ink."""

    def __init__(self, room: Room) -> None:
        world = room.world
        self.room = room
        self.writing = Writing(world.vault, world.sealer, Digests(new_secret()))
        files = MemoryFiles(world.city.clock)
        self.scans = Scans(world.mediations, files, world.vault)

    async def drafts(self) -> Agreement:
        mediation = await self.room.mediation
        text = words().model_dump_json()
        for name, id in zip((ZHANG, LI), mediation.told, strict=True):
            text = text.replace(name, id)
        written = await self.writing.written(
            mediation, words().model_validate_json(text)
        )
        made = (await self.room.do(partial(draft, TERMS), drafted(written))).agreement
        assert made
        return made

    async def scans_it(self, made: Agreement) -> None:
        async def record(scan):
            return await self.room.become(agreement=made.but(scans=(scan,)))

        sent = Sent("one", "signed.pdf", PDF)
        await self.scans.keep(self.room.world.id, sent, record)

    async def reads(self) -> str:
        mediation = await self.room.mediation
        assert mediation.agreement
        return (await self.writing.read(mediation, mediation.agreement)).text

    async def opens(self) -> bytes:
        made = (await self.room.mediation).agreement
        assert made
        _, chunks = await self.scans.open(self.room.world.id, made.scans[0])
        return b"".join([chunk async for chunk in chunks])


async def _pass(room: Room, time: timedelta) -> Mediation:
    room.world.city.clock.advance(time)
    await room.world.city.ring()
    await room.wall.erasing.sweep()
    return await room.mediation


@pytest.fixture
async def desk(room: Room) -> Desk:
    desk = Desk(room)
    await desk.scans_it(await desk.drafts())
    return desk


async def test_what_nobody_sealed_goes_with_the_words(room: Room, desk: Desk) -> None:
    await room.end()
    await room.world.city.ring()
    assert "修好水管" in await desk.reads()
    assert await desk.opens()
    await _pass(room, THREE_YEARS)

    for gone in (desk.reads, desk.opens):
        with pytest.raises(Rejected, match="erased"):
            await gone()
    assert (await room.mediation).parties[0].label


async def test_what_was_sealed_lies_as_long_as_the_record(
    room: Room, desk: Desk
) -> None:
    made, now = (await room.mediation).agreement, room.world.city.clock.now
    assert made
    sealed = made.but(sealed_at=now, duties=())
    await room.become(agreement=sealed, state="agreed", over_at=now)
    await room.world.city.ring()
    await _pass(room, THREE_YEARS)
    assert "修好水管" in await desk.reads()
    assert await desk.opens()

    for _ in range(2):
        await _pass(room, TEN_YEARS - THREE_YEARS)
    for gone in (desk.reads, desk.opens):
        with pytest.raises(Rejected, match="erased"):
            await gone()


async def test_a_draft_that_bound_nobody_keeps_no_record_longer(
    room: Room, desk: Desk
) -> None:
    made = (await room.mediation).agreement
    assert made
    late = made.duties[0].model_copy(
        update={"due_at": room.world.city.clock.now + TEN_YEARS}
    )
    await room.become(agreement=made.but(duties=(late,)))
    await room.end()
    await room.world.city.ring()
    mediation = await _pass(room, THREE_YEARS)

    assert mediation.over_at
    assert mediation.sitting.kept.record_until == mediation.over_at + TEN_YEARS
