"""Many people, and many processes, change one document at the same moment."""

import asyncio
from uuid import uuid4

import pytest
from motor.motor_asyncio import AsyncIOMotorClient

from services.intake.app import create_app
from services.intake.settings import IntakeSettings
from services.kit.testing.platform import MemoryPlatform
from services.kit.writing.mongo import MongoDocuments
from services.kit.writing.repository import Repository
from tests.dispute.live import living
from tests.integration.test_intake import MORE, ask, assigned, post
from tests.kit.writing.ledger import Ledger, enter

pytestmark = pytest.mark.stack
AT_ONCE = 60


@pytest.fixture
async def http(stack, settings_for):
    settings = settings_for("intake", kind=IntakeSettings)
    async with living(stack, create_app(settings)) as live, live.http() as client:
        client.headers.update(live.bearer("clerk"))
        client.live = live
        yield client


@pytest.fixture
def process(mongo_uri):
    """`process()`: one more with a client of its own, on the same collection."""
    name, city, clients = f"test_{uuid4().hex}", MemoryPlatform(), []

    def another() -> Repository[Ledger]:
        clients.append(AsyncIOMotorClient(mongo_uri, tz_aware=True))
        own = city.repository("routing", "ledgers", Ledger)
        stored = MongoDocuments(clients[-1][name], "ledgers")
        return Repository(stored, Ledger, own._writer, own._seams)

    yield another
    for client in clients:
        client.close()


@pytest.mark.parametrize("processes", [2, 6])
async def test_of_sixty_commands_at_once_none_is_turned_away(process, processes):
    ledgers = [process() for _ in range(processes)]
    names = [f"entry {n:02}" for n in range(AT_ONCE)]
    async with asyncio.timeout(30):
        await asyncio.gather(
            *(
                ledgers[n % processes].command("1", x, enter)
                for n, x in enumerate(names)
            )
        )

    assert sorted((await ledgers[0].load("1")).entries) == names


async def test_sixty_additions_to_one_case_at_once_are_all_heard(http):
    receipt = (await post(http)).json()
    await http.live.say("routing", assigned(receipt))
    add = [ask(http, receipt, "supplement", {"text": MORE}) for _ in range(30)]
    urge = [ask(http, receipt, "urge") for _ in range(30)]
    answers = await asyncio.gather(*add, *urge)

    assert {answer.status_code for answer in answers} == {200}
