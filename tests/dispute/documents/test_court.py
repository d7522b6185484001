"""What goes to the court, and what a party gets of it."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from services.dispute.documents.office import PACKAGE
from services.kit.errors import Rejected
from tests.dispute.agreeing.table import ZHANG
from tests.dispute.documents.papers import Papers, signed_text, text_in


@pytest.fixture(scope="module")
def sealed() -> Papers:
    return Papers().sealed()


def test_the_court_gets_one_zip_with_all_that_the_law_asks_for():
    sealed = Papers().sealed().applied()
    with ZipFile(BytesIO(sealed.packed())) as archive:
        names = archive.namelist()
        assert names[: len(PACKAGE)] == [name for name, _ in PACKAGE]
        texts = [text_in(archive.read(name)) for name in names]
    application, agreement, identities, proof, zhangs, lis = texts

    assert "民事诉讼法》第二百零五条" in application
    assert sealed.table.digest in agreement
    assert "张三" in identities
    assert "青石街道幸福里1号101" in zhangs
    assert "主持调解" in proof
    assert "139-0000-0002" in lis


def test_a_party_gets_its_own_sheet_for_the_court_and_no_other_address():
    papers = Papers().sealed().applied()
    own = text_in(papers.printed("contact", ZHANG))
    its = papers.documents.there(papers.table.state, papers.party(ZHANG))

    assert "青石街道幸福里1号101" in own
    assert "1号201" not in own
    assert "139-0000-0002" not in own
    for kind in its:
        printed = text_in(papers.printed(kind, ZHANG))
        assert "1号201" not in printed
        assert "139-0000-0002" not in printed


def test_before_they_ask_a_court_there_is_no_sheet_for_it(sealed):
    with pytest.raises(Rejected, match="no-such-document"):
        sealed.printed("contact", ZHANG)


def test_nothing_is_packed_before_the_seal():
    papers = Papers()
    papers.drafts()

    with pytest.raises(Rejected, match="agreement-not-effective"):
        papers.packed()


def test_nothing_is_packed_before_all_have_asked_for_it(sealed):
    with pytest.raises(Rejected, match="not-applied-for") as no:
        sealed.packed()
    assert no.value.law == "民诉法 205"


def test_what_no_court_confirms_promises_no_court_and_is_not_packed():
    papers = Papers().sealed(unconfirmable="title")
    text = signed_text(papers)

    assert "四、效力" in text
    assert "司法确认" not in text
    with pytest.raises(Rejected, match="not-confirmable"):
        papers.packed()
