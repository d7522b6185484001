"""Every action by Kafka: each field reaches it, and a refusal comes back once."""

from datetime import UTC, datetime

import pytest

from contracts.department import TaskReply
from contracts.routing import (
    ExclusionRequested,
    ExtensionRequested,
    FirstContactRecorded,
    ParkingRequested,
    ReplyAccepted,
    ReplyRejected,
    TaskAcknowledged,
    TaskAssessed,
    TaskCompleted,
    TaskPaused,
    TaskResumed,
    TaskReturned,
    TaskSubAssigned,
)
from services.routing.domain.moves import ACTIONS
from tests.routing.world import ANSWER

STREET, COMMUNITY = "street-qingshi", "community-bingdili"
UNTIL = datetime(2026, 3, 4, 2, tzinfo=UTC)
PAUSE = {"reason": "weather", "evidence": "QH-2026-0012", "until": UNTIL}
PART = {"departments": (COMMUNITY,), "amount": 2, "unit": "working_hours"}
SIGNED = (("acknowledge", {}),)
EACH = {
    "acknowledge": ((), {}, TaskAcknowledged, {}),
    "record-contact": (
        (),
        {"reached": False},
        FirstContactRecorded,
        {"reached": False},
    ),
    "return": (
        (),
        {"reason": "not_our_area", "law": "潍坊 22"},
        TaskReturned,
        {"reason": "not_our_area", "law": "潍坊 22"},
    ),
    "pause": (SIGNED, PAUSE, TaskPaused, PAUSE | {"statutory": False}),
    "resume": ((*SIGNED, ("pause", PAUSE)), {}, TaskResumed, {}),
    "extend": (
        SIGNED,
        {"reason": "field_work"},
        ExtensionRequested,
        {"reason": "field_work"},
    ),
    "request-parking": (
        SIGNED,
        {"reason": "no_land"},
        ParkingRequested,
        {"reason": "no_land"},
    ),
    "sub-assign": (SIGNED, PART, TaskSubAssigned, {"to": COMMUNITY}),
    "complete": (
        SIGNED,
        {"outcome": "explained", "answer": ANSWER},
        TaskCompleted,
        {"outcome": "explained", "answer": ANSWER},
    ),
    "request-exclusion": (
        (*SIGNED, ("complete", {"outcome": "explained"})),
        {"reason": "disproved"},
        ExclusionRequested,
        {"reason": "disproved"},
    ),
}
"""What comes before, what is said, and what is told of it."""
CALLING = {"whistle", "request-mediation", "assess"}


@pytest.fixture
async def street(world):
    """Leads alone."""
    await world.accept(category="other")
    await world.assign(STREET)
    return world


def told(world, department=STREET):
    heard = world.city.bus.on(f"departments.{department}.tasks")
    return [event.data for event in heard if isinstance(event.data, ReplyRejected)]


def confirmed(world, department=STREET):
    heard = world.city.bus.on(f"departments.{department}.tasks")
    return [event.data for event in heard if isinstance(event.data, ReplyAccepted)]


def test_every_action_there_is_is_tried_here():
    assert set(EACH) | CALLING == set(ACTIONS)


def test_the_contract_tells_of_every_action():
    assert all(f"| `{action}` |" in (TaskReply.__doc__ or "") for action in ACTIONS)


@pytest.mark.parametrize("action", EACH)
async def test_what_a_department_says_is_what_is_told(street, action):
    before, said, kind, expected = EACH[action]
    for earlier, fields in before:
        await street.reply(STREET, earlier, **fields)
    await street.reply(STREET, action, **said)

    fact = street.said(kind)[-1]
    assert {name: getattr(fact, name) for name in expected} == expected
    assert not told(street)


async def test_a_part_by_kafka_has_the_limit_that_was_said(street):
    await street.reply(STREET, "acknowledge")
    await street.reply(STREET, "sub-assign", **PART)

    limit = (await street.task(COMMUNITY)).clock.limit
    assert (limit.amount, limit.unit) == (2, "working_hours")


async def test_a_street_whistles_and_both_judge_by_kafka(street):
    await street.reply(STREET, "acknowledge")
    await street.reply(STREET, "whistle", departments=("housing", "urban-mgmt"))
    await street.reply(STREET, "assess", departments=("urban-mgmt",), grade=5)
    await street.reply("housing", "assess", grade=1)

    judged = [(f.by, f.department, f.grade) for f in street.said(TaskAssessed)]
    assert judged == [(STREET, "urban-mgmt", 5), ("housing", STREET, 1)]


