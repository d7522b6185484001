"""Routing on real Kafka and MongoDB, over the departments' own logins."""

from datetime import timedelta

import pytest

from contracts.codes import derived_id
from contracts.routing import (
    CaseConcluded,
    ReplyRejected,
    TaskAcknowledged,
    TaskAssigned,
    TaskCompleted,
    TaskOverdue,
    TaskSupervised,
    TriageRequested,
)
from contracts.sealed import AnswerText
from services.kit.limits.clock import Clock
from services.kit.limits.limit import Limit
from services.kit.running.clock import utc_now
from services.kit.sealing.readers import Opener, Sealer
from services.routing.app import create_app
from services.routing.domain.handling import Handling
from services.routing.domain.task import Task, Timing
from services.routing.settings import RoutingSettings
from tests.dispute.live import eventually
from tests.routing.live import living

pytestmark = pytest.mark.stack


@pytest.fixture
async def live(stack, settings_for):
    settings = settings_for("routing", kind=RoutingSettings)
    async with living(stack, create_app(settings)) as live:
        yield live


def solved(stack):
    answer = Sealer(stack.places.keys).seal("intake", AnswerText(text="路面已经修好"))
    return {"outcome": "resolved", "answer": answer}


async def own_task(live, department, case_id):
    """As the department learns of it: from its own feed."""
    first, *_ = await live.feed(department, case_id, 1)
    assert isinstance(first, TaskAssigned)
    return first.task_id


async def test_a_case_travels_to_every_department_and_back(live, stack):
    case_id = await live.accept(category="transit")
    lead = await own_task(live, "transport", case_id)
    co_handler = await own_task(live, "urban-mgmt", case_id)
    await live.reply("urban-mgmt", case_id, co_handler, "acknowledge")
    await live.reply("urban-mgmt", case_id, co_handler, "complete", outcome="explained")
    await live.feed("urban-mgmt", case_id, 3)
    caller = live.bearer("department", "transport")
    await live.http.post(f"/v1/tasks/{lead}/acknowledge", headers=caller)
    said = {"outcome": "resolved", "answer": "路面已经修好"}
    await live.http.post(f"/v1/tasks/{lead}/complete", headers=caller, json=said)

    *_, last = await live.city_feed(case_id, 8)
    assert isinstance(last, CaseConcluded)
    assert last.outcome == "resolved"
    key = (stack.places.secrets / "intake/private.jwk").read_text()
    assert Opener(key).open(last.answer, AnswerText).text == "路面已经修好"


async def test_a_case_no_rule_knows_waits_for_the_dispatcher(live):
    case_id = await live.accept(category="other")
    await live.handling(case_id, "triage")
    requested = await live.city_feed(case_id, 1)
    said = {"lead": "housing"}
    path = f"/v1/handlings/{case_id}/assign"
    await live.http.post(path, headers=live.bearer("dispatcher"), json=said)

    assert [type(fact) for fact in requested] == [TriageRequested]
    assert await own_task(live, "housing", case_id)


async def test_a_forger_changes_nothing_and_is_told_so_once(live):
    case_id = await live.accept(category="transit")
    theirs = await own_task(live, "transport", case_id)
    for number in (90_000_000, 1):
        forged = {"department": "transport", "sequence": number}
        await live.reply("urban-mgmt", case_id, theirs, "acknowledge", **forged)
    await live.reply("transport", case_id, theirs, "acknowledge", sequence=1)

    told = await live.feed("urban-mgmt", case_id, 3)
    assert [fact.reason for fact in told if isinstance(fact, ReplyRejected)] == [
        "another-department",
        "another-department",
    ]
    heard = await live.feed("transport", case_id, 2)
    assert [type(fact) for fact in heard] == [TaskAssigned, TaskAcknowledged]


async def test_a_wrong_reply_comes_back_in_words_and_stops_nobody(live, stack):
    case_id = await live.accept(category="consumer")
    task_id = await own_task(live, "market", case_id)
    await live.reply("market", case_id, task_id, "complete", **solved(stack))
    await live.reply("market", derived_id("no case"), task_id, "acknowledge")
    await live.reply("market", case_id, task_id, "acknowledge")

    heard = await live.feed("market", case_id, 3)
    refused, signed = heard[1:]
    assert "allowed now: acknowledge" in refused.words_en
    assert isinstance(signed, TaskAcknowledged)
    unknown = await live.feed("market", derived_id("no case"), 1)
    assert unknown[0].reason == "unknown-task"


async def test_reading_everything_again_doubles_nothing(live, stack):
    case_id = await live.accept(category="consumer")
    task_id = await own_task(live, "market", case_id)
    await live.reply("market", case_id, task_id, "dance")
    await live.reply("market", case_id, task_id, "acknowledge")
    await live.feed("market", case_id, 3)
    await live.repeat()
    await live.reply("market", case_id, task_id, "complete", **solved(stack))

    heard = await live.feed("market", case_id, 4)
    kinds = [TaskAssigned, ReplyRejected, TaskAcknowledged, TaskCompleted]
    assert [type(fact) for fact in heard] == kinds


async def test_what_is_late_is_found_by_the_alarm(live):
    handling = late_handling()
    desk = live.app.state.desk
    await desk.handlings.create([(handling.case_id, handling)])

    said = await live.city_feed(handling.case_id, 2)
    assert [type(fact) for fact in said] == [TaskOverdue, TaskSupervised]
    assert said[1].level == 1


async def test_the_inbox_follows_the_topic(live):
    case_id = await live.accept(category="consumer", area="990102")
    task_id = await own_task(live, "market", case_id)
    await live.reply("market", case_id, task_id, "acknowledge")
    caller = live.bearer("department", "market")
    path = "/v1/departments/market/tasks"

    async def rows():
        inbox = (await live.http.get(path, headers=caller)).json()
        return {row["task_id"]: row["state"] for row in inbox["tasks"]}

    async def metrics():
        return (await live.http.get("/metrics")).text

    await eventually(rows, lambda seen: seen.get(task_id) == "acknowledged")
    number = 'tongban_tasks{department="market",state="acknowledged"} 1'
    await eventually(metrics, lambda text: number in text)


def late_handling() -> Handling:
    """Due an hour ago, the next level tomorrow."""
    due_at = utc_now() - timedelta(hours=1)
    case_id = derived_id("late", str(due_at))
    limit = Limit(amount=24, unit="hours", source="ours")
    task = Task(
        task_id=derived_id(case_id),
        department="market",
        role="lead",
        clock=Clock(limit=limit, started_at=due_at),
        assigned_at=due_at,
        timing=Timing(due_at=due_at, overdue=(due_at, due_at + timedelta(days=1))),
    )
    return Handling(
        case_id=case_id,
        case_no="202603020000017",
        kind="request",
        category="consumer",
        area="990101",
        urgency="normal",
        state="in_progress",
        limit=limit,
        tasks=(task,),
    )
