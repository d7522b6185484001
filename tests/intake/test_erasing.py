"""What was said goes for good; what remains are codes and times."""

from datetime import timedelta
from typing import Any

import pytest

from contracts.intake import CaseClosed, ContactErased
from contracts.sealed import AnswerText, CaseContent
from services.intake.domain.case import Case
from services.intake.domain.forgetting import KEPT, Forget, forget
from services.intake.domain.parts import Defect, Notice
from services.intake.domain.window.deciding import (
    ConfirmHandOver,
    Decline,
    HandOverTo,
    accept,
    confirm_hand_over,
    decline,
    hand_over,
)
from services.intake.domain.window.drafting import Discard, SaveDraft, begin, discard
from services.intake.domain.window.registering import register
from services.kit.errors import Rejected
from services.kit.sealing.vault import KeyDestroyed
from services.kit.testing.clock import MONDAY
from tests.intake.window.matters import MATTER, examined, kinds, matter
from tests.intake.world import World, clerk, form

OPERATOR = "operator/9901/"
ASKED = {"reason": "asked"}
ORDER = Forget(by="operator-1", reason="asked")
LATER = MONDAY + timedelta(days=1)


async def erase(world: World, case_id: str, by: str = OPERATOR, **body: Any):
    return await world.ask(case_id, "erase", ASKED | body, by=by)


async def test_words_people_code_and_key_are_gone(world: World):
    receipt = await world.registered()
    case_id = receipt["case_id"]
    before = await world.case(case_id)
    await world.ask(case_id, "withdraw")
    answer = await erase(world, case_id)

    assert (answer.status_code, answer.json()["state"]) == (200, "withdrawn")
    assert await world.vault.open(case_id, before.content, CaseContent) is None
    with pytest.raises(KeyDestroyed):
        await world.vault.seal(case_id, AnswerText(text="x"))
    case = await world.case(case_id)
    assert (case.content, case.query_code, case.query_code_digest) == ("", "", "")
    assert case.case_no == before.case_no
    assert case.forgotten
    assert (case.forgotten.by, case.forgotten.key_gone) == (OPERATOR, True)
    assert (await world.progress(receipt)).status_code == 404


async def test_notification_is_told_once_and_the_clerk_sees_no_words(world: World):
    case_id = await world.answered()
    for _ in range(2):
        assert (await erase(world, case_id)).status_code == 200

    assert world.said().count("contact-erased") == 1
    contacts = [event.data for event in world.city.bus.on("intake.contacts")]
    assert contacts[-1] == ContactErased(case_id=case_id)
    shown = (await world.get(f"/v1/cases/{case_id}", clerk())).json()
    assert (shown["state"], shown["content"], shown["answer"]) == ("closed", None, None)


async def test_a_repeated_registration_is_told_that_its_code_is_gone(world: World):
    first = (await world.post(form())).json()
    await world.ask(first["case_id"], "withdraw")
    await erase(world, first["case_id"])

    again = await world.post(form())
    assert again.status_code == 201
    gone = {"query_code": None, "state": "withdrawn"}
    assert again.json() == first | gone


async def test_what_somebody_waits_for_is_kept(world: World):
    case_id = (await world.registered())["case_id"]
    answer = await erase(world, case_id)

    assert (answer.status_code, answer.json()["type"]) == (
        409,
        "/problems/still-needed",
    )
    assert (await world.case(case_id)).content


@pytest.mark.parametrize(
    ("by", "status"),
    [
        (clerk(), 403),
        ("supervisor/9901/", 403),
        ("archivist/9901/", 403),
        ("operator/990102/", 404),
        ("operator//", 404),
    ],
)
async def test_only_the_operator_of_the_area_may(world: World, by: str, status: int):
    case_id = await world.answered()

    assert (await erase(world, case_id, by)).status_code == status
    assert (await world.case(case_id)).forgotten is None


async def test_the_reason_is_one_of_the_citys(world: World):
    case_id = await world.answered()
    answer = await erase(world, case_id, reason="because")

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/reason"


async def test_what_a_crash_left_is_ended_by_the_sweep(world: World):
    case_id = await world.answered()
    await world.repository.command(case_id, ORDER, forget)
    assert await world.window.cases.to_forget(9) == [case_id]

    assert await world.window.erasing.sweep() == 1
    assert await world.window.erasing.sweep() == 0
    with pytest.raises(KeyDestroyed):
        await world.vault.seal(case_id, AnswerText(text="x"))


