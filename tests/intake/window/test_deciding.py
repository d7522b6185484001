"""What becomes of a matter at the window: pure decisions, hand-computed moments."""

from datetime import timedelta

import pytest

from contracts.intake import (
    CaseAccepted,
    CaseAnsweredAtOnce,
    CaseClosed,
    CaseDeclined,
    CaseEvaluated,
    CaseHandedOver,
    CaseRecorded,
    CaseRegistered,
    CaseReopened,
    CaseWarned,
    ContactRegistered,
)
from services.intake.domain import asking
from services.intake.domain.asking import Evaluate, Reopen
from services.intake.domain.case import Case
from services.intake.domain.window import deciding
from services.intake.domain.window.deciding import (
    Accept,
    AnswerAtOnce,
    ConfirmHandOver,
    Decline,
    HandOverTo,
)
from services.intake.domain.window.registering import register
from services.intake.domain.window.waking import wake
from services.kit.errors import Rejected
from services.kit.testing.clock import MONDAY
from tests.intake.window.matters import examined, kinds, matter

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def test_what_needs_no_examination_is_accepted_at_once():
    change = register(None, matter(), MONDAY)

    assert kinds(change) == [CaseRegistered, CaseAccepted, ContactRegistered]
    assert change.state.state == "accepted"
    assert [paper.kind for paper in change.state.papers] == ["receipt", "acceptance"]


def test_what_is_examined_waits_for_the_window_until_its_day():
    case = examined()

    assert (case.state, case.accepted_at) == ("registered", None)
    assert case.wake_at == MONDAY + 7 * DAY


def test_silence_accepts_from_the_day_of_receipt():
    change = wake(examined(), MONDAY + 7 * DAY)

    (said,) = change.facts
    assert isinstance(said, CaseAccepted)
    assert (said.accepted_at, said.deemed) == (MONDAY, True)
    assert change.state.steps[-1].code == "accepted_by_silence"


def test_an_answer_at_the_window_asks_no_department():
    change = register(None, matter(answer="sealed"), MONDAY)

    assert kinds(change) == [CaseRegistered, CaseAnsweredAtOnce, ContactRegistered]
    assert (change.state.state, change.state.answer) == ("answered_at_once", "sealed")


def test_an_emergency_is_handed_over_at_once_and_somebody_is_warned():
    new = matter(emergency="line_119", warnings={"emergency": "line_119"})

    change = register(None, new, MONDAY)

    assert kinds(change) == [
        CaseRegistered,
        CaseHandedOver,
        ContactRegistered,
        CaseWarned,
    ]
    assert change.state.state == "handed_over"
    assert change.state.wake_at == MONDAY + 10 * MINUTE


