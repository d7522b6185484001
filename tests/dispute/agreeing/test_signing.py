"""Exactly one text is signed, by whom it may be; then the seal, and not before."""

from datetime import date, timedelta

import pytest

from contracts.codes import derived_id
from services.dispute.domain.agreeing.agreement import MEDIATOR
from services.kit.errors import Rejected
from tests.dispute.agreeing.table import (
    CODE,
    LI,
    SCAN,
    WRONG,
    ZHANG,
    Table,
    words,
)

WANG = derived_id("王五")


def group(table: Table) -> None:
    """王五 is represented by 李四."""
    member = table.state.parties[1].model_copy(
        update={"party_id": WANG, "token_hash": WANG, "represented_by": (LI,)}
    )
    table.state = table.state.but(parties=(*table.state.parties, member))


@pytest.fixture
def table() -> Table:
    table = Table()
    table.drafts()
    table.offers()
    return table


def test_who_when_how_and_what_is_kept_of_a_signature(table):
    table.asks_a_code(ZHANG)
    table.signs(ZHANG)
    (signature,) = table.agreement.signatures

    assert (signature.signer, signature.at) == (ZHANG, table.now)
    assert (signature.how, signature.digest) == ("code", table.digest)


def test_nothing_is_signed_that_was_not_offered():
    table = Table()
    table.drafts()

    with pytest.raises(Rejected, match="not-offered"):
        table.asks_a_code(ZHANG)


def test_a_code_serves_once(table):
    table.asks_a_code(ZHANG)
    table.signs(ZHANG)
    table.drafts(words(date(2026, 3, 21)))
    table.offers()

    with pytest.raises(Rejected, match="no-code"):
        table.signs(ZHANG)


def test_a_code_is_of_one_party(table):
    table.asks_a_code(ZHANG)

    with pytest.raises(Rejected, match="no-code"):
        table.signs(LI)


def test_a_code_serves_for_ten_minutes(table):
    table.asks_a_code(ZHANG)
    table.now += timedelta(minutes=10)

    with pytest.raises(Rejected, match="code-expired"):
        table.signs(ZHANG)


def test_five_wrong_tries_spend_a_code(table):
    table.asks_a_code(ZHANG)
    for _ in range(5):
        table.signs(ZHANG, WRONG)
    assert table.agreement.signatures == ()

    with pytest.raises(Rejected, match="no-code"):
        table.signs(ZHANG)


def test_codes_are_asked_for_once_a_minute_and_five_times_an_hour(table):
    table.asks_a_code(ZHANG)
    with pytest.raises(Rejected, match="code-too-soon") as no:
        table.asks_a_code(ZHANG)
    assert no.value.status == 429
    for _ in range(4):
        table.now += timedelta(minutes=1)
        table.asks_a_code(ZHANG)
    table.now += timedelta(minutes=1)

    with pytest.raises(Rejected, match="codes-too-many"):
        table.asks_a_code(ZHANG)
    table.now += timedelta(hours=1)
    table.asks_a_code(ZHANG)


def test_a_new_code_takes_the_place_of_the_one_before(table):
    table.asks_a_code(ZHANG, "the first")
    table.now += timedelta(minutes=1)
    table.asks_a_code(ZHANG, "the second")
    table.signs(ZHANG, "the first")
    assert table.agreement.signatures == ()
    table.signs(ZHANG, "the second")

    assert table.agreement.unsigned == (LI, MEDIATOR)


def test_another_digest_than_the_texts_is_not_signed(table):
    table.asks_a_code(ZHANG)

    with pytest.raises(Rejected, match="text-changed"):
        table.signs(ZHANG, digest="0" * 64)


@pytest.mark.parametrize("missing", [ZHANG, LI, MEDIATOR])
def test_nobody_seals_without_every_signature(table, missing):
    for who in {ZHANG, LI} - {missing}:
        table.asks_a_code(who)
        table.signs(who)
    if missing != MEDIATOR:
        table.mediator_signs()

    with pytest.raises(Rejected, match="unsigned") as no:
        table.seals()
    assert no.value.law == "人民调解法 29"


def test_another_text_voids_every_signature(table):
    table.all_sign()
    table.drafts(words(date(2026, 3, 21)))

    assert table.agreement.signatures == ()
    with pytest.raises(Rejected, match="not-offered"):
        table.seals()


