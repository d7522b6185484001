"""How the demonstration's departments and residents behave, without a platform."""

import asyncio
from datetime import UTC, datetime
from uuid import UUID

import pytest

from contracts.codes import derived_id
from contracts.envelope import event
from contracts.intake import CaseAnswered, CaseWithdrawn
from contracts.routing import (
    CoHandlerReported,
    ExtensionDecided,
    ParkingRefused,
    ReplyRejected,
    ReturnDecided,
    TaskAssigned,
    TaskCancelled,
    TaskCompleted,
    TaskParked,
    TaskPaused,
    TaskResumed,
    TaskSubAssigned,
)
from tools.demo.following import Course
from tools.demo.playing import steps
from tools.demo.playing.directory import Directory
from tools.demo.playing.errand import Errand
from tools.demo.playing.habits import BAD, grade_of, rounds_of, story_of
from tools.demo.playing.planning import plan

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
CASE, TASK = derived_id("case"), derived_id("task")
OF_TASK = {"case_id": CASE, "task_id": TASK, "department": "street-qingshi"}
CITY = Directory(
    {"street-qingshi": "street", "c1": "community"}, {"c1": "street-qingshi"}
)
COMPLETED = TaskCompleted(**OF_TASK, outcome="resolved")
RESUMED = TaskResumed(**OF_TASK, due_at=NOW)
DONE = steps.complete({"outcome": "resolved"})


def assigned(**more):
    return TaskAssigned.model_validate(
        {
            **OF_TASK,
            "case_no": "202603020000017",
            "role": "lead",
            "kind": "request",
            "category": "sanitation",
            "area": "990101001",
            "urgency": "normal",
            "assigned_at": NOW,
            "due_at": NOW,
        }
        | more
    )


def reported(open):
    other = {"by": "housing", "by_task": derived_id("other"), "result": "completed"}
    return CoHandlerReported(**OF_TASK, **other, open=open)


def rejected(number, reason="co-handlers-open"):
    words = {"words_zh": "不行", "words_en": "no"}
    return ReplyRejected(**OF_TASK, reply_id=UUID(int=number), reason=reason, **words)


def said(planned, *heard):
    """Which actions a department takes, when it is told this in this order."""
    actions = []

    async def say(action, **rest):
        actions.append(action)
        return UUID(int=len(actions))

    async def lived():
        errand = Errand(event(assigned(), "/routing/t", 1, NOW, None), say)
        for fact in heard:
            errand.heard.put_nowait(fact)
        async with asyncio.timeout(10):
            await errand.run(planned)

    asyncio.run(lived())
    return actions


def test_a_lead_that_was_too_early_completes_after_the_last_report():
    heard = [reported(2), rejected(2), reported(1), reported(0), COMPLETED]

    assert said([DONE], *heard) == ["acknowledge", "complete", "complete"]


def test_a_completion_that_is_refused_for_good_is_not_said_again():
    assert said([DONE], rejected(2, "wrong-state")) == ["acknowledge", "complete"]


def test_who_paused_resumes_and_goes_on():
    pause = {"reason": "x", "statutory": False, "evidence": "QH-1", "until": NOW}
    heard = [TaskPaused(**OF_TASK, **pause), RESUMED, COMPLETED]

    assert said([steps.pause("weather"), DONE], *heard)[1:] == [
        "pause",
        "resume",
        "complete",
    ]


@pytest.mark.parametrize(
    ("step", "action"),
    [
        (steps.pause("weather"), "pause"),
        (steps.extend, "extend"),
        (steps.park, "request-parking"),
        (steps.give_back, "return"),
    ],
)
def test_who_may_not_goes_on_without(step, action):
    heard = [rejected(1), rejected(2, "not-in-time"), COMPLETED]

    assert said([step, DONE], *heard) == ["acknowledge", action, "complete"]


def test_what_is_parked_is_taken_up_again():
    parked = TaskParked(**OF_TASK, reason="x", review_at=NOW)
    asked = ["request-parking", "resume", "complete"]

    assert said([steps.park, DONE], parked, RESUMED, COMPLETED)[1:] == asked
    refused = said([steps.park, DONE], ParkingRefused(**OF_TASK), COMPLETED)
    assert refused[1:] == ["request-parking", "complete"]


def test_who_hands_a_part_down_waits_for_it():
    part = TaskSubAssigned(**OF_TASK, sub_task_id=derived_id("other"), to="c1")
    heard = [part, reported(1), COMPLETED]

    assert said([steps.hand_down("c1"), DONE], *heard)[1:] == ["sub-assign", "complete"]
    assert said([steps.hand_down("c1"), DONE], part, COMPLETED)[1:] == ["sub-assign"]


def test_a_decided_wish_for_more_time_is_not_waited_for_longer():
    decided = ExtensionDecided(**OF_TASK, due_at=NOW, decision="refused")

    assert said([steps.extend, DONE], decided, COMPLETED)[-1] == "complete"


@pytest.mark.parametrize(
    ("decision", "last"), [("upheld", "return"), ("dismissed", "complete")]
)
def test_who_has_to_keep_a_task_completes_it(decision, last):
    decided = ReturnDecided(**OF_TASK, decision=decision)

    assert said([steps.give_back, DONE], decided, COMPLETED)[-1] == last


def test_a_task_that_ends_ends_the_work():
    cancelled = TaskCancelled(**OF_TASK, reason="withdrawn")

    assert said([steps.wait_for_the_end, DONE], cancelled) == ["acknowledge"]


def case_of(story):
    ids = (derived_id("case", str(number)) for number in range(1000))
    return next(id for id in ids if story_of(id) == story)


@pytest.mark.parametrize(
    ("story", "last"),
    [
        ("withdrawn", steps.wait_for_the_end),
        ("urged", steps.wait_for_the_resident),
        ("supplemented", steps.wait_for_the_resident),
        ("returned-twice", steps.give_back),
    ],
)
def test_everybody_plays_their_part_in_a_story(story, last):
    task = assigned(case_id=case_of(story))

    assert plan(task, CITY)[-1] is last
    assert last not in plan(task.model_copy(update={"round": 2}), CITY)[-1:]


def test_a_designated_department_does_not_return():
    for number in range(200):
        task = {"task_id": derived_id("t", str(number)), "designated": True}
        assert steps.give_back not in plan(assigned(**task), CITY)


def test_somebody_dissatisfied_says_so_once_or_twice():
    ids = [derived_id("case", str(number)) for number in range(1000)]
    again = [id for id in ids if rounds_of(id) == 2]

    assert 30 < len(again) < 80
    assert {grade_of(id, 1) for id in again} == {BAD}
    assert BAD not in {grade_of(id, 1) for id in ids if id not in again}


def noted(course, *facts):
    for fact in facts:
        course.note(event(fact, "/x/y/z", 1, NOW, None))


def test_a_case_is_finished_when_every_round_is_answered():
    course = Course()
    answered = CaseAnswered(
        case_id=CASE, case_no="202603020000017", outcome="explained"
    )
    noted(course, assigned(), COMPLETED, answered)

    assert (course.finished(CASE), course.finished(CASE, rounds=2)) == (True, False)


def test_a_withdrawn_case_is_finished_when_nobody_is_at_work():
    course = Course()
    noted(course, assigned(), CaseWithdrawn(case_id=CASE))
    assert not course.finished(CASE)

    noted(course, TaskCancelled(**OF_TASK, reason="withdrawn"))
    assert course.finished(CASE, rounds=2)
