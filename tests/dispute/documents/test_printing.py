"""On paper: what was signed, to the letter, whose copy it is, and where to go."""

import asyncio
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from services.dispute.documents.sheet import TEMPLATE
from services.dispute.domain.agreeing.text import AgreementPaper, digest_of
from services.dispute.domain.rules import Holds
from services.dispute.wall.keys import paper_key
from services.kit.errors import Rejected
from tests.dispute.agreeing.table import LI, ZHANG, Table, mediation
from tests.dispute.documents.papers import WORDS, Papers, signed_text, text_in
from tests.dispute.world import CITY


@pytest.fixture(scope="module")
def sealed() -> Papers:
    return Papers().sealed()


def flat(text: str) -> str:
    return "".join(text.split())


def test_every_letter_that_was_signed_is_printed_and_its_digest_matches(sealed):
    text = signed_text(sealed)
    printed = text_in(sealed.printed("agreement"))

    assert digest_of(text) == sealed.table.digest
    assert sealed.table.digest in printed
    for line in text.split("\n"):
        assert flat(line) in printed


def test_who_signed_how_and_the_seal_are_printed(sealed):
    printed = text_in(sealed.printed("agreement"))

    assert printed.count("验证码电子签名2026年3月2日") == 2
    assert printed.count("登录电子签名2026年3月2日") == 1
    assert "已加盖调解组织印章2026年3月2日" in printed


def test_before_it_is_signed_there_are_lines_and_a_space_for_the_seal():
    papers = Papers()
    papers.drafts()
    papers.table.offers()
    printed = text_in(papers.printed("agreement", ZHANG))

    assert "电子签名" not in printed
    assert "盖章处" in printed
    assert papers.table.digest in printed


def test_one_copy_each_which_differ_in_whose_they_are(sealed):
    own, other, centres = (
        text_in(sealed.printed("agreement", who)) for who in (ZHANG, LI, None)
    )

    assert "本份由张三保存" in own
    assert own.replace("本份由张三保存", "") == other.replace("本份由李四保存", "")
    assert "本份由调解组织留存" in centres


def test_no_copy_says_where_the_other_side_lives(sealed):
    copies = [sealed.printed("agreement", who) for who in (ZHANG, LI, None)]

    for printed in map(text_in, (*copies, sealed.printed("archive"))):
        assert "幸福里" not in printed
        assert "139-0000" not in printed


def test_a_reprint_is_the_first_print_again(sealed):
    assert sealed.printed("agreement", ZHANG) == sealed.printed("agreement", ZHANG)


def test_it_is_a4_and_the_qr_code_names_number_and_digest(sealed):
    reader = PdfReader(BytesIO(sealed.printed("agreement")))
    size = (*map(round, reader.pages[0].mediabox[2:]),)
    numbers = {number for table in reader.xref.values() for number in table}
    numbers |= reader.xref_objStm.keys()
    objects = [reader.get_object(number) for number in sorted(numbers)]
    alts = [each["/Alt"] for each in objects if "/Alt" in (each or "")]

    assert size == (595, 842)
    (link,) = alts
    assert link.split(":")[1] == sealed.table.digest
    assert "张三" not in link


def test_a_text_that_was_tampered_with_is_an_error_and_no_document():
    papers = Papers().sealed().applied()
    state, agreement = papers.table.state, papers.table.agreement
    paper = asyncio.run(papers.writing.read(state, agreement))
    forged = paper.model_copy(update={"text": paper.text.replace("1200", "120")})
    sealed = asyncio.run(papers.vault.seal(paper_key(state.mediation_id), forged))
    papers.table.state = state.but(agreement=agreement.but(paper=sealed))

    for ask in (lambda: papers.printed("agreement"), papers.packed):
        with pytest.raises(Rejected, match="digest-mismatch"):
            ask()


def test_words_that_paper_cannot_hold_are_not_signed_either():
    papers = Papers()
    papers.drafts(WORDS.model_copy(update={"facts": "漏水\u202e了\x07\r\n\n\n还在漏"}))

    assert "漏水了\n还在漏" in signed_text(papers)


def test_words_that_look_like_markup_stay_words():
    papers = Papers()
    hostile = '#panic("x") *bold* $x$ = Heading {page}'
    papers.drafts(WORDS.model_copy(update={"facts": hostile}))
    papers.table.offers()

    assert flat(hostile) in text_in(papers.printed("agreement"))


