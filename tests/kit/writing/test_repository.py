import asyncio
from datetime import timedelta

import pytest

from contracts.routing import TaskAcknowledged, TaskOverdue
from contracts.topics import encode
from services.kit.errors import Rejected, Stale, Unavailable
from services.kit.testing.platform import MemoryPlatform, arrived
from services.kit.writing.change import Change
from services.kit.writing.outbox.letters import Unsendable
from services.kit.writing.outbox.sweeper import sweep
from services.kit.writing.outbox.wire import Undeliverable
from services.kit.writing.repository import Repository
from tests.kit.writing.ledger import ABOUT, Ledger, Tally, enter, fall_due, hear

TOPICS = ("routing.tasks", "departments.housing.tasks")
MANY = 60


@pytest.fixture
def city() -> MemoryPlatform:
    return MemoryPlatform()


@pytest.fixture
def ledgers(city: MemoryPlatform) -> Repository[Ledger]:
    return city.repository("routing", "ledgers", Ledger, fall_due)


@pytest.fixture
def tallies(city: MemoryPlatform) -> Repository[Tally]:
    return city.repository("routing", "tallies", Tally)


async def test_a_change_is_saved_with_what_it_says(city, ledgers):
    stored = await ledgers.command("1", "rent", enter)
    await city.settle()

    assert stored.version == 1
    assert (await ledgers.load("1")).entries == ("rent",)
    assert city.facts == [TaskAcknowledged(**ABOUT)]
    assert city.published[0].source == "/routing/ledgers/1"


async def test_a_fact_goes_to_each_of_its_topics_as_the_same_bytes(city, ledgers):
    await ledgers.command("1", "rent", enter)
    await city.settle()

    city_log, department_log = (city.bus.logs[topic] for topic in TOPICS)
    assert city_log == department_log == [encode(city.published[0])]


async def test_deciding_nothing_writes_and_says_nothing(city, ledgers):
    await ledgers.command("1", "rent", enter)
    again = await ledgers.command("1", "rent", enter)
    await city.settle()

    assert again.version == 1
    assert len(city.facts) == 1


async def test_a_refusal_writes_nothing(city, ledgers):
    with pytest.raises(Rejected):
        await ledgers.command("1", "forbidden", enter)

    assert await ledgers.load("1") is None


async def test_a_fact_that_comes_again_changes_nothing(tallies):
    fact = arrived(TaskAcknowledged(**ABOUT))
    await tallies.react("1", fact, hear)
    await tallies.react("1", fact, hear)

    assert (await tallies.load("1")).heard == 1


async def test_the_same_source_counts_apart_on_each_topic(tallies):
    for topic in TOPICS:
        fact = arrived(TaskAcknowledged(**ABOUT), "/routing/ledgers/1", 1, topic)
        await tallies.react("1", fact, hear)

    assert (await tallies.load("1")).heard == 2


async def test_a_version_that_somebody_changed_is_stale(ledgers):
    await ledgers.command("1", "rent", enter)
    await ledgers.command("1", "heat", enter, if_match=1)

    with pytest.raises(Stale):
        await ledgers.command("1", "water", enter, if_match=1)


async def test_a_repeat_is_answered_whatever_version_it_names(ledgers):
    await ledgers.command("1", "rent", enter, if_match=0)
    again = await ledgers.command("1", "rent", enter, if_match=0)

    assert again.version == 1


async def test_what_is_stale_is_not_refused_for_another_reason(ledgers):
    await ledgers.command("1", "rent", enter)

    with pytest.raises(Stale):
        await ledgers.command("1", "forbidden", enter, if_match=0)


async def test_the_stores_clock_says_what_is_due(city, ledgers):
    await ledgers.command("1", "rent", enter)
    tomorrow = city.clock() + timedelta(days=1)
    await ledgers.wake("1", tomorrow - timedelta(seconds=1))
    assert (await ledgers.load("1")).due_at

    await ledgers.wake("1", tomorrow)
    assert (await ledgers.load("1")).due_at is None


async def test_of_changes_at_once_none_is_lost(city, ledgers):
    names = [f"entry {n:02}" for n in range(MANY)]
    await asyncio.gather(*(ledgers.command("1", name, enter) for name in names))
    await city.settle()

    assert sorted((await ledgers.load("1")).entries) == names
    assert [event.sequence for event in city.published] == list(range(1, MANY + 1))


