from datetime import timedelta

import pytest

from contracts.codes import derived_id
from contracts.department import TaskReply
from contracts.routing import (
    ReplyRejected,
    TaskAcknowledged,
    TaskCompleted,
    TaskOverdue,
)
from services.kit.reading.arrival import Arrival
from services.kit.testing.platform import arrived
from services.routing.domain.handling import REMEMBERED
from tests.routing.world import ANSWER, CASE, FOR_ANOTHER

ELSEWHERE = derived_id("another case")


@pytest.fixture
async def transit(world):
    await world.accept(category="transit")
    return world


def refusals(world, department="transport"):
    heard = world.city.bus.on(f"departments.{department}.tasks")
    return [event.data for event in heard if isinstance(event.data, ReplyRejected)]


async def test_a_department_signs_and_completes_by_kafka(transit):
    for department in ("urban-mgmt", "transport"):
        await transit.reply(department, "acknowledge")
        said = {"outcome": "resolved", "answer": ANSWER}
        await transit.reply(department, "complete", **said)

    assert transit.said(TaskCompleted)[1].answer == ANSWER
    assert not refusals(transit)


async def test_what_a_reply_caused_names_it(transit):
    await transit.reply("transport", "acknowledge")

    caused = transit.city.published[-1]
    assert caused.causationid is not None
    assert caused.type == TaskAcknowledged.TYPE


async def test_what_time_has_done_is_not_taken_for_the_answer(transit):
    """The task was late before the reply came, and no alarm had rung yet."""
    await transit.reply("transport", "acknowledge")
    transit.city.clock.advance(timedelta(days=30))
    before = len(transit.city.published)
    await transit.reply("transport", "extend", reason="complex_matter")

    *late, said = transit.city.published[before:]
    assert {each.causationid for each in late} == {None}
    assert TaskOverdue in {type(each.data) for each in late}
    assert said.causationid == said.data.reply_id
    assert said.data.reason == "extension-too-late"


async def test_a_repeated_reply_changes_nothing(transit):
    for _ in range(3):
        await transit.reply("transport", "acknowledge", sequence=1)

    assert len(transit.said(TaskAcknowledged)) == 1
    assert not refusals(transit)


async def test_a_forged_count_silences_nobody(transit):
    await transit.reply("urban-mgmt", "acknowledge", sequence=90_000_000)
    await transit.reply("urban-mgmt", "complete", sequence=2, outcome="resolved")

    assert len(transit.said(TaskCompleted)) == 1


async def test_the_topic_tells_who_speaks(transit):
    theirs = (await transit.task("transport")).task_id
    await transit.reply(
        "housing", "acknowledge", task_id=theirs, department="transport"
    )

    assert (await transit.task("transport")).state == "assigned"
    assert [no.reason for no in refusals(transit, "housing")] == ["another-department"]
    assert not refusals(transit)


async def test_a_neighbours_name_is_refused_within_a_shared_case_too(transit):
    theirs = (await transit.task("transport")).task_id
    await transit.reply(
        "urban-mgmt", "acknowledge", task_id=theirs, department="transport"
    )

    assert (await transit.task("transport")).state == "assigned"
    told = refusals(transit, "urban-mgmt")
    assert [no.reason for no in told] == ["another-department"]


@pytest.mark.parametrize(
    "source",
    [f"/routing/handlings/{CASE}", "/dispute/mediations/1", "/departments/transport/1"],
)
async def test_a_source_that_is_somebody_elses_is_refused_in_words(transit, source):
    await transit.reply("urban-mgmt", "acknowledge", source=source)

    assert (await transit.task("urban-mgmt")).state == "assigned"
    (no,) = refusals(transit, "urban-mgmt")
    assert no.reason == "forged-source"
    assert "/departments/" in no.words_zh
    assert "/departments/" in no.words_en


@pytest.mark.parametrize("source", ["/departments/urban-mgmt/1", "/crm/tickets/1"])
async def test_a_departments_own_system_may_be_called_anything_else(transit, source):
    await transit.reply("urban-mgmt", "acknowledge", source=source)

    assert (await transit.task("urban-mgmt")).state == "acknowledged"