async def test_mediation_is_asked_for_by_kafka(street):
    await street.reply(STREET, "request-mediation")

    assert street.assigned()[-1].department == "mediation-centre"


async def test_what_only_others_are_told_of_is_confirmed_to_whoever_said_it(street):
    await street.reply(STREET, "acknowledge")
    await street.reply(STREET, "whistle", departments=("housing",))
    await street.reply("housing", "assess", grade=4)
    await street.reply(STREET, "request-mediation")

    assert [yes.action for yes in confirmed(street)] == ["whistle", "request-mediation"]
    (yes,) = confirmed(street, "housing")
    assert (yes.action, yes.task_id) == (
        "assess",
        (await street.task("housing")).task_id,
    )
    assert not [e for e in street.city.bus.on("routing.tasks") if "reply" in e.type]


async def test_what_is_done_by_http_is_answered_there_and_nowhere_else(street):
    await street.reply(STREET, "acknowledge")
    await street.act(STREET, "whistle", departments=("housing",))

    assert not confirmed(street)


@pytest.mark.parametrize("action", EACH)
async def test_each_reply_is_answered_once_in_its_senders_feed(street, action):
    before, said, _, _ = EACH[action]
    for earlier, fields in (*before, (action, said)):
        await street.reply(STREET, earlier, **fields)

    heard = street.city.bus.on(f"departments.{STREET}.tasks")
    causes = [event.causationid for event in heard if event.causationid]
    assert len(set(causes)) == len(before) + 1
    assert not confirmed(street)


WRONG = {
    "acknowledge": ({}, "wrong-state"),
    "record-contact": ({}, "reached-needed"),
    "return": ({"reason": "tired", "law": "潍坊 22"}, "unknown-reason"),
    "pause": (PAUSE | {"until": datetime(2026, 3, 1, tzinfo=UTC)}, "until"),
    "resume": ({}, "wrong-state"),
    "extend": ({}, "reason-needed"),
    "request-parking": ({"reason": "tired"}, "unknown-reason"),
    "whistle": ({}, "departments-needed"),
    "sub-assign": (PART | {"departments": ("housing",)}, "not-below"),
    "complete": ({"outcome": "merged"}, "unknown-outcome"),
    "assess": ({"grade": 3}, "nobody-whistled"),
    "request-exclusion": ({"reason": "beyond_means"}, "wrong-state"),
}


@pytest.mark.parametrize("action", WRONG)
async def test_a_refusal_comes_back_once_with_its_task_and_words(street, action):
    said, reason = WRONG[action]
    await street.reply(STREET, "acknowledge")
    for _ in range(2):
        await street.reply(STREET, action, sequence=77, **said)

    (no,) = told(street)
    assert no.reason.startswith(reason)
    assert no.task_id == (await street.task(STREET)).task_id
    assert (no.words_zh.isascii(), no.words_en.isascii()) == (False, True)


async def test_a_lead_that_leaves_the_answer_out_is_told_which_field(street):
    await street.reply(STREET, "acknowledge")
    await street.reply(STREET, "complete", outcome="resolved", answer=None)

    (no,) = told(street)
    assert no.reason == "answer-needed"
    assert "(answer)" in no.words_zh
    assert "(answer)" in no.words_en


async def test_by_reply_too_who_has_the_power_is_named(street):
    await street.reply(STREET, "acknowledge")
    elsewhere = {"outcome": "not_our_power"}
    await street.reply(STREET, "complete", **elsewhere)
    await street.reply(STREET, "complete", authority="court", **elsewhere)

    assert [no.reason for no in told(street)] == ["authority-needed"]
    assert street.said(TaskCompleted)[0].authority == "court"


async def test_what_was_refused_may_be_said_again_later(street):
    await street.reply(STREET, "complete", outcome="resolved")
    await street.reply(STREET, "acknowledge")
    await street.reply(STREET, "complete", outcome="resolved")

    assert len(told(street)) == 1
    assert street.concluded() == ["resolved"]


async def test_a_refusal_is_in_the_feed_of_whoever_said_it_only(street):
    await street.reply(STREET, "whistle", departments=("housing",))

    assert len(told(street)) == 1
    assert not told(street, "housing")
    assert not [e for e in street.city.bus.on("routing.tasks") if "reject" in e.type]
