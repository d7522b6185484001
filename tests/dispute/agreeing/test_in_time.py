"""Between the last signature and the seal, and between the seal and the court."""

from datetime import timedelta

import pytest

from contracts.dispute import (
    AgreementSigned,
    ConfirmationDueSoon,
    SealOverdue,
    TermDueSoon,
)
from services.dispute.by_when import by_when
from services.dispute.domain.agreeing.agreement import MEDIATOR
from services.dispute.signing.room import progress
from services.kit.errors import Rejected
from tests.dispute.agreeing.table import LI, SCAN, TERMS, ZHANG, Table, words

MEND, PAY = 0, 1
WEEK = timedelta(days=7)


@pytest.fixture
def table() -> Table:
    """Everybody has signed."""
    table = Table()
    table.drafts()
    table.offers()
    table.all_sign()
    return table


def told(table: Table, kind: type) -> list:
    return [fact for fact in table.facts if isinstance(fact, kind)]


def test_with_the_last_signature_only_the_seal_is_missing(table):
    (signed,) = told(table, AgreementSigned)

    assert table.facts[-1] is signed
    assert signed.parties == (ZHANG, LI)
    assert signed.seal_by == TERMS.seal_by(table.now)
    assert progress(table.state).seal_by == signed.seal_by


@pytest.mark.parametrize("last", [ZHANG, LI, MEDIATOR])
def test_whoever_signs_last_and_however(last):
    table = Table()
    table.drafts()
    table.offers()
    table.inks(*(who for who in (ZHANG, LI, MEDIATOR) if who != last))
    assert told(table, AgreementSigned) == []
    table.inks(last, scan=SCAN.model_copy(update={"scan_id": "another"}))

    assert len(told(table, AgreementSigned)) == 1


def test_another_text_is_signed_and_told_anew(table):
    table.drafts(words(partly=True))
    table.offers()
    assert table.agreement.seal_by is None
    table.all_sign()

    assert len(told(table, AgreementSigned)) == 2


def test_each_day_that_passes_without_the_seal_is_told_with_the_next(table):
    promised = table.agreement.seal_by
    table.passes(days=1)
    assert told(table, SealOverdue) == []
    table.passes(days=2)
    table.passes(days=9)
    once, again = told(table, SealOverdue)

    assert (once.due_at, again.due_at) == (promised, once.until)
    assert again.until == table.agreement.seal_by
    assert once.until < again.until
    assert (once.escalated, again.escalated) == (False, True)
    assert once.parties == again.parties == (ZHANG, LI)
    table.seals()
    assert table.state.state == "agreed"
    table.passes(days=9)
    assert len(told(table, SealOverdue)) == 2


def test_who_has_signed_is_not_warned_that_the_term_ends(table):
    warn_at = table.now + timedelta(hours=1)
    table.state = table.state.but(warn_at=warn_at, term_ends_at=warn_at + WEEK)
    table.passes(days=1)
    assert told(table, TermDueSoon) == []

    table.state = table.state.but(agreement=table.agreement.withdrawn)
    assert table.state.warned_at == warn_at
    table.passes(days=1)
    assert len(told(table, TermDueSoon)) == 1


def test_a_seal_in_time_is_not_asked_for(table):
    table.seals()
    table.passes(days=9)

    assert told(table, SealOverdue) == []


def test_nobody_waits_for_the_seal_of_what_was_withdrawn(table):
    table.state = table.state.but(agreement=table.agreement.withdrawn)
    table.passes(days=9)

    assert table.agreement.seal_by is None
    assert told(table, SealOverdue) == []


def test_the_parties_are_reminded_once_before_no_court_confirms_it(table):
    table.seals()
    confirm_by = table.agreement.confirm_by
    table.passes(days=(confirm_by - WEEK - table.now).total_seconds() / 86_400 - 0.1)
    assert told(table, ConfirmationDueSoon) == []
    table.passes(days=0.2)
    table.passes(days=3)
    (soon,) = told(table, ConfirmationDueSoon)

    assert (soon.parties, soon.confirm_by) == ((ZHANG, LI), confirm_by)


def test_who_woke_after_the_last_day_reminds_nobody(table):
    table.seals()
    table.passes(days=60)

    assert told(table, ConfirmationDueSoon) == []
    with pytest.raises(Rejected, match="confirmation-too-late"):
        table.joins(ZHANG)


def test_what_was_asked_or_done_is_not_reminded_of(table):
    table.seals()
    asked, done = Table(state=table.state), Table(state=table.state)
    for who in (ZHANG, LI):
        asked.joins(who)
    done.performs(MEND, ZHANG)
    done.performs(PAY, LI)
    for each in (asked, done):
        each.passes(days=25)
        assert told(each, ConfirmationDueSoon) == []


def test_one_who_wants_it_does_not_stop_the_reminder(table):
    table.seals()
    table.joins(ZHANG)
    table.passes(days=25)

    assert len(told(table, ConfirmationDueSoon)) == 1


def test_where_no_court_confirms_it_nobody_is_reminded():
    table = Table().sealed(unconfirmable="title")
    table.passes(days=25)

    assert told(table, ConfirmationDueSoon) == []


def days(table: Table, who: str) -> set[str]:
    """Which days this party is shown now."""
    party = table.state.party_called(who)
    shown = by_when(table.state, party, table.now)
    return {name for name, day in shown.items() if day}


def test_a_party_sees_by_when_it_is_sealed_and_then_by_when_a_court_is_asked(table):
    waiting = days(table, LI)
    table.seals()
    sealed = days(table, LI)
    for who in (ZHANG, LI):
        table.joins(who)

    assert (waiting, sealed) == ({"seal_by"}, {"ask_court_by"})
    assert days(table, LI) == set()


def test_what_is_too_late_has_no_day(table):
    table.seals()
    table.passes(days=60)

    assert days(table, ZHANG) == set()
