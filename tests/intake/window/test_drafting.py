"""A form that somebody began: kept for a while, and gone without a trace of words."""

from datetime import timedelta

import pytest

from services.intake.domain.parts import Attachment
from services.intake.domain.window.drafting import (
    Discard,
    SaveDraft,
    begin,
    discard,
    save,
)
from services.intake.domain.window.registering import register
from services.intake.domain.window.waking import wake
from services.kit.errors import Rejected
from services.kit.testing.clock import MONDAY
from tests.intake.window.matters import MATTER, matter

DAY = timedelta(days=1)
KEPT_OUT = {"contact", "anonymity", "helper", "accused", "examine_by", "answer"}


def draft(content: str = "sealed") -> SaveDraft:
    fields = SaveDraft.__dataclass_fields__
    return SaveDraft(**{n: getattr(MATTER, n) for n in fields} | {"content": content})


def saved():
    return begin(None, draft(), MONDAY).state


def test_a_draft_is_told_to_nobody():
    change = begin(None, draft(), MONDAY)

    assert change.facts == ()
    assert change.state.state == "draft"


def test_what_is_begun_twice_keeps_its_first_number():
    assert begin(saved(), draft("again"), MONDAY) is None


def test_each_saving_keeps_it_thirty_days_longer():
    again = save(saved(), draft("more"), MONDAY + 20 * DAY).state

    assert again.content == "more"
    assert again.wake_at == MONDAY + 50 * DAY
    assert [step.code for step in again.steps] == ["drafted"]


def test_a_draft_that_is_forgotten_loses_its_words():
    gone = wake(saved(), MONDAY + 30 * DAY).state

    assert (gone.state, gone.content, gone.query_code) == ("expired", "", "")
    assert gone.wake_at is None


def test_a_draft_becomes_what_it_was_meant_for():
    change = register(saved(), matter(content="whole"), MONDAY + DAY)

    assert change.state.state == "accepted"
    assert change.state.received_at == MONDAY + DAY


def test_its_files_come_with_it_and_go_with_it():
    file = Attachment(
        attachment_id="a", file="f", size=1, label="", received="", at=MONDAY
    )
    with_file = saved().but(attachments=(file,))

    assert register(with_file, matter(), MONDAY).state.attachments == (file,)
    assert discard(with_file, Discard(), MONDAY).state.attachments == ()


def test_what_was_handed_in_is_no_draft_any_more():
    case = register(saved(), matter(), MONDAY).state

    assert register(case, matter(content="other"), MONDAY) is None
    with pytest.raises(Rejected, match="wrong-state"):
        save(case, draft(), MONDAY)


def test_a_draft_may_be_thrown_away_once():
    gone = discard(saved(), Discard(), MONDAY).state

    assert gone.content == ""
    assert discard(gone, Discard(), MONDAY) is None
    with pytest.raises(Rejected, match="wrong-state"):
        save(gone, draft(), MONDAY)
