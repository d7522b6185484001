"""One notice lists everything; the next one only what the correction brought in."""

from datetime import timedelta

import pytest

from contracts.codes import derived_id
from contracts.intake import (
    CaseAccepted,
    CaseDeclined,
    CorrectionReceived,
    CorrectionRequested,
)
from services.intake.domain.case import Case
from services.intake.domain.parts import Attachment, Defect
from services.intake.domain.window import deciding
from services.intake.domain.window.correcting import (
    Correct,
    RequestCorrection,
    correct,
    request_correction,
)
from services.intake.domain.window.waking import wake
from services.kit.errors import Rejected
from services.kit.testing.clock import MONDAY
from tests.intake.window.matters import examined, kinds

DAY = timedelta(days=1)
NAME, SITE = "/answers/name", "/answers/site/address"


def notice(*pointers: str) -> RequestCorrection:
    defects = tuple(Defect(pointer=each, reason="missing") for each in pointers)
    return RequestCorrection(defects, "sealed words", MONDAY + 30 * DAY)


def correction(*changed: str, version: int = 0) -> Correct:
    return Correct("sealed anew", None, changed, MONDAY + 14 * DAY, version)


def notified(*pointers: str) -> Case:
    return request_correction(examined(), notice(*pointers), MONDAY).state


def test_a_notice_lists_everything_and_stops_the_windows_own_clock():
    change = request_correction(examined(), notice(NAME, SITE), MONDAY)

    (said,) = change.facts
    assert isinstance(said, CorrectionRequested)
    assert (said.defects, said.due_at) == (2, MONDAY + 30 * DAY)
    assert (change.state.state, change.state.examine_by) == (
        "correction_requested",
        None,
    )
    assert change.state.papers[-1].kind == "correction"


def test_no_fact_says_which_field_it_is():
    change = request_correction(examined(), notice(NAME), MONDAY)

    assert "name" not in change.facts[0].model_dump_json()


def test_a_correction_is_looked_at_anew_from_the_day_it_came():
    change = correct(notified(NAME), correction(NAME), MONDAY + 3 * DAY)

    assert kinds(change) == [CorrectionReceived]
    after = change.state
    assert (after.state, after.submitted_at) == ("registered", MONDAY + 3 * DAY)
    assert after.examine_by == MONDAY + 14 * DAY
    silent = wake(after, MONDAY + 14 * DAY)
    assert silent.facts[0].accepted_at == MONDAY + 3 * DAY


def test_another_notice_may_name_what_the_correction_changed():
    again = correct(notified(NAME), correction("/answers/site"), MONDAY).state

    change = request_correction(again, notice(SITE), MONDAY)

    assert kinds(change) == [CorrectionRequested]


def test_another_notice_about_anything_else_is_refused_and_says_what_to_do():
    again = correct(notified(NAME), correction(NAME), MONDAY).state

    with pytest.raises(Rejected) as no:
        request_correction(again, notice(NAME, SITE), MONDAY)
    assert no.value.reason == "asked-before"
    assert SITE in no.value.en
    assert NAME not in no.value.en


FILE = derived_id("a file")
LICENCE, PLAN = "/materials/licence", "/materials/layout"


def answered_by_a_file(*pointers: str) -> Case:
    """What the notice asked for was handed over, and nothing else changed."""
    came = {"file": "f", "size": 9, "label": "sealed", "received": "digest"}
    early, late = (
        Attachment(attachment_id=id, at=at, **came)
        for id, at in ((derived_id("before"), MONDAY), (FILE, MONDAY + DAY))
    )
    asked = notified(*pointers)
    with_both = asked.but(attachments=(early, late))
    return correct(with_both, correction(), MONDAY + 2 * DAY).state


@pytest.mark.parametrize(
    "pointer", [LICENCE, "/attachments", "/attachments/1", f"/attachments/{FILE}"]
)
def test_another_notice_may_name_the_file_that_came_in_answer(pointer: str):
    again = answered_by_a_file(LICENCE)

    assert request_correction(again, notice(pointer), MONDAY + 2 * DAY)


@pytest.mark.parametrize("pointer", [PLAN, "/attachments/0", NAME])
def test_what_was_there_before_gets_no_other_notice(pointer: str):
    again = answered_by_a_file(LICENCE)

    with pytest.raises(Rejected, match="asked-before"):
        request_correction(again, notice(pointer), MONDAY + 2 * DAY)


def test_a_field_is_not_taken_for_another_that_begins_alike():
    again = correct(notified(NAME), correction("/answers/na"), MONDAY).state

    with pytest.raises(Rejected):
        request_correction(again, notice(NAME), MONDAY)


def test_the_same_notice_again_is_a_second_click():
    assert request_correction(notified(NAME), notice(NAME), MONDAY) is None


def test_after_its_time_no_notice_is_given():
    with pytest.raises(Rejected, match="too-late-to-ask") as no:
        request_correction(examined(), notice(NAME), MONDAY + 8 * DAY)
    assert "accepted" in no.value.en


def test_on_the_spot_no_notice_is_needed_and_no_clock_moves():
    change = correct(examined(), correction(NAME), MONDAY + DAY)

    assert change.facts == ()
    after = change.state
    assert (after.content, after.submitted_at) == ("sealed anew", MONDAY)
    assert after.examine_by == MONDAY + 7 * DAY
    assert request_correction(after, notice(SITE), MONDAY + DAY)


def test_what_is_put_right_on_the_spot_after_a_notice_may_be_asked_about_too():
    case = correct(notified(NAME), correction(NAME), MONDAY).state
    case = correct(case, correction(SITE, version=1), MONDAY).state

    assert request_correction(case, notice(NAME, SITE), MONDAY)


def test_two_corrections_at_once_do_not_undo_each_other():
    once = correct(examined(), correction(NAME), MONDAY).state

    with pytest.raises(Rejected) as no:
        correct(once, correction(SITE), MONDAY)
    assert no.value.reason == "corrected-meanwhile"


def test_what_is_never_corrected_is_declined_and_may_come_again():
    change = wake(notified(NAME), MONDAY + 30 * DAY)

    assert kinds(change) == [CaseDeclined]
    assert (change.state.state, change.state.reason) == ("declined", "not_corrected")


def test_what_is_there_after_all_is_accepted_after_a_correction():
    again = correct(notified(NAME), correction(NAME), MONDAY + DAY).state

    change = deciding.accept(again, deciding.Accept(), MONDAY + 2 * DAY)

    assert kinds(change) == [CaseAccepted]
    assert change.facts[0].accepted_at == MONDAY + 2 * DAY
