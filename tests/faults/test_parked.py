"""Poison on a city topic: its key is parked, the city goes on, release is in order."""

from datetime import UTC, datetime
from functools import partial

import pytest

from contracts.codes import derived_id
from contracts.envelope import event
from contracts.intake import CaseRegistered
from contracts.routing import TaskAssigned
from contracts.topics import encode
from tests.faults.looking import parked
from tests.faults.looking.databases import case_of, set_steps
from tests.faults.working.city import City
from tests.faults.working.machines import CLERK
from tests.faults.working.matters import submission
from tests.faults.working.window import Flow

pytestmark = pytest.mark.asyncio(loop_scope="session")

POISON = b"\xff\xfe no document at all \x00"
READERS = ("routing", "notification")


async def test_undecodable_bytes_park_their_key_and_no_other(city: City):
    key, flow = "behind-the-poison", Flow()
    case_id = derived_id(CLERK, derived_id(key))
    await city.post.send("intake.cases", case_id.encode(), POISON)
    await city.file(submission(key, 0), flow)
    for reader in READERS:
        await parked.until_some(partial(parked.queued, city, reader, case_id))
    async with city.flowing(10) as others:
        pass
    await city.settled(others)
    assert case_id not in city.course.tasks
    for reader in READERS:
        await release_fails_again(city, reader, case_id)
        (head,) = await parked.heads(city, reader, case_id)
        await parked.dropped(city, reader, head)
    await city.proven(flow, others)


async def release_fails_again(city: City, reader: str, key: str) -> None:
    (head,) = await parked.heads(city, reader, key)
    await parked.released(city, reader, head)
    (again,) = await parked.until_some(partial(parked.heads, city, reader, key))
    assert (again.id, again.reason) == (head.id, "unreadable")


async def test_an_unknown_type_is_skipped_and_counted(city: City):
    flow = Flow()
    told = await city.file(submission("told-by-a-newer-writer", 0), flow)
    now = datetime.now(UTC)
    fact = CaseRegistered(
        case_id=told.case_id,
        case_no=told.case_no,
        kind="request",
        channel="counter",
        received_at=now,
    )
    source = f"/intake/archives/{told.case_id}"
    newer = event(fact, source, 1, now, None).model_copy(
        update={"type": "tongban.intake.case-archived.v9"}
    )
    await city.post.send("intake.cases", told.case_id.encode(), encode(newer))
    await city.proven(flow)
    for reader in READERS:
        page = (await city.get(reader, "/metrics")).text
        assert 'tongban_skipped_total{topic="intake.cases"} 1.0' in page
        assert not await parked.about(city, reader, told.case_id)


async def test_a_handlers_bug_parks_its_key_and_release_survives_a_crash(city: City):
    """The bug is honest: the stored case is damaged, and later repaired."""
    await city.armed(["intake"], "in-release")
    flow = Flow()
    told = await held_at_its_department(city, "damaged-while-held", flow)
    steps = (await case_of(city, told))["state"]["steps"]
    await set_steps(city, told, "damaged")
    await city.departments.let_go(told)
    await parked.until_some(partial(parked.queued, city, "intake", told))
    async with city.flowing(10) as others:
        pass
    await city.settled(others)
    assert told not in city.course.answered
    await set_steps(city, told, steps)
    for head in await parked.heads(city, "intake", told):
        await parked.released(city, "intake", head)
    await city.until(city.power_cut("intake").exists)
    await city.together(city.stack.start_part, ["intake"])
    await city.proven(flow, others)
    assert await order_of_steps(city, told) == ["acknowledged", "completed", "answered"]


async def held_at_its_department(city: City, key: str, flow: Flow) -> str:
    """A case whose department has it, may read it and has said nothing yet."""
    case_id = derived_id(CLERK, derived_id(key))
    city.departments.hold(case_id)
    await city.file(submission(key, 0), flow)
    market = city.departments.of["market"]

    def has_it() -> bool:
        mine = (t for t, said in market.tasks.items() if said.data.case_id == case_id)
        return any(task in market.granted for task in mine)

    await city.until(has_it)
    return case_id


async def order_of_steps(city: City, case_id: str) -> list[str]:
    codes = [step["code"] for step in (await case_of(city, case_id))["state"]["steps"]]
    return [code for code in codes if code in {"acknowledged", "completed", "answered"}]


async def test_a_task_of_a_case_that_is_not_there_is_parked_and_dropped(city: City):
    stranger = derived_id("nobody-ever-registered-this")
    now = datetime.now(UTC)
    letter = event(
        _task_of(stranger, now), f"/routing/handlings/{stranger}", 1, now, None
    )
    await city.post.send("routing.tasks", stranger.encode(), encode(letter))
    (head,) = await parked.until_some(partial(parked.heads, city, "intake", stranger))
    assert head.reason == "bug"
    await parked.dropped(city, "intake", head)
    assert not await parked.heads(city, "intake", stranger)
    async with city.flowing(5) as flow:
        pass
    await city.proven(flow)


def _task_of(case_id: str, now: datetime) -> TaskAssigned:
    return TaskAssigned(
        case_id=case_id,
        task_id=derived_id("no-task"),
        department="market",
        case_no="202603020000017",
        role="lead",
        kind="request",
        category="consumer",
        area="990101001",
        urgency="normal",
        assigned_at=now,
        due_at=now,
    )
