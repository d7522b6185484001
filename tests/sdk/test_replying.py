"""What a department says counts once, and it learns what came of it."""

import asyncio
from datetime import UTC, datetime

import pytest

from contracts.codes import derived_id
from contracts.routing import (
    ReplyAccepted,
    ReplyRejected,
    TaskAcknowledged,
    TaskAssigned,
    TaskCompleted,
)
from tongban_department import NoContentYet, NotKnownYet, Program, Rejected, TaskOver
from tongban_department.harness.city import TRACE

UNTIL = datetime(2027, 1, 8, tzinfo=UTC)
SAID = [
    ("acknowledge", lambda task: task.acknowledge()),
    ("record-contact", lambda task: task.record_contact(reached=True)),
    ("pause", lambda task: task.pause("hearing", "QH-2026-0012", UNTIL)),
    ("resume", lambda task: task.resume()),
    ("extend", lambda task: task.extend("complex")),
    ("request-parking", lambda task: task.request_parking("no-budget")),
    ("whistle", lambda task: task.whistle("housing", "transport")),
    ("sub-assign", lambda task: task.sub_assign("below", 3, "working_days")),
    ("request-mediation", lambda task: task.request_mediation()),
    ("complete", lambda task: task.complete("resolved", "好了")),
    ("request-exclusion", lambda task: task.request_exclusion("unreasonable")),
    ("assess", lambda task: task.assess(4, "transport")),
]


def raised(kind, caught):
    """A handler's body that notes what it is told."""

    async def wrapped(saying):
        try:
            return await saying
        except kind as error:
            caught.append(error)

    return wrapped


async def test_every_action_there_is_arrives_and_is_answered(beside_the_city, on_task):
    answers = {}

    async def handle(delivery):
        for action, say in SAID:
            answers[action] = await say(delivery.task)

    harness = await beside_the_city(on_task(handle).run)
    await harness.given()

    assert [reply.action for reply in harness.city.replies] == [a for a, _ in SAID]
    assert isinstance(answers["acknowledge"].data, TaskAcknowledged)
    assert isinstance(answers["complete"].data, TaskCompleted)
    for action in ("whistle", "request-mediation", "assess"):
        assert isinstance(answers[action].data, ReplyAccepted)
        assert answers[action].data.action == action


async def test_a_return_names_reason_and_law(beside_the_city, on_task):
    async def handle(delivery):
        await delivery.task.give_back("not-ours", "潍坊 22")

    harness = await beside_the_city(on_task(handle).run)
    await harness.given()

    assert harness.city.replies[0].action == "return"


async def test_a_rejection_comes_back_to_the_caller_in_words(beside_the_city, on_task):
    caught = []

    async def handle(delivery):
        say = raised(Rejected, caught)
        await say(delivery.task.complete("resolved"))

    harness = await beside_the_city(on_task(handle).run)
    harness.city.refuse("complete", "co-handlers-open", "还有1个", "1 is open")
    await harness.given()

    assert caught[0].reason == "co-handlers-open"
    assert (caught[0].zh, caught[0].en) == ("还有1个", "1 is open")


@pytest.mark.parametrize(("role", "told"), [("lead", 1), ("co_handler", 0)])
async def test_only_the_lead_needs_an_answer(beside_the_city, on_task, role, told):
    caught = []

    async def handle(delivery):
        await delivery.task.acknowledge()
        await raised(Rejected, caught)(delivery.task.complete("resolved"))

    harness = await beside_the_city(on_task(handle).run)
    await harness.given(role=role)

    assert [no.reason for no in caught] == ["answer-needed"] * told


async def test_a_rejection_is_an_event_too(beside_the_city, on_task):
    heard = []

    async def handle(delivery):
        await raised(Rejected, [])(delivery.task.resume())

    program = on_task(handle)

    @program.on(ReplyRejected)
    async def hear(delivery):
        heard.append(delivery.fact.reason)

    harness = await beside_the_city(program.run)
    await harness.given()

    assert heard == ["wrong-state"]


async def test_a_handler_that_runs_again_says_the_same_replies(
    beside_the_city, on_task
):
    attempts = []

    async def handle(delivery):
        attempts.append(delivery.attempt)
        await delivery.task.acknowledge()
        await delivery.task.complete("resolved", f"第{delivery.attempt}次")
        if delivery.attempt < 3:
            raise RuntimeError("after everything was said")

    harness = await beside_the_city(on_task(handle).run)
    await harness.given()

    assert attempts == [1, 2, 3]
    assert harness.city.answers == ["第1次"]


