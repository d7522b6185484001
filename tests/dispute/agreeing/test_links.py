"""By which link an agreement is read and signed, and by which it is not."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.dispute.api.desk import PARTY_HEADER
from services.dispute.domain.choosing.taking import Confirm, confirm
from services.dispute.domain.joining.leaving import Leave, leave
from tests.dispute.agreeing.links import MINE, agreements_of, sealed
from tests.dispute.sitting.room import Room
from tests.dispute.sitting.served import Served, served
from tests.dispute.world import LI, MEDIATOR, WANG, ZHANG, World, task_assigned


@pytest.fixture
async def at(world: World, tmp_path: Path) -> AsyncIterator[Served]:
    """Three parties, who mediate with 陈和."""
    await world.receive(task_assigned(), world.granted(LI, WANG))
    for person in (ZHANG, LI, WANG):
        await world.answers(person, yes=True)
    for person in (ZHANG, LI, WANG):
        await world.prefers(person, MEDIATOR)
    await world.do(confirm, Confirm(MEDIATOR))
    async with served(Room(world), tmp_path, agreements_of(world)) as at:
        yield at


def _link(at: Served, name: str) -> dict[str, str]:
    return {PARTY_HEADER: at.room.world.invited[name]}


async def _leaves(at: Served, place: int) -> None:
    gone = (await at.room.mediation).parties[place]
    await at.room.world.do(leave, Leave(gone.party_id))


async def test_who_left_before_it_was_written_reads_nothing_of_it(at: Served) -> None:
    wang = _link(at, WANG.name)
    await _leaves(at, 2)
    await sealed(at, at.zhang, at.li)

    for path in ("agreement", "duties", "confirmation"):
        answer = await at.get(f"{MINE}/{path}", wang)
        assert answer.json()["type"] == "/problems/no-agreement"
        assert (await at.get(f"{MINE}/{path}", at.li)).status_code == 200
    listed = await at.get(f"{MINE}/documents", wang)
    assert "agreement" not in listed.json()["kinds"]
    printed = await at.get(f"{MINE}/documents/agreement", wang)
    assert printed.json()["type"] == "/problems/no-such-document"
    joined = await at.post(f"{MINE}/confirmation", {}, wang)
    assert joined.is_client_error