def test_an_emergency_that_nobody_confirms_is_said_again_later_and_then_daily():
    case = register(None, matter(emergency="line_119"), MONDAY).state
    moments = []
    for _ in range(10):
        moments.append((case.wake_at - MONDAY) // MINUTE)
        change = wake(case, case.wake_at)
        assert [fact.reason for fact in change.facts] == ["hand_over_unconfirmed"]
        case = change.state

    assert moments == [10, 20, 40, 80, 160, 320, 640, 1280, 2720, 4160]
    assert [w.reason for w in case.warnings] == ["hand_over_unconfirmed"]


def test_a_yes_from_over_there_ends_the_warnings():
    case = register(None, matter(emergency="line_119"), MONDAY).state

    confirmed = deciding.confirm_hand_over(case, ConfirmHandOver(), MONDAY).state

    assert confirmed.wake_at is None
    assert deciding.confirm_hand_over(confirmed, ConfirmHandOver(), MONDAY) is None


def test_what_was_handed_over_by_mistake_is_taken_back_and_accepted():
    case = register(None, matter(emergency="line_119"), MONDAY).state

    change = deciding.accept(case, Accept(), MONDAY + MINUTE)

    assert kinds(change) == [CaseAccepted]
    assert (change.state.state, change.state.handed) == ("accepted", None)
    assert change.state.authority is None


def test_a_declined_matter_says_why_and_where_to_go_and_leaves_a_voucher():
    change = deciding.decline(examined(), Decline("legal_route", "court"), MONDAY)

    (said,) = change.facts
    assert isinstance(said, CaseDeclined)
    assert (said.reason, said.authority) == ("legal_route", "court")
    assert change.state.papers[-1].number == f"{change.state.case_no}-02"
    assert change.state.wake_at is None


@pytest.mark.parametrize(
    ("decide", "ask"),
    [
        (deciding.accept, Accept()),
        (deciding.decline, Decline("legal_route", "court")),
        (deciding.hand_over, HandOverTo("other_city", "other_city")),
    ],
)
def test_a_second_click_says_nothing_again(decide, ask):
    once = decide(examined(), ask, MONDAY).state

    assert decide(once, ask, MONDAY + DAY) is None


@pytest.mark.parametrize(
    ("decide", "ask"),
    [
        (deciding.decline, Decline("legal_route", "court")),
        (deciding.hand_over, HandOverTo("other_city", "other_city")),
        (deciding.answer_at_once, AnswerAtOnce("sealed")),
        (deciding.confirm_hand_over, ConfirmHandOver()),
    ],
)
def test_what_departments_have_is_not_decided_at_the_window(decide, ask):
    taken = register(None, matter(), MONDAY).state.but(state="in_progress")

    with pytest.raises(Rejected, match="wrong-state") as no:
        decide(taken, ask, MONDAY)
    assert "in_progress; allowed now: withdraw, urge, supplement" in no.value.en


@pytest.mark.parametrize("state", ["answered", "answered_at_once"])
def test_what_nobody_doubts_is_closed_after_thirty_days(state: str):
    case = _answered(state)

    assert case.wake_at == MONDAY + 30 * DAY
    change = wake(case, MONDAY + 30 * DAY)
    assert kinds(change) == [CaseClosed]
    assert (change.state.state, change.state.wake_at) == ("closed", None)


@pytest.mark.parametrize(
    ("decide", "ask", "said"),
    [
        (asking.reopen, Reopen(None, "not_solved"), CaseReopened),
        (asking.evaluate, Evaluate(None, 1, named=True), CaseEvaluated),
    ],
)
def test_an_answer_at_the_window_that_does_not_help_goes_to_a_department(
    decide, ask, said
):
    change = decide(_answered("answered_at_once"), ask, MONDAY + DAY)

    assert kinds(change) == [said, CaseAccepted]
    assert (change.state.state, change.state.round) == ("accepted", 2)
    assert change.state.accepted_at == MONDAY + DAY


@pytest.mark.parametrize("judged", [Evaluate(None, 1, False), Evaluate(None, 3, True)])
def test_a_fair_judgement_or_one_without_a_name_opens_nothing(judged: Evaluate):
    change = asking.evaluate(_answered("answered_at_once"), judged, MONDAY)

    assert kinds(change) == [CaseEvaluated]
    assert change.state.state == "answered_at_once"


def test_a_case_of_former_days_is_closed_with_its_own_dates():
    before = MONDAY - 2000 * DAY
    new = matter(received_at=before, recorded_at=before + DAY, answer="sealed")

    change = register(None, new, MONDAY)

    (said,) = change.facts
    assert isinstance(said, CaseRecorded)
    assert (said.received_at, said.answered_at) == (before, before + DAY)
    assert (change.state.state, change.state.wake_at) == ("closed", None)
    assert change.state.received_at == before


def test_nothing_was_received_tomorrow():
    change = register(None, matter(received_at=MONDAY + DAY), MONDAY)

    assert change.state.received_at == MONDAY


def test_each_warning_is_told():
    new = matter(warnings={"violence": None, "group_incident": None})

    change = register(None, new, MONDAY)

    assert [w.reason for w in change.state.warnings] == ["violence", "group_incident"]
    assert kinds(change).count(CaseWarned) == 2


def _answered(state: str) -> Case:
    return register(None, matter(answer="sealed"), MONDAY).state.but(state=state)