def test_the_invitation_and_the_term_are_told_by_name(sealed):
    invited = text_in(sealed.printed("invitation", LI))
    term = text_in(sealed.printed("term", LI))

    assert "李四" in invited
    assert "不收费" in invited
    assert "人民调解法23" in invited
    assert "期限届满日2026年3月2日" in term


def test_an_invitation_says_that_it_is_free_only_where_it_is():
    people = CITY.regimes["people"]
    costs = replace(people, free=Holds(holds=False, source="ours"))
    rules = replace(CITY, regimes={**CITY.regimes, "people": costs})
    papers = Papers(Table(state=mediation(regime="people"), rules=rules))

    assert "不收费" not in text_in(papers.printed("invitation", LI))


def test_the_termination_names_reason_routes_and_limitation():
    papers = Papers()
    papers.drafts()
    papers.table.offers()
    papers.table.refuses_to_sign(LI)
    printed = text_in(papers.printed("termination", ZHANG))

    for said in (
        "有一方拒绝签字",
        "向人民法院起诉",
        "12348",
        "一般为三年",
        "民法典188",
    ):
        assert said in printed


def test_the_rest_of_what_was_agreed_in_part_has_its_ways_too():
    papers = Papers().sealed(words=WORDS.model_copy(update={"partly": True}))
    with pytest.raises(Rejected, match="no-such-document"):
        papers.printed("termination", ZHANG)
    papers.table.chooses(ZHANG, goes_on=False)
    printed = text_in(papers.printed("termination", ZHANG))

    assert "其余事项没有达成协议" in printed
    assert "向人民法院起诉" in printed


def test_who_settled_it_themselves_is_not_told_that_nobody_agreed():
    papers = Papers()
    ended = {"state": "ended", "end_reason": "self_settled"}
    papers.table.state = papers.table.state.but(**ended)
    printed = text_in(papers.printed("termination", ZHANG))

    assert "已经自行和解" in printed
    assert "没有达成协议" not in printed


def test_what_nobody_disputes_leaves_with_those_who_agreed_to_it():
    papers = Papers(on_record="漏水始于一月")
    ended = {"state": "ended", "end_reason": "expired"}
    li = papers.table.state.parties[1].model_copy(update={"left": True})
    papers.table.state = papers.table.state.but(**ended).with_party(li)

    assert "漏水始于一月" in text_in(papers.printed("termination", ZHANG))
    assert "漏水始于一月" not in text_in(papers.printed("termination", LI))


def test_labour_goes_to_arbitration_within_a_year():
    papers = Papers()
    ended = {"state": "ended", "end_reason": "expired", "dispute_type": "labour"}
    papers.table.state = papers.table.state.but(**ended)
    printed = text_in(papers.printed("termination", ZHANG))

    assert "1.申请劳动人事争议仲裁" in printed
    assert "一年" in printed
    assert "劳动争议调解仲裁法27" in printed


def test_the_archive_is_the_offices_alone(sealed):
    archive = text_in(sealed.printed("archive"))
    assert "加盖印章" in archive
    assert "尚未履行" in archive

    with pytest.raises(Rejected, match="no-such-document"):
        sealed.printed("archive", ZHANG)


def test_what_is_not_there_is_not_printed():
    with pytest.raises(Rejected, match="no-such-document"):
        Papers().printed("termination")


def test_the_template_reads_nothing_but_what_it_is_given():
    assert [file.name for file in TEMPLATE.parent.iterdir()] == ["sheet.typ"]
    source = TEMPLATE.read_text()
    for way in ("#import", "#include", "read(", "eval("):
        assert way not in source


def test_an_agreement_sealed_is_kept_with_names_when_the_task_is_over():
    papers = Papers().sealed()
    state = papers.table.state.but(revoked=True)
    papers.table.state = state.keeping_what_is_needed

    assert papers.table.state.parties[0].card is None
    assert "张三" in text_in(papers.printed("agreement", ZHANG))


def test_a_paper_of_another_day_has_another_digest():
    papers = Papers()
    papers.drafts()
    first = papers.table.digest
    (matter, other) = WORDS.matters
    later = matter.duties[0].model_copy(update={"due_on": date(2026, 4, 1)})
    changed = matter.model_copy(update={"duties": (later,)})
    papers.drafts(WORDS.model_copy(update={"matters": (changed, other)}))

    assert papers.table.digest != first
    assert AgreementPaper.model_fields.keys() >= {"draft", "text", "signers"}
