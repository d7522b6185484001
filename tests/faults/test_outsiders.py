"""A department's topic may hold anything; only its sender is to notice."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
import pytest_asyncio

from contracts.envelope import Event, event
from contracts.routing import TaskAssigned, TaskCompleted
from contracts.topics import encode
from tests.faults.looking import parked
from tests.faults.test_parked import held_at_its_department
from tests.faults.working.city import City
from tests.faults.working.replies import (
    Outsider,
    about_nothing,
    forged,
    rejections,
    reply,
)
from tests.faults.working.window import Flow

pytestmark = pytest.mark.asyncio(loop_scope="session")

OUTSIDER = "street-wanghu"
TOPIC = f"departments.{OUTSIDER}.replies"
FLOOD = 100
GARBAGE = (b"\x00\xff\xfe", b"{}", b"[1, 2", b'{"type": 7}', b"", b"\xf0" * 100_000)


@pytest_asyncio.fixture(loop_scope="session")
async def outsider(city: City) -> AsyncIterator[Outsider]:
    outsider = Outsider(city, OUTSIDER)
    yield outsider
    await outsider.close()


async def task_of(city: City, key: str, flow: Flow) -> Event[TaskAssigned]:
    """Held by the market department, which says nothing yet."""
    case_id = await held_at_its_department(city, key, flow)
    tasks = city.departments.of["market"].tasks.values()
    return next(task for task in tasks if task.data.case_id == case_id)


async def test_lies_are_answered_in_words_and_change_nothing(
    city: City, outsider: Outsider
):
    flow = Flow()
    task = (await task_of(city, "task-of-the-market", flow)).data
    about = (task.case_id, task.task_id)
    theirs = reply(OUTSIDER, *about, action="complete", outcome="resolved")
    as_another = reply("market", *about, action="complete", outcome="resolved")
    as_routing = forged(theirs, f"/routing/handlings/{task.case_id}")
    unknown = about_nothing(OUTSIDER, "no such thing")
    expected = {
        theirs.id: "unknown-task",
        as_another.id: "another-department",
        as_routing.id: "forged-source",
        unknown.id: "unknown-task",
    }
    await outsider.send(theirs, as_another, as_routing, unknown)
    await city.all_heard()
    answers = await rejections(city, OUTSIDER)
    assert {id: [a.reason for a in answers[id]] for id in expected} == {
        id: [reason] for id, reason in expected.items()
    }
    assert all(answers[id][0].words_zh and answers[id][0].words_en for id in expected)
    assert task.case_id not in city.course.concluded_at
    await city.departments.let_go(task.case_id)
    await city.proven(flow)


async def test_a_forged_source_and_sequence_do_not_silence_anybody(city: City):
    """The holder itself claims routing's last word; what follows is still heard."""
    flow = Flow()
    task = await task_of(city, "forged-by-its-holder", flow)
    about = (task.data.case_id, task.data.task_id)
    holder = Outsider(city, "market")
    said = reply("market", *about, action="acknowledge")
    for source in (f"/routing/handlings/{about[0]}", f"/intake/cases/{about[0]}"):
        await holder.send(forged(said, source))
    await holder.close()
    await city.departments.let_go(about[0])
    await city.proven(flow)


async def test_garbage_is_kept_for_the_operator_and_stops_nothing(
    city: City, outsider: Outsider
):
    now = datetime.now(UTC)
    about = about_nothing(OUTSIDER, "routing's voice").data
    fields = about.model_dump(include={"case_id", "task_id", "department"})
    fact = TaskCompleted.model_validate(fields | {"outcome": "resolved"})
    voice = event(fact, f"/routing/handlings/{about.case_id}", 1, now, None)
    before = len(await parked.recorded_on(city, "routing", TOPIC))
    for number, garbage in enumerate(GARBAGE):
        await outsider.send_bytes(f"key-{number % 2}".encode(), garbage)
    await outsider.send_bytes(None, b"without a key")
    await outsider.send(voice)
    heard = about_nothing(OUTSIDER, "after the garbage")
    await outsider.send(heard)
    async with city.flowing(5) as others:
        pass
    await city.proven(others)
    answers = await rejections(city, OUTSIDER)
    assert heard.id in answers
    told = [no for each in answers.values() for no in each]
    unread = [no for no in told if no.reason == "unreadable"]
    assert len(unread) >= len(GARBAGE) + 2
    rows = await parked.recorded_on(city, "routing", TOPIC)
    assert len(rows) - before == len(GARBAGE) + 2


async def test_a_flood_of_one_department_delays_no_other(
    city: City, outsider: Outsider
):
    """Half of it about one case, under keys that spread it over all partitions."""
    wide = [about_nothing(OUTSIDER, f"flood {number}") for number in range(FLOOD)]
    narrow = [about_nothing(OUTSIDER, "one and the same") for _ in range(FLOOD)]
    flood = [*wide, *narrow]
    async with city.flowing(10) as others:
        await outsider.send(*wide)
        for number, letter in enumerate(narrow):
            await outsider.send_bytes(f"key-{number}".encode(), encode(letter))
    await city.proven(others)
    answers = await rejections(city, OUTSIDER)
    assert [len(answers[letter.id]) for letter in flood] == [1] * len(flood)