def test_it_takes_effect_with_the_seal_and_from_there_the_30_days_run(table):
    table.all_sign()
    table.now += timedelta(days=1)
    table.seals()
    table.seals()
    agreed = table.facts[-2]

    assert table.said()[-2:] == ["mediation-agreed", "task-reply"]
    assert (table.state.state, table.state.performance) == ("agreed", "performing")
    assert agreed.parties == (ZHANG, LI)
    assert agreed.confirm_by.date() == date(2026, 4, 2)


def test_a_partial_agreement_leaves_the_rest_open():
    table = Table().sealed(written=words(partly=True))

    assert table.state.state == "partly_agreed"
    assert table.facts[-1].outcome == "partly_resolved"


def test_nobody_who_was_named_later_is_left_out(table):
    table.all_sign()
    other = table.state.parties[0].model_copy(update={"party_id": "other"})
    table.state = table.state.but(parties=(*table.state.parties, other))

    with pytest.raises(Rejected, match="parties-changed"):
        table.seals()


def test_what_is_sealed_is_not_changed(table):
    table.all_sign()
    table.seals()

    for change in (table.drafts, table.mediator_signs):
        with pytest.raises(Rejected, match="mediation-over"):
            change()


def test_whoever_refuses_to_sign_ends_it_even_after_others_have(table):
    table.asks_a_code(ZHANG)
    table.signs(ZHANG)
    table.refuses_to_sign(LI)
    table.refuses_to_sign(LI)

    assert table.state.end_reason == "refused_to_sign"
    assert table.said()[-2:] == ["mediation-ended", "task-reply"]


def test_who_is_represented_refuses_for_itself_alone(table):
    group(table)
    table.drafts(parties=(ZHANG, LI, WANG))
    table.offers()
    table.refuses_to_sign(WANG)

    assert table.state.state == "mediating"
    assert [party.left for party in table.state.parties] == [False, False, True]
    with pytest.raises(Rejected, match="parties-changed"):
        table.asks_a_code(ZHANG)


def test_nobody_signs_who_is_represented(table):
    group(table)
    table.drafts(parties=(ZHANG, LI, WANG))
    table.offers()

    for try_it in (table.asks_a_code, table.signs):
        with pytest.raises(Rejected, match="represented") as no:
            try_it(WANG)
        assert no.value.law == "宁波 20"


def test_marriage_adoption_and_inheritance_are_signed_in_ink_only():
    table = Table()
    table.drafts(dispute_type="marriage-family")
    table.offers()
    assert table.facts[-1].wet_ink

    for electronic in (
        lambda: table.asks_a_code(ZHANG),
        lambda: table.signs(ZHANG),
        table.mediator_signs,
    ):
        with pytest.raises(Rejected, match="ink-only") as no:
            electronic()
        assert no.value.law == "电子签名法 3"
    table.inks(ZHANG, LI, MEDIATOR)
    table.seals()
    assert table.state.state == "agreed"


def test_one_request_does_not_record_two_scans(table):
    table.inks(ZHANG)
    with pytest.raises(Rejected, match="idempotency-key-reused"):
        table.inks(LI)
    table.drafts(words(date(2026, 3, 21)))
    table.offers()
    with pytest.raises(Rejected, match="idempotency-key-reused"):
        table.inks(ZHANG)

    assert ZHANG in table.agreement.unsigned


def test_ink_is_recorded_with_its_scan_and_by_whom(table):
    table.inks(ZHANG)
    table.inks(ZHANG)
    signature = table.agreement.signature_of(ZHANG)

    assert signature is not None
    assert (signature.how, signature.scan) == ("wet_ink", SCAN.scan_id)
    assert signature.recorded_by == "clerk"
    with pytest.raises(Rejected, match="not-a-signer"):
        table.inks("somebody")


def test_a_repeat_of_a_signature_is_no_news(table):
    table.asks_a_code(ZHANG)
    table.signs(ZHANG)
    signed = table.state
    table.signs(ZHANG, CODE)

    assert table.state == signed


def test_no_term_ends_what_all_have_signed_in_it(table):
    ends = table.now + timedelta(days=1)
    table.state = table.state.but(term_ends_at=ends)
    for who in (ZHANG, LI):
        table.asks_a_code(who)
        table.signs(who)
    assert table.state.expires_at == ends

    table.mediator_signs()
    assert table.state.expires_at is None
    table.now = ends + timedelta(days=2)
    table.seals()
    assert table.state.state == "agreed"


def test_the_term_ends_it_where_somebody_is_named_after_all_have_signed(table):
    ends = table.now + timedelta(days=1)
    table.all_sign()
    other = table.state.parties[0].model_copy(update={"party_id": "another"})
    parties = (*table.state.parties, other)

    assert table.state.but(term_ends_at=ends, parties=parties).expires_at == ends
