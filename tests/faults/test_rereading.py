"""Readers that begin again at the first record of their topics."""

import asyncio

import pytest
from bson import decode

from tests.faults.looking.databases import everything
from tests.faults.looking.evidence import raw
from tests.faults.looking.kafka import forget
from tests.faults.working.city import City
from tools.access.installation import SERVICES

pytestmark = pytest.mark.asyncio(loop_scope="session")

LEAVING = 60.0
QUIET = 240.0


async def forget_what_was_read(city: City) -> None:
    """Succeeds as soon as the group is empty: its static members need not say bye."""
    async with asyncio.timeout(LEAVING):
        for service in SERVICES:
            while not await asyncio.to_thread(forget, city.stack, f"tongban-{service}"):
                await asyncio.sleep(0.5)


async def settled(city: City) -> dict[tuple[str, str, str], bytes]:
    """Without messages about cases that only routing was told of, by other tests.

    They wait for a contact, and look for it by the clock.
    """
    return {
        place: document
        for place, document in (await everything(city)).items()
        if decode(document).get("message_state") != "waiting_for_contact"
    }


async def all_still(city: City) -> None:
    """What earlier tests have set going, letters above all, has come to rest."""
    was = None
    async with asyncio.timeout(QUIET):
        while (now := await settled(city)) != was:
            was = now
            await asyncio.sleep(2)


async def test_reading_everything_again_changes_nothing(city: City):
    async with city.flowing(10) as flow:
        pass
    await city.proven(flow)
    await all_still(city)
    await asyncio.to_thread(city.stack.supervision.stop, *SERVICES)
    before, said = await settled(city), len(await raw(city.stack))
    mails = len(list((city.stack.places.mail / "new").iterdir()))
    await forget_what_was_read(city)
    await city.together(city.stack.start_part)
    await city.all_heard()
    after = await settled(city)
    different = {k for k in before | after if before.get(k) != after.get(k)}
    assert not different
    assert len(await raw(city.stack)) == said
    assert len(list((city.stack.places.mail / "new").iterdir())) == mails
    await city.proven(flow)
