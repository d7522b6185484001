"""What `tongban erase` takes from the databases, and what it leaves."""

from dataclasses import replace
from uuid import uuid4

import pytest
from motor.motor_asyncio import AsyncIOMotorClient

from contracts.sealed import AnswerText
from services.intake.attachments.store import MongoFiles
from services.kit.running.clock import utc_now
from services.kit.sealing.keys import new_secret
from services.kit.sealing.mongo_keys import MongoKeys
from services.kit.sealing.vault import KeyDestroyed, Vault
from services.routing.store.feed import FeedRows
from tests.routing.feed.rows import CONTENTS, DEPARTMENT, TASKS, row
from tools.cli.erasing import Keepers, Order, erase

pytestmark = pytest.mark.stack
NUMBER, MASTER, WORDS = "202603020000017", new_secret(), AnswerText(text="漏水")
ORDER = Order("operator", utc_now(), "the applicant asked for it")


@pytest.fixture
async def houses(mongo_uri):
    """Intake's, notification's and routing's databases, one answered case, a party."""
    client = AsyncIOMotorClient(mongo_uri)
    databases = tuple(client[f"erase_{uuid4().hex[:8]}"] for _ in range(3))
    intake, notification, _ = databases
    case = {"_id": "c", "case_no": NUMBER, "case_state": "answered", "version": 1}
    case |= {
        "persons": ["zhang"],
        "likeness": [7],
        "state": {"marks": {"persons": ["zhang"]}},
    }
    await intake["cases"].insert_one(case)
    party = {"_id": "p", "case_id": "c"}
    await notification["contacts"].insert_many([{"_id": "c", "case_id": "c"}, party])
    yield databases
    for database in databases:
        await client.drop_database(database)
    client.close()


def vault(database):
    return Vault(MongoKeys(database), MASTER)


async def test_words_and_contacts_are_gone_and_never_come_back(houses):
    places = [(house, "c") for house in houses] + [(houses[1], "p")]
    sealed = [await vault(db).seal(key, WORDS) for db, key in places]

    assert await erase(Keepers(*houses), NUMBER, ORDER) == 4

    for (database, key), text in zip(places, sealed, strict=True):
        assert await vault(database).open(key, text, AnswerText) is None
        with pytest.raises(KeyDestroyed):
            await vault(database).seal(key, WORDS)


async def test_nobody_finds_the_case_by_a_person_or_its_text_any_more(houses):
    await erase(Keepers(*houses), NUMBER, ORDER)

    case = await houses[0]["cases"].find_one({"_id": "c"})
    assert (case["persons"], case["likeness"], case["version"]) == ([], [], 2)
    assert case["state"]["marks"] == {"persons": [], "likeness": None}


async def test_contents_leave_the_feeds_of_departments(houses):
    rows = FeedRows(houses[2])
    theirs = [replace(row(0, place), case_id="c") for place in (TASKS, CONTENTS)]
    await rows.add([*theirs, row(1, CONTENTS)])
    await erase(Keepers(*houses), NUMBER, ORDER)

    found = await rows.found(DEPARTMENT, (0,) * 6, 9)
    assert [kept.value is None for kept in found.rows[3]] == [True, False]
    assert found.rows[0][0].value


async def test_files_leave_with_it(houses):
    intake, files = houses[0], MongoFiles(houses[0])
    for name, case_id in (("had", "c"), ("coming", "c"), ("other", "d")):
        await files.begin(name, case_id)
        await files.write(name, [b"sealed"])
    await files.settle("had")
    had = {"$set": {"state.attachments": [{"file": "had"}]}}
    await intake["cases"].update_one({"_id": "c"}, had)
    await erase(Keepers(*houses), NUMBER, ORDER)

    assert await intake["attachments.chunks"].distinct("files_id") == ["other"]
    assert await intake["attachments.files"].distinct("_id") == ["other"]
    assert await intake["loose_files"].distinct("_id") == ["other"]


async def test_other_cases_keep_their_words(houses):
    sealed = await vault(houses[0]).seal("other", WORDS)

    await erase(Keepers(*houses), NUMBER, ORDER)

    assert await vault(houses[0]).open("other", sealed, AnswerText) == WORDS


async def test_the_case_stays_and_every_order_is_on_record(houses):
    await erase(Keepers(*houses), NUMBER, ORDER)
    await erase(Keepers(*houses), NUMBER, ORDER)

    record = await houses[0]["erasures"].find_one({"_id": "c"})
    assert [order["reason"] for order in record["orders"]] == [ORDER.reason] * 2
    assert record["case_no"] == NUMBER
    assert record["erased_at"]
    assert await houses[0]["cases"].count_documents({}) == 1


async def test_a_case_that_somebody_still_needs_is_refused(houses):
    await houses[0]["cases"].update_one({}, {"$set": {"case_state": "in_progress"}})

    with pytest.raises(RuntimeError, match="in_progress"):
        await erase(Keepers(*houses), NUMBER, ORDER)
    assert await houses[0]["keys"].count_documents({}) == 0


async def test_an_unknown_number_is_told(houses):
    with pytest.raises(RuntimeError, match="no case"):
        await erase(Keepers(*houses), "0", ORDER)
