"""What an agreement says (人民调解法 29); its words are fixed to the letter."""

from datetime import UTC, date, datetime
from hashlib import sha256

import pytest

from services.dispute.domain.ending.outcome import Agree, agree
from services.kit.errors import Rejected
from tests.dispute.agreeing.table import LI, ZHANG, Table, mediation, text_of, words


@pytest.fixture
def table() -> Table:
    return Table()


def test_it_names_parties_facts_disputed_matters_and_each_duty():
    text = text_of(words())

    for said in (
        "1. 张三",
        "楼上水管漏水",
        "谁来修水管",
        "李四应于2026年3月20日前",
        "向张三履行",
        "修好水管",
        "履行方式\N{FULLWIDTH COLON}自费",
    ):
        assert said in text


def test_the_same_draft_gives_the_same_text_and_its_digest_is_of_every_letter(table):
    table.drafts()
    text = text_of(words())

    assert text_of(words()) == text
    assert table.digest == sha256(text.encode()).hexdigest()
    assert text_of(words(date(2026, 3, 21))) != text


def test_a_duty_is_due_at_the_end_of_its_day_in_the_city(table):
    table.drafts()

    assert table.agreement.duties[0].due_at.isoformat() == "2026-03-20T15:59:59+00:00"


def test_a_last_day_is_within_fifty_years(table):
    for slip in (date(2126, 3, 20), date.max):
        with pytest.raises(Rejected, match="duty-too-far"):
            table.drafts(words(slip))


def test_a_last_day_is_still_to_come_in_the_city(table):
    table.now = datetime(2026, 3, 20, 15, 59, tzinfo=UTC)
    table.drafts(words(date(2026, 3, 20)))
    late, (matter,) = date(2026, 3, 19), words().matters
    first, second = matter.duties
    past = second.model_copy(update={"due_on": late})
    matters = (matter, matter.model_copy(update={"duties": (first, past)}))

    with pytest.raises(Rejected, match="duty-past") as no:
        table.drafts(words().model_copy(update={"matters": matters}))
    assert "/matters/1/duties/1/due_on" in no.value.en
    assert "/matters/1/duties/1/due_on" in no.value.zh


def test_what_is_offered_can_still_be_done(table):
    table.drafts(words(date(2026, 3, 20)))
    table.now = datetime(2026, 3, 20, 16, tzinfo=UTC)

    with pytest.raises(Rejected, match="duty-past") as no:
        table.offers()
    assert "duty 1" in no.value.en
    table.drafts(words(date(2026, 3, 21)))
    table.offers()
    assert table.agreement.offered_at


def test_a_long_duty_can_be_sealed_and_watched(table):
    table.drafts(words(date(2076, 3, 1)))
    table.offers()
    table.all_sign()
    table.seals()

    assert table.state.performance == "performing"


def test_the_same_draft_twice_is_one_edition(table):
    table.drafts()
    table.drafts()
    assert table.agreement.edition == 1

    table.drafts(words(date(2026, 3, 21)))
    assert table.agreement.edition == 2


def test_it_is_of_all_parties(table):
    with pytest.raises(Rejected, match="parties-changed") as no:
        table.drafts(parties=(ZHANG,))
    assert no.value.law == "人民调解法 29"


def test_nobody_owes_a_duty_to_a_stranger_or_to_themselves(table):
    (matter,) = words().matters
    for wrong in ({"to": LI}, {"by": "somebody"}):
        duty = matter.duties[0].model_copy(update=wrong)
        changed = matter.model_copy(update={"duties": (duty,)})
        with pytest.raises(Rejected, match="duty-between-parties"):
            table.drafts(words().model_copy(update={"matters": (changed,)}))


def test_it_is_offered_once(table):
    table.drafts()
    table.offers()
    table.offers()

    assert table.said() == ["agreement-offered"]


def test_nothing_is_drafted_before_all_want_to_mediate():
    table = Table(state=mediation(state="inviting"))

    with pytest.raises(Rejected, match="not-mediating") as no:
        table.drafts()
    assert no.value.law == "人民调解法 17"


def test_the_type_of_dispute_is_one_of_the_citys(table):
    with pytest.raises(Rejected, match="unknown-dispute-type"):
        table.drafts(dispute_type="quarrel")


def test_where_a_court_may_not_confirm_the_draft_says_whether(table):
    with pytest.raises(Rejected, match="say-whether-confirmable") as no:
        table.drafts(dispute_type="land-homestead")
    assert no.value.law == "民诉法解释 355"
    with pytest.raises(Rejected, match="unknown-ground"):
        table.drafts(dispute_type="land-homestead", unconfirmable="weather")
    table.drafts(dispute_type="land-homestead", unconfirmable="none")
    assert table.agreement.unconfirmable is None


def test_by_word_of_mouth_only_what_is_performed_at_once(table):
    later = Agree(False, "sealed", "d", performed_at_once=False)
    with pytest.raises(Rejected, match="agreement-in-writing") as no:
        agree(table.rules, table.state, later, table.now)
    assert no.value.law == "人民调解法 28"

    at_once = Agree(False, "sealed", "d")
    change = agree(table.rules, table.state, at_once, table.now)
    assert change is not None
    assert (change.state.state, change.state.performance) == ("agreed", "performed")
    assert change.facts[0].confirm_by is None
    assert change.facts[0].oral


def test_a_text_before_the_parties_is_not_agreed_around(table):
    table.drafts()
    table.offers()

    with pytest.raises(Rejected, match="agreement-offered") as no:
        agree(table.rules, table.state, Agree(False, "sealed", "d"), table.now)
    assert no.value.law == "人民调解法 29"


def test_what_is_signed_in_ink_is_not_agreed_by_word_of_mouth(table):
    family = table.state.but(dispute_type="marriage-family")

    with pytest.raises(Rejected, match="ink-only"):
        agree(table.rules, family, Agree(False, "sealed", "d"), table.now)


def test_who_has_left_is_not_told_what_the_others_agree(table):
    gone = table.state.parties[1].model_copy(update={"left": True})
    change = agree(
        table.rules,
        table.state.with_party(gone),
        Agree(False, "sealed", "d"),
        table.now,
    )

    assert change is not None
    assert change.facts[0].parties == (ZHANG,)


def test_a_family_matter_is_signed_in_ink_whatever_the_draft_calls_it(table):
    table.state = table.state.but(dispute_type="marriage-family")
    table.drafts(dispute_type="neighbour")
    drafted = table.state
    table.drafts(dispute_type="neighbour")

    assert table.agreement.wet_ink
    assert table.state is drafted


def test_whether_a_court_confirms_it_is_asked_of_the_matter_too(table):
    table.state = table.state.but(dispute_type="land-homestead")

    with pytest.raises(Rejected, match="say-whether-confirmable"):
        table.drafts(dispute_type="neighbour")
