"""The checker on what departments do together, and on what comes in rounds."""

from dataclasses import replace

import pytest

from contracts.codes import derived_id
from contracts.intake import (
    CaseAnswered,
    CaseReopened,
    CaseSupplemented,
    CaseWithdrawn,
    ContentGranted,
    ContentRevoked,
)
from contracts.routing import (
    CaseConcluded,
    CoHandlerReported,
    ReturnDecided,
    TaskAssigned,
    TaskCancelled,
    TaskCompleted,
    TaskTransferred,
    TaskWaived,
)
from tests.tools.journey import (
    CASE,
    NUMBER,
    SEALED,
    TASK,
    journey,
    said,
    with_more,
    without,
)
from tools.checker.verdict import judged

OF_TASK = {"case_id": CASE, "task_id": TASK, "department": "housing"}
HELP = {
    "case_id": CASE,
    "task_id": derived_id("a co-handler's"),
    "department": "street-qingshi",
}
INTAKE, ROUTING = f"/intake/cases/{CASE}", f"/routing/handlings/{CASE}"
GRANTED = ContentGranted.model_validate(OF_TASK | {"content": SEALED})
REPORTED = CoHandlerReported(
    **OF_TASK,
    by="street-qingshi",
    by_task=HELP["task_id"],
    result="completed",
    open=0,
)
ANSWERED = CaseAnswered(case_id=CASE, case_no=NUMBER, outcome="resolved")


def codes(findings):
    return sorted(finding.what for finding in findings)


def assigned(**changed):
    """The task of the journey, differently."""
    records = journey().records
    first = next(r.fact for r in records if isinstance(r.fact, TaskAssigned))
    return first.model_copy(update=changed)


def of_types(*kinds):
    return lambda record: isinstance(record.fact, kinds)


@pytest.mark.parametrize(
    "end",
    [
        TaskWaived(**OF_TASK, reason="silent"),
        TaskCancelled(**OF_TASK, reason="withdrawn"),
        TaskTransferred(**OF_TASK, to="planning"),
        ReturnDecided(**OF_TASK, decision="upheld"),
    ],
)
def test_a_task_ends_in_any_of_five_ways(end):
    others = without(journey(), of_types(TaskCompleted))
    ended = with_more(others, said(ROUTING, end, after=3))

    assert "task-not-ended" not in codes(judged(ended).lost)


def test_a_dismissed_return_ends_nothing():
    others = without(journey(), of_types(TaskCompleted))
    dismissed = ReturnDecided(**OF_TASK, decision="dismissed")
    kept = with_more(others, said(ROUTING, dismissed, after=3))

    assert "task-not-ended" in codes(judged(kept).lost)


def withdrawn(*unwanted):
    left = without(journey(), of_types(CaseConcluded, CaseAnswered, *unwanted))
    return with_more(left, said(INTAKE, CaseWithdrawn(case_id=CASE), after=5))


def test_a_withdrawn_case_is_owed_no_end_and_no_answer():
    assert judged(withdrawn()).clean


def test_what_was_withdrawn_is_given_to_nobody():
    found = judged(withdrawn(ContentGranted, ContentRevoked))

    assert codes(found.lost) == ["sequence-missing", "sequence-missing"]


def second_round(*more):
    again = {"task_id": derived_id("again"), "round": 2}
    task = {"case_id": CASE, "task_id": again["task_id"], "department": "housing"}
    granted = GRANTED.model_copy(update=again)
    facts = [assigned(**again), TaskCompleted(**task, outcome="resolved")]
    routing = said(ROUTING, *facts, *more, after=5)
    intake = said(INTAKE, granted, ContentRevoked(**task), after=6)
    return with_more(journey(), [*routing, *intake])


def test_a_round_without_an_end_is_a_loss():
    assert codes(judged(second_round()).lost) == ["no-case-concluded"]


def test_every_end_of_a_round_is_owed_an_answer():
    end = CaseConcluded(case_id=CASE, outcome="resolved", round=2)
    ended = second_round(end)
    answered = with_more(ended, said(INTAKE, ANSWERED, after=8))

    assert codes(judged(ended).lost) == ["no-case-answered"]
    assert judged(answered).clean


def test_a_second_answer_to_one_round_is_doubled():
    planted = with_more(journey(), said(INTAKE, ANSWERED, after=6))

    assert codes(judged(planted).duplicated) == ["twice-answered"]


@pytest.mark.parametrize(
    "reason",
    [
        said(INTAKE, CaseSupplemented(case_id=CASE), after=7),
        said(ROUTING, REPORTED, after=5),
    ],
)
def test_a_content_is_granted_again_only_for_a_reason(reason):
    again = with_more(journey(), said(INTAKE, GRANTED, after=6))

    assert codes(judged(again).duplicated) == ["twice-granted"]
    assert not judged(with_more(again, reason)).duplicated


def test_a_lead_that_completes_before_a_co_handler_is_out_of_order():
    task = {"department": HELP["department"], "task_id": HELP["task_id"]}
    joined = assigned(role="co_handler", **task)
    own = said(ROUTING, joined, after=9)
    early = replace(journey(), records=(*own, *journey().records))
    done = said(ROUTING, TaskCompleted(**HELP, outcome="resolved"), after=10)
    records = (*own, *done, *journey().records)

    assert "lead-not-last" in codes(judged(early).out_of_order)
    found = judged(replace(early, records=records)).out_of_order
    assert "lead-not-last" not in codes(found)


REOPENED = CaseReopened(case_id=CASE, reason="not_solved")


def test_a_case_that_came_back_and_was_given_to_nobody_is_lost():
    back = with_more(journey(), said(INTAKE, REOPENED, after=9))

    assert "reopened-for-nobody" in codes(judged(back).lost)


def test_a_case_that_came_back_and_was_given_again_is_not():
    back = with_more(journey(), said(INTAKE, REOPENED, after=9))
    again = assigned(task_id=derived_id("again"), round=2)
    given = with_more(back, said(ROUTING, again, after=8))

    assert "reopened-for-nobody" not in codes(judged(given).lost)


@pytest.mark.parametrize(("between", "doubled"), [(True, False), (False, True)])
def test_a_co_handler_is_called_again_only_after_its_earlier_part(between, doubled):
    first = assigned(**HELP, role="co_handler", parent_task=TASK)
    second = first.model_copy(update={"task_id": derived_id("another part")})
    done = TaskCompleted(**HELP, outcome="resolved")
    facts = (first, done, second) if between else (first, second, done)
    called = with_more(journey(), said(ROUTING, *facts, after=8))

    assert ("twice-assigned" in codes(judged(called).duplicated)) is doubled