async def test_the_service_that_plays_a_department_speaks_for_it(transit):
    await transit.sign("transport")
    await transit.reply("transport", "request-mediation")
    source = "/dispute/mediations/1"
    await transit.reply("mediation-centre", "acknowledge", source=source)

    assert (await transit.task("mediation-centre")).state == "acknowledged"


async def test_a_subject_that_is_another_case_is_refused_in_words(transit):
    task_id = (await transit.task("urban-mgmt")).task_id
    said = {"case_id": CASE, "department": "urban-mgmt", "action": "acknowledge"}
    fact = TaskReply.model_validate(said | {"task_id": task_id})
    arrival = arrived(fact, topic="departments.urban-mgmt.replies")
    forged = arrival.event.model_copy(update={"subject": ELSEWHERE})
    await transit.city.deliver(transit.handlers, Arrival(arrival.topic, forged))

    assert [no.reason for no in refusals(transit, "urban-mgmt")] == ["forged-subject"]


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"action": "complete", "outcome": "resolved"}, "wrong-state"),
        ({"action": "dance"}, "unknown-action"),
        ({"action": "return", "law": "潍坊 22"}, "reason-needed"),
        ({"action": "return", "reason": "not_our_duty"}, "law-needed"),
        ({"action": "acknowledge", "task_id": ELSEWHERE}, "unknown-task"),
    ],
)
async def test_a_refusal_comes_back_once_in_words(transit, said, reason):
    for _ in range(2):
        await transit.reply("transport", sequence=7, **said)

    told = refusals(transit)
    assert [no.reason for no in told] == [reason]
    assert told[0].words_zh
    assert told[0].words_en


async def test_an_answer_that_intake_could_not_open_is_refused_and_may_be_sealed_anew(
    transit,
):
    await transit.sign("urban-mgmt")
    said = {"outcome": "resolved", "answer": FOR_ANOTHER}
    await transit.reply("urban-mgmt", "complete", **said)
    assert (await transit.task("urban-mgmt")).state == "acknowledged"
    (no,) = refusals(transit, "urban-mgmt")
    assert no.reason == "answer-not-for-intake"
    assert "keys/intake.jwk" in no.words_zh
    assert "keys/intake.jwk" in no.words_en

    await transit.reply("urban-mgmt", "complete", **(said | {"answer": ANSWER}))
    assert (await transit.task("urban-mgmt")).state == "completed"


async def test_a_refusal_names_the_reply_and_what_is_allowed_now(transit):
    await transit.reply("transport", "complete", outcome="resolved")

    told = transit.city.published[-1]
    assert told.data.reply_id == told.causationid
    assert "allowed now: acknowledge, record-contact" in told.data.words_en
    assert "签收" in told.data.words_zh


async def test_an_unknown_case_is_answered_from_the_correspondence(world):
    for _ in range(2):
        await world.reply("housing", "acknowledge", sequence=3)

    assert [no.reason for no in refusals(world, "housing")] == ["unknown-task"]
    source = f"/routing/correspondence/housing.{CASE}"
    assert world.city.published[-1].source == source
    assert world.city.published[-1].subject == CASE


async def test_a_correspondence_is_about_one_case_so_that_it_has_one_key(world):
    """Facts of one aggregate keep their order on a topic only under one Kafka key."""
    for case_id in (CASE, ELSEWHERE, CASE):
        await world.reply("housing", "acknowledge", case_id=case_id)

    keys = {(event.source, event.subject) for event in world.city.published}
    assert len(keys) == len({source for source, _ in keys}) == 2


async def test_nobody_fills_the_memory_of_a_case_that_is_not_theirs(transit):
    before = await transit.handling()
    await transit.reply("housing", "acknowledge")

    assert await transit.handling() == before


async def test_a_department_can_only_push_out_its_own_replies(transit):
    await transit.reply("transport", "acknowledge", sequence=1)
    for _ in range(REMEMBERED + 1):
        await transit.reply("urban-mgmt", "dance")

    answered = (await transit.handling()).answered
    assert [len(answered[d]) for d in ("transport", "urban-mgmt")] == [1, REMEMBERED]
