"""Messages on a real MongoDB pass the same suite as those in memory."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
from bson.codec_options import CodecOptions
from motor.motor_asyncio import AsyncIOMotorClient, AsyncIOMotorDatabase

from services.kit.serving.principal import Principal
from services.kit.testing.clock import MONDAY
from services.kit.testing.platform import MemoryPlatform
from services.kit.writing.documents import Document
from services.kit.writing.mongo import MongoDocuments
from services.kit.writing.outbox.letters import Writer
from services.kit.writing.repository import Repository, Seams
from services.notification.domain.contact import Contact, expire
from services.notification.domain.course.forgetting import forget
from services.notification.domain.message import Message
from services.notification.sight import Sight
from services.notification.store import (
    CONTACT_INDEXES,
    INDEXES,
    MessageStore,
    around,
    beyond,
    seen_by,
)
from tests.notification.sending.queries_suite import HOUR, QueriesSuite, message

pytestmark = pytest.mark.stack
Database = AsyncIOMotorDatabase[Document]


@pytest.fixture
async def database(mongo_uri: str) -> AsyncIterator[Database]:
    mongo: AsyncIOMotorClient[Document] = AsyncIOMotorClient(mongo_uri)
    name = f"test_{uuid4().hex[:8]}_notification"
    yield mongo.get_database(name, codec_options=CodecOptions(tz_aware=True))
    await mongo.drop_database(name)
    mongo.close()


@pytest.fixture
def seams() -> Seams:
    city = MemoryPlatform()
    return Seams(city.publisher, city.clock, city.failpoints)


@pytest.fixture
async def messages(database: Database, seams: Seams) -> Repository[Message]:
    writer = Writer("/notification/messages", frozenset())
    documents = MongoDocuments(database, "messages")
    await documents.create_indexes(INDEXES)
    return Repository(documents, Message, writer, seams, forget)


@pytest.fixture
async def contacts(database: Database, seams: Seams) -> Repository[Contact]:
    writer = Writer("/notification/contacts", frozenset())
    documents = MongoDocuments(database, "contacts")
    await documents.create_indexes(CONTACT_INDEXES)
    return Repository(documents, Contact, writer, seams, expire)


@pytest.fixture
def queries(database: Database, messages: Repository[Message]) -> MessageStore:
    rooms = (database["messages"], database["contacts"], database["reads"])
    return MessageStore(*rooms, messages.documents)


class TestOnMongo(QueriesSuite):
    """The suite, over fixtures of this file."""


async def test_an_old_message_of_no_line_is_the_desks(
    database: Database, messages: Repository[Message], queries: MessageStore
) -> None:
    await messages.create([("old", message("old", channel="", state="created"))])
    await database["messages"].update_one({"_id": "old"}, {"$unset": {"line": 1}})

    assert await queries.due_at_desk(("sms",), 10) == ["old"]


async def test_what_people_bring_somebody_in_whatever_role(
    messages: Repository[Message], queries: MessageStore
) -> None:
    by_hand = {"state": "handed_to_person", "due_at": None}
    kept = [
        message("to her", recipient="agent", **by_hand),
        message("to him", **by_hand),
        message("told", state="sent", due_at=None),
        message("of another", contact_id="a-case-2", **by_hand),
    ]
    await messages.create([(each.message_id, each) for each in kept])

    assert sorted(await queries.by_hand("a-case")) == ["to her", "to him"]


async def test_figures_count_by_state_channel_and_template_within_an_area(
    messages: Repository[Message], queries: MessageStore
) -> None:
    area = {"area": "990101001"}
    kept = [
        message("one", state="sent", due_at=None, **area),
        message("two", state="sent", due_at=None, **area),
        message("three", channel="", state="created", **area),
        message("elsewhere", area="990102"),
        message("before", created_at=MONDAY - 3 * HOUR, **area),
    ]
    await messages.create([(each.message_id, each) for each in kept])
    period = (MONDAY - HOUR, MONDAY + HOUR)

    assert await queries.counted("990101", *period) == [
        (("sent", "sms", "case-answered"), 2),
        (("created", "", "case-answered"), 1),
    ]
    assert await queries.counted("", *period) == []


async def test_what_is_seen_on_a_list_is_what_is_seen_one_by_one(
    messages: Repository[Message], queries: MessageStore
) -> None:
    audiences = ("applicant", "supervisor", "mediator", "department")
    kept = [
        message(f"{audience} {area}", audience=audience, area=area)
        for audience in audiences
        for area in ("", "990101001", "990102")
    ]
    await messages.create([(each.message_id, each) for each in kept])
    for role in ("clerk", "operator", "supervisor"):
        for area in ("", "9901", "990101"):
            caller = Principal(subject="chen", roles=frozenset({role}), area=area)
            sight = Sight(caller)
            listed = await queries.newest(sight, {}, None, 99)

            seen = {each.message_id for each in kept if sight.sees(each)}
            assert {each.message_id for each in listed} == seen


CITY = Sight(Principal(subject="chen", roles=frozenset({"operator"}), area="9901"))


async def paged(
    messages: Repository[Message], queries: MessageStore, **filters: str
) -> list[str]:
    """Page by page, each from where the one before has ended."""
    found: list[str] = []
    past = None
    while page := await queries.newest(CITY, filters, past, 2):
        found += [row.message_id for row in page]
        past = page[-1].created_at, page[-1].message_id
        more = message(f"come meanwhile {len(found)}", created_at=MONDAY + 9 * HOUR)
        await messages.create([(more.message_id, more)])
    return found


async def test_the_newest_is_shown_first_page_by_page(
    messages: Repository[Message], queries: MessageStore
) -> None:
    """Some of them in the same instant; what comes meanwhile is of the next look."""
    at = [2, 0, 1, 1, 1, 3]
    kept = [message(f"{n}", created_at=MONDAY + h * HOUR) for n, h in enumerate(at)]
    await messages.create([(each.message_id, each) for each in kept])

    assert await paged(messages, queries) == ["5", "0", "4", "3", "2", "1"]
    assert await paged(messages, queries, case_id="another") == []


async def test_whoever_has_waited_longest_is_first_on_the_work_list(
    messages: Repository[Message], queries: MessageStore
) -> None:
    by_hand = {"state": "handed_to_person", "due_at": None, "channel": "visit"}
    kept = [message(f"{n}", created_at=MONDAY + n * HOUR, **by_hand) for n in range(3)]
    await messages.create([(each.message_id, each) for each in reversed(kept)])
    filters = {"message_state": "handed_to_person"}

    first, second = await queries.oldest(CITY, filters, None, 2)
    past = second.created_at, second.message_id
    [third] = await queries.oldest(CITY, filters, past, 2)
    assert [first, second, third] == kept


async def looked_at(database: Database, query: Document, order: int) -> Document:
    found = database["messages"].find(query)
    if order:
        found = found.sort([("created_at", order), ("_id", order)]).limit(20)
    return (await found.explain())["executionStats"]


async def test_a_page_reads_its_own_rows_wherever_it_begins(
    database: Database, messages: Repository[Message]
) -> None:
    area = {"area": "990101001"}
    kept = [
        message(f"{n:03}", created_at=MONDAY + n * HOUR / 60, **area)
        for n in range(400)
    ]
    await messages.create([(each.message_id, each) for each in kept])
    middle = kept[200].created_at, "200"
    for order, way in ((-1, "$lt"), (1, "$gt")):
        for past in (None, middle):
            query = {"$and": [seen_by(CITY), beyond(past, way)]}
            stats = await looked_at(database, query, order)
            assert stats["totalKeysExamined"] <= 25, (order, past)


async def test_of_somebody_only_what_is_about_to_leave_or_just_left_is_read(
    database: Database, messages: Repository[Message]
) -> None:
    sent = {"state": "delivered", "due_at": None}
    kept = [
        message(f"{n:03}", sent_at=MONDAY - n * HOUR, **sent) for n in range(1, 300)
    ]
    await messages.create([(each.message_id, each) for each in kept])
    await messages.create([("waits", message("waits"))])
    query = around({"a-case applicant"}, "sms", MONDAY - 3 * HOUR)
    stats = await looked_at(database, query, 0)

    assert stats["nReturned"] == 3
    assert stats["totalKeysExamined"] <= 10