async def test_what_was_rejected_is_said_anew_by_the_next_attempt(
    beside_the_city, on_task
):
    async def handle(delivery):
        await delivery.task.acknowledge()

    harness = await beside_the_city(on_task(handle).run)
    harness.city.refuse("acknowledge", "co-handlers-open")
    await harness.given()

    assert len(harness.city.replies) == 2
    assert harness.department.set_aside() == []


async def test_silence_is_not_known_yet_and_the_same_reply_can_be_sent_again(
    beside_the_city, on_task, quick
):
    caught = []

    async def handle(delivery):
        await raised(NotKnownYet, caught)(delivery.task.acknowledge())

    run = on_task(handle).run
    harness = await beside_the_city(run, manners=quick(patience=0.05))
    harness.city.silent = True
    await harness.given()
    (reply_id,) = harness.department.unanswered()
    assert caught[0].reply_id == reply_id

    with pytest.raises(NotKnownYet):
        await harness.department.again(reply_id)
    assert len(harness.city.headers) == 2
    assert len(harness.city.replies) == 1


async def test_a_reply_survives_an_outage_of_the_broker(beside_the_city, on_task):
    async def handle(delivery):
        harness.city.paper.away = len(harness.city.headers) == 0
        back = asyncio.get_running_loop().call_later
        back(0.1, setattr, harness.city.paper, "away", False)
        await delivery.task.acknowledge()

    harness = await beside_the_city(on_task(handle).run)
    await harness.given()

    assert [reply.action for reply in harness.city.replies] == ["acknowledge"]


async def test_the_trace_of_the_event_is_carried_on(beside_the_city, on_task):
    async def handle(delivery):
        await delivery.task.acknowledge()

    harness = await beside_the_city(on_task(handle).run)
    await harness.given()

    assert harness.city.headers == [TRACE]


async def test_content_may_come_after_the_task(beside_the_city, on_task):
    titles = []

    async def handle(delivery):
        titles.append((await delivery.task.content()).title)

    harness = await beside_the_city(on_task(handle).run)
    task = harness.city.assign()
    await asyncio.sleep(0.02)
    harness.city.grant(task, title="井盖")
    await harness.settled()

    assert titles == ["井盖"]


async def test_content_that_does_not_come_is_told_and_asked_for_again(
    beside_the_city, on_task
):
    caught = []

    async def handle(delivery):
        await raised(NoContentYet, caught)(delivery.task.content(patience=0.01))

    harness = await beside_the_city(on_task(handle).run)
    harness.city.assign()
    await harness.settled()

    assert len(caught) == 1


async def test_a_task_that_ended_meanwhile_owes_nothing(beside_the_city, on_task):
    over = []

    async def handle(delivery):
        try:
            await delivery.task.content()
        except TaskOver:
            over.append(delivery.attempt)
            raise

    harness = await beside_the_city(on_task(handle).run)
    await harness.stop()
    task = harness.city.assign()
    harness.city.grant(task)
    harness.city.cancel(task)
    await asyncio.gather(harness.start())
    await harness.settled()

    assert harness.department.set_aside() == []


async def test_a_person_acts_between_events_and_twice_is_once(beside_the_city):
    harness = await beside_the_city(Program().run)
    task = await harness.given()
    for _ in range(2):
        own = harness.department.task(task.case_id, task.task_id, seed="form 4711")
        answer = await own.acknowledge()

    assert isinstance(answer.data, TaskAcknowledged)
    assert len(harness.city.replies) == 1


async def test_another_departments_task_is_rejected(beside_the_city):
    harness = await beside_the_city(Program().run)
    await harness.settled()
    theirs = harness.department.task(derived_id("a"), derived_id("b"))

    with pytest.raises(Rejected, match="unknown-task"):
        await theirs.acknowledge()


async def test_what_no_contract_allows_is_never_sent(beside_the_city):
    harness = await beside_the_city(Program().run)
    task = await harness.given()
    own = harness.department.task(task.case_id, task.task_id)

    with pytest.raises(ValueError, match="outcome"):
        await own.complete("Something else!")
    assert harness.city.headers == []


async def test_an_event_without_a_task_says_so(beside_the_city):
    told = []

    async def main(department):
        async for delivery in department.feed(TaskAssigned, ReplyRejected):
            if isinstance(delivery.fact, ReplyRejected):
                with pytest.raises(LookupError):
                    _ = delivery.task
                told.append(delivery.fact.reason)
            await delivery.ack()

    harness = await beside_the_city(main)
    about = {"case_id": derived_id("x"), "department": "housing"}
    words = {"reason": "unknown-task", "words_zh": "无", "words_en": "none"}
    harness.city.tell(ReplyRejected(**about, **words, reply_id=derived_id("r")))
    await harness.settled()

    assert told == ["unknown-task"]
