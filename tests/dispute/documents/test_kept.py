"""What is kept and shown of a mediation when it is over, and who signed for whom."""

import asyncio
import unicodedata
from datetime import timedelta

import pytest

from contracts.sealed import Agent, AnswerText
from services.dispute.domain.sitting.parts import Attendance, Session
from services.dispute.domain.term import Appraisal, Extension
from services.kit.errors import Rejected
from services.kit.testing.clock import MONDAY
from tests.dispute.agreeing.table import LI, ZHANG
from tests.dispute.documents.papers import Papers, text_in

DAY = timedelta(days=1)
GUARDIAN = Agent(name="赵六", phone="139-0000-0009", authority="guardian")
HELD = Session(
    session_id="s",
    parties=(ZHANG, LI),
    at=MONDAY,
    venue="by-phone",
    held_at=MONDAY,
    attendance=(
        Attendance(party_id=ZHANG, how="itself"),
        Attendance(party_id=LI, how="agent"),
    ),
)


def over(**fields) -> Papers:
    papers = Papers()
    papers.named()
    state = papers.table.state.with_sitting(sessions=(HELD,))
    ended = {"state": "ended", "end_reason": "too_far_apart", "over_at": MONDAY}
    papers.table.state = state.but(mediator="chen-he", revoked=True, **ended | fields)
    papers.table.state = papers.table.state.keeping_what_is_needed
    return papers


def test_the_file_of_what_ended_without_an_agreement_says_who_and_how():
    papers = over()
    printed = text_in(papers.printed("archive"))

    assert papers.table.state.parties[0].card is None
    for said in ("张三", "李四", "陈和", "调解终止", "到场2方", "调解结束", "不公开"):
        assert said in printed


def test_the_file_of_an_oral_agreement_has_its_terms():
    papers = over()
    said = AnswerText(text="李四当场赔偿200元")
    sealed = asyncio.run(papers.vault.seal(papers.table.state.mediation_id, said))
    agreed = {"state": "agreed", "end_reason": None, "terms": sealed}
    papers.table.state = papers.table.state.but(**agreed)
    printed = text_in(papers.printed("archive"))

    assert "李四当场赔偿200元" in printed
    assert "口头协议" in printed


def test_the_file_says_how_long_it_could_take_and_where_people_were_sent():
    since, until = MONDAY + 2 * DAY, MONDAY + 5 * DAY
    papers = over(
        term_began_at=MONDAY,
        term_ends_at=MONDAY + 33 * DAY,
        extensions=(
            Extension(
                until=MONDAY + 40 * DAY, consents=(ZHANG, LI), agreed_at=MONDAY + DAY
            ),
        ),
        appraisals=(Appraisal(since=since, until=until),),
        referrals=("court", "forgotten-way"),
    )
    printed = text_in(papers.printed("archive"))

    assert "2026年3月2日起,2026年4月4日届满" in half(printed)
    assert "2026年3月3日经全部当事人(张三、李四)同意,期限改到2026年4月11日" in "".join(
        half(printed).split()
    )
    assert "2026年3月4日至2026年3月7日" in printed
    assert papers.documents.frame.city.ways.by_code["court"].name in printed
    assert "forgotten-way" in printed


def test_the_file_of_what_never_began_names_no_term_and_no_way():
    printed = text_in(over(term_ends_at=None).printed("archive"))

    assert "调解期限" not in printed
    assert "引导的其他途径" not in printed


def test_there_is_no_file_before_the_end():
    papers = Papers()
    assert "archive" not in papers.documents.there(papers.table.state)


def test_the_end_is_told_by_name_when_the_cards_are_gone():
    printed = text_in(over().printed("termination", LI))

    assert "李四" in printed
    assert "当事人:" not in printed


def test_who_was_erased_is_named_by_nothing():
    papers = over()
    asyncio.run(papers.vault.destroy(papers.table.state.mediation_id))

    for kind, whose in (("archive", None), ("termination", LI)):
        printed = text_in(papers.printed(kind, whose))
        assert "李四" not in printed
        assert "张三" not in printed


def test_who_signed_for_whom_stands_beside_the_signature():
    papers = Papers()
    papers.acts(GUARDIAN, LI)
    papers.drafts()
    papers.table.offers()
    by_agent = asyncio.run(
        papers.writing.signed_for(papers.table.state, papers.party(LI))
    )
    papers.table.asks_a_code(ZHANG)
    papers.table.signs(ZHANG)
    papers.table.asks_a_code(LI)
    papers.table.signs(LI, by_agent=by_agent)
    papers.table.mediator_signs()
    papers.table.seals()

    for kind in ("agreement", "archive"):
        assert "李四(监护人赵六" in half(text_in(papers.printed(kind)))
    assert "139-0000-0009" not in text_in(papers.printed("agreement"))


def test_of_who_cannot_decide_alone_the_ink_is_the_guardians():
    papers = Papers()
    papers.acts(GUARDIAN, LI)
    child = papers.party(LI).model_copy(update={"needs_guardian": True})
    papers.table.state = papers.table.state.with_party(child)
    papers.drafts()
    papers.table.offers()

    with pytest.raises(Rejected, match="guardian-needed"):
        papers.table.inks(LI)
    papers.table.inks(LI, by_agent={LI: "sealed"})
    assert papers.table.agreement.signatures[-1].by_agent == "sealed"


def test_papers_say_whether_it_is_open_or_closed():
    papers = over()
    for party in papers.table.state.parties:
        wanting = party.model_copy(update={"wants_open": True})
        papers.table.state = papers.table.state.with_party(wanting)

    assert papers.table.state.openly
    for kind in ("termination", "archive"):
        assert "调解方式公开调解" in text_in(papers.printed(kind))
    assert "调解方式不公开调解" in text_in(Papers().printed("term", LI))


def half(text: str) -> str:
    for name, narrow in (
        ("LEFT PARENTHESIS", "("),
        ("RIGHT PARENTHESIS", ")"),
        ("COMMA", ","),
    ):
        text = text.replace(unicodedata.lookup(f"FULLWIDTH {name}"), narrow)
    return text