async def test_an_alarm_rings_once_when_it_is_due(city, ledgers):
    await ledgers.command("1", "rent", enter)
    await city.ring()
    assert TaskOverdue not in map(type, city.facts)

    city.clock.advance(timedelta(days=1))
    await city.ring()
    await city.ring()
    assert [type(fact) for fact in city.facts].count(TaskOverdue) == 1


async def test_an_alarm_that_raises_backs_off_alone(city):
    def broken(ledger, now):
        raise ZeroDivisionError

    ledgers = city.repository("routing", "ledgers", Ledger, broken)
    await ledgers.command("1", "rent", enter)
    city.clock.advance(timedelta(days=1))

    await city.ring()
    assert await ledgers.documents.due(9) == []
    city.clock.advance(timedelta(minutes=1))
    assert await ledgers.documents.due(9) == ["1"]


async def test_while_kafka_is_away_the_outbox_waits_for_the_sweeper(city, ledgers):
    def away(topic):
        raise Unavailable("Kafka")

    city.bus.fault = away
    await ledgers.command("1", "rent", enter)
    await city.settle()
    assert city.facts == []

    city.bus.fault = lambda topic: None
    city.clock.advance(timedelta(seconds=4))
    assert await sweep(city.publisher, ledgers.documents) == 1
    await city.settle()
    assert len(city.facts) == 1
    assert (await ledgers.documents.find("1"))["outbox"] == []


async def test_a_later_letter_never_overtakes_one_that_failed(city, ledgers):
    def away(topic):
        raise Unavailable("Kafka")

    city.bus.fault = away
    await ledgers.command("1", "rent", enter)
    await city.settle()
    city.bus.fault = lambda topic: None
    await ledgers.command("1", "heat", enter)
    await city.settle()

    assert [event.sequence for event in city.bus.on("routing.tasks")] == [1, 2]


async def test_a_letter_that_can_never_leave_is_set_aside(city, ledgers):
    def no_such_topic(topic):
        raise Undeliverable(topic)

    city.bus.fault = no_such_topic
    await ledgers.command("1", "rent", enter)
    await city.settle()
    city.clock.advance(timedelta(seconds=4))

    assert await sweep(city.publisher, ledgers.documents) == 0
    assert "quarantined" in await ledgers.documents.find("1")


async def test_what_was_set_aside_is_tried_again_after_a_rest(city, ledgers):
    def no_such_topic(topic):
        raise Undeliverable(topic)

    city.bus.fault = no_such_topic
    await ledgers.command("1", "rent", enter)
    await city.settle()
    city.bus.fault = lambda topic: None
    city.clock.advance(timedelta(minutes=6))
    await sweep(city.publisher, ledgers.documents)
    await city.settle()

    assert len(city.facts) == 1
    assert "quarantined" not in await ledgers.documents.find("1")


async def test_a_letter_without_a_topic_here_is_never_written(ledgers):
    elsewhere = TaskAcknowledged(**ABOUT | {"department": "no-such-department"})

    with pytest.raises(Unsendable, match=r"departments\.no-such-department\.tasks"):
        await ledgers.command("1", "x", lambda *_: Change(Ledger(), (elsewhere,)))

    assert await ledgers.load("1") is None


async def test_an_aggregate_speaks_of_one_case_for_life(ledgers):
    await ledgers.command("1", "rent", enter)
    other = TaskAcknowledged(**ABOUT | {"case_id": ABOUT["task_id"]})

    with pytest.raises(Unsendable, match="different cases"):
        await ledgers.command("1", "x", lambda *_: Change(Ledger(), (other,)))


async def test_creating_again_keeps_what_is_there(ledgers):
    await ledgers.create([("1", Ledger(entries=("first",)))])
    await ledgers.create([("1", Ledger(entries=("second",))), ("2", Ledger())])

    assert (await ledgers.load("1")).entries == ("first",)
    assert await ledgers.load("2") == Ledger()


async def test_an_old_state_is_lifted_and_a_newer_one_is_not_touched(city):
    class Newer(Ledger):
        SCHEMA = 2
        UPCASTERS = {1: lambda state: state | {"entries": ["lifted"]}}  # noqa: RUF012

    old = city.repository("routing", "ledgers", Ledger)
    await old.command("1", "rent", enter)
    new = Repository(old.documents, Newer, old._writer, old._seams)

    assert (await new.load("1")).entries == ("lifted",)
    await new.command("1", "heat", lambda state, _, now: Change(Newer()))
    with pytest.raises(Unavailable, match="newer"):
        await old.load("1")
