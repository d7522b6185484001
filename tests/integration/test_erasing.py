"""What `tongban erase` takes from the databases, and what it leaves."""

from dataclasses import replace
from types import SimpleNamespace
from uuid import uuid4

import pytest
from motor.motor_asyncio import AsyncIOMotorClient

from contracts.sealed import AnswerText
from services.kit.running.clock import utc_now
from services.kit.sealing.keys import new_private_jwk, new_secret
from services.kit.sealing.mongo_keys import MongoKeys
from services.kit.sealing.vault import KeyDestroyed, Vault
from services.routing.store.feed import FeedRows
from tests.routing.feed.rows import CONTENTS, DEPARTMENT, TASKS, row
from tools.cli.erasing import Keepers, Order, erase, over_http

pytestmark = pytest.mark.stack
NUMBER, MASTER, WORDS = "202603020000017", new_secret(), AnswerText(text="漏水")
ORDER = Order("operator", utc_now(), "asked")


@pytest.fixture
async def houses(mongo_uri):
    """Intake's and routing's databases, and one case."""
    client = AsyncIOMotorClient(mongo_uri)
    databases = tuple(client[f"erase_{uuid4().hex[:8]}"] for _ in range(2))
    case = {"_id": "c", "case_no": NUMBER, "area": "990101001"}
    await databases[0]["cases"].insert_one(case)
    yield Keepers(*databases)
    for database in databases:
        await client.drop_database(database)
    client.close()


@pytest.fixture
def intake():
    """What it was told to erase; refuses what it is told to."""
    asked = []

    async def at_intake(case, order):
        asked.append((case["_id"], order.reason))
        if at_intake.no:
            raise RuntimeError(at_intake.no)

    at_intake.no, at_intake.asked = "", asked
    return at_intake


def vault(database):
    return Vault(MongoKeys(database), MASTER)


async def test_intake_erases_the_case_and_routing_loses_its_minutes(houses, intake):
    sealed = await vault(houses.routing).seal("c", WORDS)

    await erase(houses, NUMBER, ORDER, intake)

    assert intake.asked == [("c", "asked")]
    assert await vault(houses.routing).open("c", sealed, AnswerText) is None
    with pytest.raises(KeyDestroyed):
        await vault(houses.routing).seal("c", WORDS)


async def test_contents_leave_the_feeds_of_departments(houses, intake):
    rows = FeedRows(houses.routing)
    theirs = [replace(row(0, place), case_id="c") for place in (TASKS, CONTENTS)]
    await rows.add([*theirs, row(1, CONTENTS)])
    await erase(houses, NUMBER, ORDER, intake)

    found = await rows.found(DEPARTMENT, (0,) * 6, 9)
    assert [kept.value is None for kept in found.rows[3]] == [True, False]
    assert found.rows[0][0].value


async def test_other_cases_keep_their_words(houses, intake):
    sealed = await vault(houses.routing).seal("other", WORDS)

    await erase(houses, NUMBER, ORDER, intake)

    assert await vault(houses.routing).open("other", sealed, AnswerText) == WORDS


async def test_the_case_stays_and_every_order_is_on_record(houses, intake):
    await erase(houses, NUMBER, ORDER, intake)
    await erase(houses, NUMBER, ORDER, intake)

    record = await houses.intake["erasures"].find_one({"_id": "c"})
    assert [order["reason"] for order in record["orders"]] == ["asked"] * 2
    assert record["case_no"] == NUMBER
    assert record["erased_at"]
    assert await houses.intake["cases"].count_documents({}) == 1


async def test_what_intake_refuses_loses_nothing(houses, intake):
    sealed = await vault(houses.routing).seal("c", WORDS)
    intake.no = "the case is in_progress"

    with pytest.raises(RuntimeError, match="in_progress"):
        await erase(houses, NUMBER, ORDER, intake)
    assert await vault(houses.routing).open("c", sealed, AnswerText) == WORDS
    record = await houses.intake["erasures"].find_one({"_id": "c"})
    assert "erased_at" not in record


async def test_an_unknown_number_is_told(houses, intake):
    with pytest.raises(RuntimeError, match="no case"):
        await erase(houses, "0", ORDER, intake)
    assert intake.asked == []


async def test_an_intake_that_is_not_there_is_told():
    nowhere = SimpleNamespace(
        tokens_key=new_private_jwk(),
        ports=SimpleNamespace(url=lambda _: "http://127.0.0.1:9"),
    )

    with pytest.raises(RuntimeError, match="does not answer"):
        await over_http(nowhere)({"_id": "c", "area": "990101001"}, ORDER)