async def test_between_the_case_and_its_key_nothing_is_shown(world: World):
    receipt = (await world.post(form())).json()
    await world.ask(receipt["case_id"], "withdraw")
    await world.repository.command(receipt["case_id"], ORDER, forget)

    shown = await world.get(f"/v1/cases/{receipt['case_id']}", clerk())
    assert (shown.status_code, shown.json()["content"]) == (200, None)
    assert (await world.post(form())).json()["query_code"] is None


async def test_the_key_of_an_expired_draft_goes_too(world: World):
    sealed = await world.vault.seal(MATTER.case_id, AnswerText(text="漏水"))
    fields = {name: getattr(MATTER, name) for name in SaveDraft.__dataclass_fields__}
    draft = SaveDraft(**fields | {"content": sealed})
    await world.repository.command(MATTER.case_id, draft, begin)
    await world.repository.command(MATTER.case_id, Discard(), discard)

    await world.window.erasing.sweep()
    assert await world.vault.open(MATTER.case_id, sealed, AnswerText) is None
    assert (await world.case(MATTER.case_id)).state == "expired"
    assert world.said() == []


def declined() -> Case:
    return decline(examined(), Decline("legal_route", "court"), MONDAY).state


def handed(reason: str, authority: str) -> Case:
    return hand_over(examined(), HandOverTo(reason, authority), MONDAY).state


@pytest.mark.parametrize(
    "case",
    [
        declined(),
        handed("court", "court"),
        register(None, matter(recorded_at=MONDAY), MONDAY).state,
    ],
    ids=lambda case: case.state,
)
def test_whatever_is_over_may_be_forgotten(case: Case):
    change = forget(case, ORDER, LATER)

    assert kinds(change) == [ContactErased]
    assert change.state.state == case.state
    assert change.state.steps[-1].code == "erased"
    assert forget(change.state, ORDER, LATER) is None


def test_an_answer_that_is_forgotten_is_closed():
    answered = register(None, matter(answer="sealed"), MONDAY).state
    change = forget(answered, ORDER, LATER)

    assert kinds(change) == [ContactErased, CaseClosed]
    assert (change.state.state, change.state.answer) == ("closed", None)
    assert change.state.wake_at is None


def test_an_emergency_is_kept_until_somebody_has_it():
    emergency = handed("emergency", "line_110")
    with pytest.raises(Rejected, match="still-needed"):
        forget(emergency, ORDER, LATER)

    confirmed = confirm_hand_over(emergency, ConfirmHandOver(), MONDAY).state
    assert forget(confirmed, ORDER, LATER).state.forgotten


def test_what_is_forgotten_is_not_taken_back():
    gone = forget(handed("court", "court"), ORDER, LATER).state

    with pytest.raises(Rejected, match="wrong-state"):
        accept(gone, None, LATER)


def test_what_a_clerk_wrote_to_a_notice_goes_with_it():
    defect = Defect(pointer="/answers/张三", reason="missing")
    notice = Notice(defects=(defect,), words="sealed", at=MONDAY, due_at=LATER)
    gone = forget(declined().but(notices=(notice,)), ORDER, LATER).state

    [kept] = gone.notices
    assert (kept.words, kept.due_at) == (None, LATER)
    assert kept.defects == (Defect(pointer="/answers", reason="missing"),)


def test_what_is_not_said_to_stay_can_be_empty():
    """A new field of a case is forgotten by itself, or says that it stays."""
    others = Case.model_fields.keys() - KEPT
    needed = {name for name in others if Case.model_fields[name].is_required()}

    assert needed == {"content", "query_code", "query_code_digest"}
    assert Case.model_fields.keys() >= KEPT
    assert {"owner", "answer", "supplements", "reports", "requests"} <= others


async def test_what_is_judged_bad_with_a_name_is_on_its_way_back(world: World):
    case_id = await world.answered()
    await world.ask(case_id, "evaluate", {"grade": 1, "named": True})

    answer = await erase(world, case_id)

    assert (answer.status_code, answer.json()["type"]) == (
        409,
        "/problems/still-needed",
    )
