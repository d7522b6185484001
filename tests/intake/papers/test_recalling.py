"""A paper tells what was decided on its day, whatever became of the case since."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from contracts.sealed import CaseContent, Person
from services.intake.catalogue import Catalogue, load_catalogue
from services.intake.domain.case import Case
from services.intake.domain.parts import Attachment, Defect
from services.intake.domain.window.correcting import (
    RequestCorrection,
    request_correction,
)
from services.intake.domain.window.deciding import (
    Accept,
    AnswerAtOnce,
    Decline,
    HandOverTo,
    accept,
    answer_at_once,
    decline,
    hand_over,
)
from services.intake.domain.window.waking import wake
from services.intake.papers import facts, words
from services.intake.papers.recalling import Opened, Recollection
from services.kit.testing.clock import MONDAY
from tests.intake.window.matters import examined

LATER = MONDAY + timedelta(hours=3)
DAY = timedelta(days=1)
CONTENT = CaseContent(
    case_no="202603020000015", title="开店", text="-", applicant=Person(name="张三")
)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(Path("deploy/config"))


def recalled(
    catalogue: Catalogue, case: Case, opened: Opened | None = None, place: int = -1
) -> Recollection:
    return Recollection(catalogue, case, case.papers[place], opened or Opened(CONTENT))


def notified(*defects: Defect) -> Case:
    ask = RequestCorrection(defects, "sealed", MONDAY + 7 * DAY)
    return request_correction(examined(), ask, LATER).state


def test_a_notice_names_every_field_and_its_cure(catalogue):
    case = notified(
        Defect(pointer="/applicant/name", reason="missing"),
        Defect(pointer="/answers/site~1plan", reason="made-up"),
    )
    told = recalled(catalogue, case, Opened(CONTENT, notice="快")).told()

    assert isinstance(told, facts.Correction)
    first, second = told.lacking
    assert (first.field["zh"], first.cure["en"]) == ("申请人姓名", "add it")
    assert first.wrong == catalogue.correction_reasons["missing"]
    assert second.field == {"zh": "site/plan", "en": "site/plan"}
    assert (second.wrong["zh"], second.cure["zh"]) == ("made-up", "补齐或者更正")
    assert (told.until, told.words) == (MONDAY + 7 * DAY, "快")


def test_every_reason_of_the_city_has_a_cure(catalogue):
    assert words.CURES.keys() == catalogue.correction_reasons.keys()


def test_a_decline_says_why_where_to_go_and_what_then(catalogue):
    case = decline(examined(), Decline("legal_route", "court"), LATER).state
    told = recalled(catalogue, case).told()

    assert isinstance(told, facts.Decline)
    assert told.reason == catalogue.decline_reasons["legal_route"].names
    assert told.where is not None
    assert told.where["zh"] == catalogue.elsewhere("court", "zh")
    assert told.following == {"zh": "请按法定途径办理", "en": "go there"}


def test_what_was_not_corrected_in_time_is_declined_without_another_place(catalogue):
    case = notified(Defect(pointer="/text", reason="wrong"))
    told = recalled(catalogue, wake(case, MONDAY + 8 * DAY).state).told()

    assert isinstance(told, facts.Decline)
    assert told.reason["zh"] == "未在期限内补正"
    assert told.where is None


def test_a_reason_that_the_city_has_forgotten_still_has_its_code(catalogue):
    case = decline(examined(), Decline("of-old", None), LATER).state

    assert recalled(catalogue, case).told() == facts.Decline(_same("of-old"))


def test_a_hand_over_is_the_same_after_it_was_taken_back(catalogue):
    handed = hand_over(examined(), HandOverTo("crime", "line_110"), LATER).state
    before = recalled(catalogue, handed).told()
    back = accept(handed, Accept(), LATER + DAY).state

    assert isinstance(before, facts.HandOver)
    assert before.to == catalogue.authorities["line_110"].names
    assert [each["en"] for each in before.data] == [
        "All that you wrote and handed in",
        "Your name, and how to reach you",
    ]
    assert recalled(catalogue, back, place=-2).told() == before
    accepted = recalled(catalogue, back).told()
    assert isinstance(accepted, facts.Acceptance)
    assert accepted.accepted_at == LATER + DAY


def test_an_unknown_authority_still_has_its_code(catalogue):
    case = hand_over(examined(), HandOverTo("crime", "moon"), LATER).state
    told = recalled(catalogue, case).told()

    assert isinstance(told, facts.HandOver)
    assert (told.to, told.reach) == (_same("moon"), None)


def test_silence_accepts_from_the_day_of_receipt(catalogue):
    case = wake(examined(), MONDAY + 7 * DAY).state
    made = recalled(catalogue, case)

    assert made.told() == facts.DeemedAcceptance(MONDAY)
    assert made.matter().issued_at == MONDAY + 7 * DAY


def test_an_answer_at_once_is_an_answer(catalogue):
    case = answer_at_once(examined(), AnswerAtOnce("sealed"), LATER).state
    told = recalled(catalogue, case, Opened(CONTENT, answer="周一到周五")).told()

    outcome = catalogue.outcomes["explained"]
    assert told == facts.Answer("周一到周五", outcome)


@pytest.mark.parametrize("anonymity", ["confidential", "anonymous"])
def test_who_asked_not_to_be_named_is_not_named(catalogue, anonymity):
    case = hand_over(examined(), HandOverTo("crime", "line_110"), LATER).state
    made = recalled(catalogue, case.but(anonymity=anonymity))
    told = made.told()

    assert made.matter().applicant is None
    assert isinstance(told, facts.HandOver)
    assert len(told.data) == 1


def test_the_matter_is_what_was_handed_over(catalogue):
    matter = recalled(catalogue, examined()).matter()

    assert (matter.number, matter.title) == ("202603020000015-01", "开店")
    assert matter.applicant == "张三"
    assert matter.item == catalogue.items["food-licence"][-1].names
    assert matter.limit == {"zh": "20个工作日", "en": "20 working days"}


def test_a_receipt_and_an_acceptance_list_the_papers_and_files_of_that_day(catalogue):
    case = accept(examined(), Accept(), LATER).state
    case = case.but(attachments=(a_file(MONDAY), a_file(MONDAY + DAY)))
    receipt = recalled(catalogue, case, place=0).told()
    acceptance = recalled(catalogue, case).told()

    asked = catalogue.items["food-licence"][-1].materials
    named = tuple(each.names for each in asked if each.held_by is None)
    assert named
    assert receipt == facts.Receipt(None, named, attachments=1)
    assert acceptance == facts.Acceptance(LATER, named)


def a_file(at: datetime) -> Attachment:
    words = {"label": "sealed", "received": "digest"}
    return Attachment(attachment_id="a", file="f", size=1, at=at, **words)


def _same(code: str) -> facts.Names:
    return {"zh": code, "en": code}
