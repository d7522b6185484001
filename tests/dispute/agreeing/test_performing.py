"""Duties are done, or not; a court is asked by all, in time, for what it may."""

from datetime import timedelta

import pytest

from contracts.dispute import DutyDue
from services.dispute.domain.performing.doing import ways_out
from services.kit.errors import Rejected
from tests.dispute.agreeing.table import LI, SCAN, ZHANG, Table, words

MEND, PAY = 0, 1


@pytest.fixture
def table() -> Table:
    return Table().sealed()


def test_who_is_entitled_says_that_a_duty_was_done(table):
    table.performs(MEND, ZHANG)
    assert (table.facts[-1].last, table.state.performance) == (False, "performing")
    table.performs(PAY, LI)

    assert (table.facts[-1].last, table.state.performance) == (True, "performed")


def test_who_owes_it_does_not(table):
    with pytest.raises(Rejected, match="not-entitled") as no:
        table.performs(MEND, LI)
    assert no.value.status == 403


def test_evidence_shows_it_as_well(table):
    table.performs(MEND, evidence=SCAN)
    duty = table.agreement.duties[MEND]

    assert (duty.how, duty.evidence) == ("evidence", SCAN.scan_id)
    assert SCAN in table.agreement.scans


def test_one_request_does_not_show_two_duties(table):
    table.performs(MEND, evidence=SCAN)

    with pytest.raises(Rejected, match="idempotency-key-reused"):
        table.performs(PAY, evidence=SCAN)


def test_evidence_of_what_is_done_already_is_not_taken_in_silence(table):
    table.performs(MEND, evidence=SCAN)
    table.performs(MEND, evidence=SCAN)
    with pytest.raises(Rejected, match="duty-performed"):
        table.performs(MEND, evidence=SCAN.model_copy(update={"scan_id": "other"}))


def test_a_duty_is_done_once(table):
    table.performs(MEND, ZHANG)
    before = len(table.facts)
    table.performs(MEND, ZHANG)

    assert len(table.facts) == before


def test_both_are_reminded_once_before_and_once_after(table):
    before = len(table.facts)
    table.passes(days=15)
    table.passes(days=1)
    table.passes(days=10)
    table.passes(days=10)
    told = [fact for fact in table.facts[before:] if isinstance(fact, DutyDue)]
    reminders = [(fact.overdue, fact.parties) for fact in told]

    of_both = [(LI, ZHANG), (ZHANG, LI)]
    assert reminders == [(late, who) for late in (False, True) for who in of_both]


def test_nobody_is_reminded_of_what_is_done(table):
    table.performs(MEND, ZHANG)
    table.performs(PAY, LI)

    assert table.state.duty_at is None


def test_a_duty_is_broken_after_its_last_day_for_a_reason_of_the_list(table):
    with pytest.raises(Rejected, match="duty-not-due"):
        table.breaks(MEND, ZHANG)
    table.now += timedelta(days=19)
    with pytest.raises(Rejected, match="unknown-breach"):
        table.breaks(MEND, ZHANG, why="bad luck")
    with pytest.raises(Rejected, match="not-entitled"):
        table.breaks(MEND, LI)
    table.breaks(MEND, ZHANG)
    table.breaks(MEND, ZHANG)

    assert table.said().count("duty-breached") == 1
    assert table.state.performance == "breached"


def test_who_says_that_they_will_not_do_it_breaks_it_before_its_day(table):
    table.breaks(MEND, ZHANG, why="refused")

    assert table.state.performance == "breached"
    assert table.facts[-1].reason == "refused"


def test_a_breach_offers_confirmation_a_court_and_another_mediation(table):
    table.now += timedelta(days=19)
    table.breaks(MEND, ZHANG)
    assert ways_out(table.state, table.now) == (
        "confirmation",
        "court",
        "mediation_again",
    )

    late = table.now + timedelta(days=30)
    assert ways_out(table.state, late) == ("court", "mediation_again")


def test_what_was_broken_may_be_made_good(table):
    table.now += timedelta(days=19)
    table.breaks(MEND, ZHANG)
    table.performs(MEND, ZHANG)
    assert table.state.performance == "breached"
    table.performs(PAY, LI)

    assert table.state.performance == "performed"


def test_all_parties_ask_the_court_together(table):
    table.joins(ZHANG)
    table.joins(ZHANG)
    assert table.state.confirmation.state == "none"
    table.joins(LI)

    assert table.state.confirmation.state == "applied"
    assert table.said().count("confirmation-applied") == 1


def test_within_30_days_of_the_seal(table):
    table.joins(ZHANG)
    table.now = table.agreement.confirm_by + timedelta(seconds=1)

    with pytest.raises(Rejected, match="confirmation-too-late") as no:
        table.joins(LI)
    assert no.value.law == "人民调解法 33"


def test_not_where_it_decides_who_owns_something():
    table = Table().sealed(dispute_type="land-homestead", unconfirmable="title")

    assert table.agreement.confirm_by is None
    with pytest.raises(Rejected, match="not-confirmable") as no:
        table.joins(ZHANG)
    assert no.value.law == "民诉法解释 355"


@pytest.mark.parametrize(
    ("way", "facts"),
    [
        (["accepted", "confirmed"], 2),
        (["accepted", "refused"], 2),
        (["accepted", "withdrawn"], 2),
        (["not_accepted"], 1),
        (["withdrawn"], 1),
    ],
)
def test_what_the_court_decides_is_recorded(table, way, facts):
    table.joins(ZHANG)
    table.joins(LI)
    for decision in way:
        table.decides(decision)
        table.decides(decision)

    assert table.state.confirmation.state == way[-1]
    assert table.said().count("confirmation-decided") == facts
    with pytest.raises(Rejected, match="not-possible-now"):
        table.decides("accepted")


def test_a_court_decides_nothing_that_it_was_not_asked(table):
    for decision in ("accepted", "confirmed", "withdrawn"):
        with pytest.raises(Rejected, match="not-possible-now"):
            table.decides(decision)


def test_what_is_confirmed_is_enforced(table):
    table.joins(ZHANG)
    table.joins(LI)
    table.decides("accepted")
    table.decides("confirmed")
    table.now += timedelta(days=19)
    table.breaks(MEND, ZHANG)

    assert ways_out(table.state, table.now) == ("enforcement",)


def test_without_a_seal_there_is_nothing_to_perform():
    table = Table()
    table.drafts(words())

    with pytest.raises(Rejected, match="agreement-not-effective"):
        table.performs(MEND, ZHANG)
