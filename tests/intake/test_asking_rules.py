"""What may be said about a case when: pure decisions, one table."""

from datetime import timedelta

import pytest

from contracts.intake import CaseEvaluated, CaseReopened, CaseUrged, CaseWithdrawn
from services.intake.domain import asking
from services.intake.domain.asking import Ask, Evaluate, Reopen, Supplement
from services.intake.domain.case import Case
from services.intake.domain.moves import STATES, from_here
from services.intake.domain.offices.granting import Grants, Outdated
from services.intake.domain.parts import Evaluation, Holder
from services.kit.errors import Rejected
from services.kit.testing.clock import MONDAY
from tests.intake.books_suite import case

DAY = timedelta(days=1)
NOTHING = Grants((1, (), ()), {})
ASKS = {
    "withdraw": (asking.withdraw, Ask("k#1")),
    "urge": (asking.urge, Ask("k#1")),
    "supplement": (asking.supplement, Supplement("k#1", "sealed", NOTHING)),
    "evaluate": (asking.evaluate, Evaluate("k#1", 2, named=True)),
    "reopen": (asking.reopen, Reopen("k#1", "came_back")),
}
ALLOWED = {state: from_here(state, "resident", "window") for state in STATES}
BY_STATE_ALREADY = {("withdraw", "withdrawn"), ("reopen", "reopened")}
MOMENTS = [
    (what, state)
    for state in ALLOWED
    for what in ASKS
    if (what, state) not in BY_STATE_ALREADY
]


def in_state(state: str, **more: object) -> Case:
    answered_at = MONDAY if state.startswith("answered") else None
    about = case(0, "990101001", "zhang", None)
    return about.but(state=state, answered_at=answered_at, **more)


def refusal(what: str, of: Case, now=MONDAY) -> Rejected:
    decide, command = ASKS[what]
    with pytest.raises(Rejected) as refused:
        decide(of, command, now)
    return refused.value


@pytest.mark.parametrize(("what", "state"), MOMENTS)
def test_each_state_allows_what_its_row_says_and_names_it(what: str, state: str):
    if what in ALLOWED[state]:
        decide, command = ASKS[what]
        assert decide(in_state(state), command, MONDAY).facts
        return
    no = refusal(what, in_state(state))
    if (what, state) == ("reopen", "closed"):
        assert no.reason == "too-late-to-reopen"
        return
    assert (no.reason, no.status) == ("wrong-state", 409)
    assert no.en.startswith(f"the case is {state}; allowed now: ")
    assert all(name in no.en and name in no.zh for name in ALLOWED[state])


@pytest.mark.parametrize(("what", "state"), sorted(BY_STATE_ALREADY))
def test_what_is_so_already_is_no_news(what: str, state: str):
    decide, command = ASKS[what]

    assert decide(in_state(state), command, MONDAY) is None


@pytest.mark.parametrize("what", ["withdraw", "urge", "evaluate", "reopen"])
def test_a_repeat_under_its_key_changes_nothing_whatever_came_since(what: str):
    decide, command = ASKS[what]
    state = "answered" if what in ALLOWED["answered"] else "in_progress"
    after = decide(in_state(state), command, MONDAY).state

    assert decide(after.but(state="registered"), command, MONDAY + 90 * DAY) is None


@pytest.mark.parametrize("what", sorted(ASKS))
def test_another_request_under_a_used_key_is_refused(what: str):
    no = refusal(what, in_state("answered", requests=("k#other",)))

    assert (no.reason, no.status) == ("idempotency-key-reused", 422)


@pytest.mark.parametrize(
    ("what", "fact"),
    [
        ("withdraw", CaseWithdrawn),
        ("urge", CaseUrged),
        ("evaluate", CaseEvaluated),
        ("reopen", CaseReopened),
    ],
)
def test_each_tells_its_fact_and_leaves_a_step(what: str, fact: type):
    decide, command = ASKS[what]
    state = "answered" if what in ALLOWED["answered"] else "accepted"
    change = decide(in_state(state), command, MONDAY)

    assert [type(each) for each in change.facts] == [fact]
    assert change.state.steps[-1].at == MONDAY


def test_it_is_reopened_within_thirty_days_of_the_answer():
    answered = in_state("answered")
    command = Reopen(None, "came_back")

    assert asking.reopen(answered, command, MONDAY + 30 * DAY)
    late = refusal("reopen", answered, MONDAY + 30 * DAY + timedelta(seconds=1))
    assert (late.reason, late.status) == ("too-late-to-reopen", 409)


def test_what_is_too_late_or_done_is_not_among_what_is_allowed():
    done = in_state("answered", evaluations=(Evaluation(round=1, grade=5, named=True),))

    assert asking.allowed(done, MONDAY) == ("reopen",)
    assert asking.allowed(done, MONDAY + 31 * DAY) == ()


def test_each_answer_is_evaluated_once():
    once = asking.evaluate(in_state("answered"), Evaluate(None, 1, named=True), MONDAY)
    assert once is not None

    same = asking.evaluate(once.state, Evaluate(None, 1, named=True), MONDAY)
    assert same is None
    assert refusal("evaluate", once.state).reason == "already-evaluated"
    again = once.state.but(round=2)
    assert asking.evaluate(again, Evaluate(None, 5, named=False), MONDAY)


@pytest.mark.parametrize(
    ("kept", "reason"),
    [
        ({"supplements": ("sealed",) * 50}, "no-room-to-supplement"),
        ({"supplements": ("x" * 150_000,)}, "no-room-to-supplement"),
    ],
)
def test_additions_are_bounded(kept: dict, reason: str):
    assert refusal("supplement", in_state("accepted", **kept)).reason == reason


def test_urging_is_bounded():
    assert refusal("urge", in_state("accepted", urged=50)).reason == "urged-enough"


def test_what_would_not_fit_into_one_document_is_refused():
    huge = Supplement(None, "sealed", Grants((1, (), ()), {"t": "x" * 8_000_001}))
    with pytest.raises(Rejected) as no:
        asking.supplement(in_state("accepted"), huge, MONDAY)

    assert no.value.reason == "too-much-for-all"


@pytest.mark.parametrize(
    "grants",
    [
        pytest.param(Grants((7, ()), {"t": "a.b.c.d.e"}), id="something-was-added"),
        pytest.param(Grants((1, (), ()), {"other": "a.b.c.d.e"}), id="another-has-it"),
    ],
)
def test_nobody_is_granted_less_than_the_case_holds(grants: Grants):
    task = {"task_id": "t", "department": "housing", "role": "lead", "due_at": MONDAY}
    held = in_state("in_progress", holders=(Holder.model_validate(task),))

    with pytest.raises(Outdated):
        asking.supplement(held, Supplement(None, "sealed", grants), MONDAY)


def test_only_so_many_keys_are_remembered():
    kept = in_state("accepted", requests=tuple(f"k{n}#1" for n in range(200)))
    change = asking.urge(kept, Ask("new#1"), MONDAY)

    assert change is not None
    assert len(change.state.requests) == 200
    assert change.state.requests[-1] == "new#1"
