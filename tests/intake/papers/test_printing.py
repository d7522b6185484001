"""Who may print what of a case, over HTTP."""

from datetime import timedelta

import pytest

from contracts.routing import CaseConcluded
from services.intake.domain.parts import Defect
from services.intake.domain.window.correcting import (
    RequestCorrection,
    request_correction,
)
from services.intake.papers.archive import Form
from services.intake.settings import IntakeSettings
from services.kit.testing.clock import MONDAY
from tests.intake.papers.samples import body
from tests.intake.world import (
    KEY,
    RESIDENT,
    SUPERVISOR,
    World,
    case_of,
    clerk,
    form,
    officer,
)

ANSWER = "已增加两组垃圾桶,#panic() 每天清运两次。"

BUS_CARD = {
    "kind": "service",
    "request_type": None,
    "item": "bus-card",
    "category": "transit",
    "answers": {"birth_date": "1955-09-01", "delivery": "community"},
}


async def printed(world: World, case_id: str, n: int, by: str = clerk(), **how):
    case = await world.case(case_id)
    path = f"/v1/cases/{case_id}/papers/{case.case_no}-{n:02d}"
    return await world.get(path, by, **how)


async def kinds(world: World, case_id: str) -> list[tuple[str, str]]:
    listed = await world.get(f"/v1/cases/{case_id}/papers", clerk())
    return [(each["kind"], each["number"].partition("-")[2]) for each in listed.json()]


async def test_a_new_case_has_a_receipt_and_a_notice_of_acceptance(world: World):
    receipt = await world.registered()
    listed = await world.get(f"/v1/cases/{receipt['case_id']}/papers", clerk())

    number = receipt["case_no"]
    assert [(each["kind"], each["number"]) for each in listed.json()] == [
        ("receipt", f"{number}-01"),
        ("acceptance", f"{number}-02"),
    ]
    at = MONDAY.isoformat().replace("+00:00", "Z")
    assert {each["at"] for each in listed.json()} == {at}


async def test_the_receipt_is_a_pdf_that_nobody_keeps_on_the_way(world: World):
    receipt = await world.registered(**BUS_CARD)
    answer = await printed(world, receipt["case_id"], 1)

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-language"] == "zh"
    disposition = answer.headers["content-disposition"]
    assert disposition == f'attachment; filename="{receipt["case_no"]}-01.pdf"'
    text = body(answer.content).replace(" ", "")
    for words in (receipt["query_code"], receipt["case_no"], "张三", "老年乘车卡办理"):
        assert words in text


async def test_it_is_the_same_however_often_and_late_it_is_printed(world: World):
    receipt = await world.registered()
    first = await printed(world, receipt["case_id"], 1)
    await world.ask(receipt["case_id"], "supplement", {"text": "又多了两个。"})
    await world.receive(CaseConcluded(case_id=receipt["case_id"], outcome="resolved"))

    assert (await printed(world, receipt["case_id"], 1)).content == first.content


async def test_large_and_in_english(world: World):
    receipt = await world.registered()
    plain = await printed(world, receipt["case_id"], 1)
    large = await printed(world, receipt["case_id"], 1, large="true")
    english = await printed(world, receipt["case_id"], 1, language="en")

    assert len({plain.content, large.content, english.content}) == 3
    assert "Please keep this receipt." in body(english.content)
    assert english.headers["content-language"] == "en"


@pytest.mark.parametrize("wrong", [{"large": "loud"}, {"language": "fr"}])
async def test_another_form_is_refused_in_words(world: World, wrong):
    receipt = await world.registered()
    answer = await printed(world, receipt["case_id"], 1, **wrong)

    assert answer.status_code == 422
    assert next(iter(wrong)) in answer.text


async def test_an_answer_is_printed_as_it_was_written(world: World):
    receipt = await world.registered()
    case_id = receipt["case_id"]
    sealed = world.answer(ANSWER)
    await world.receive(
        CaseConcluded(case_id=case_id, outcome="resolved", answer=sealed)
    )

    assert (await kinds(world, case_id))[2:] == [("answer", "03")]
    text = body((await printed(world, case_id, 3)).content)
    assert ANSWER.replace(" ", "") in text.replace(" ", "")
    assert receipt["query_code"] not in text


async def test_an_answer_that_sends_elsewhere_says_where(world: World):
    case_id = (await world.registered())["case_id"]
    elsewhere = {"outcome": "not_our_power", "authority": "court"}
    await world.receive(CaseConcluded(case_id=case_id, **elsewhere))

    where = world.window.catalogue.elsewhere("court", "zh").replace(" ", "")
    text = body((await printed(world, case_id, 3)).content).replace(" ", "")
    assert where in text


async def test_every_round_has_an_answer_of_its_own_number(world: World):
    case_id = await world.answered()
    await world.ask(case_id, "reopen", {"reason": "came_back"})
    await world.receive(CaseConcluded(case_id=case_id, outcome="resolved", round=2))

    assert (await kinds(world, case_id))[2:] == [("answer", "03"), ("answer", "04")]
    former = body((await printed(world, case_id, 3)).content)
    latest = body((await printed(world, case_id, 4)).content)
    assert "已由后来的答复代替" in former
    assert "已由后来的答复代替" not in latest


async def test_a_withdrawal_is_confirmed(world: World):
    case_id = (await world.registered())["case_id"]
    await world.ask(case_id, "withdraw")

    assert (await kinds(world, case_id))[2:] == [("withdrawal", "03")]
    text = body((await printed(world, case_id, 3)).content)
    assert "按您的意思" in text


async def test_a_withdrawal_after_an_answer_comes_after_it(world: World):
    case_id = await world.answered()
    await world.ask(case_id, "reopen", {"reason": "came_back"})
    await world.ask(case_id, "withdraw")

    assert (await kinds(world, case_id))[2:] == [("answer", "03"), ("withdrawal", "04")]


async def test_residents_print_their_own(world: World):
    await world.post(form(channel="web"), by=RESIDENT)
    case_id = case_of(RESIDENT, KEY)

    assert (await printed(world, case_id, 1, RESIDENT)).status_code == 200


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("resident/9901/", 404),
        (clerk("990102"), 404),
        (officer("urban-mgmt"), 403),
        (SUPERVISOR, 403),
    ],
)
async def test_nobody_else_prints_or_lists(world: World, who: str, status: int):
    case_id = (await world.registered())["case_id"]
    listed = await world.get(f"/v1/cases/{case_id}/papers", who)

    assert (await printed(world, case_id, 1, who)).status_code == status
    assert listed.status_code == status
    assert world.readings.noted == []


async def test_without_login_there_is_nothing(world: World):
    receipt = await world.registered()
    path = f"/v1/cases/{receipt['case_id']}/papers/{receipt['case_no']}-01"

    assert (await world.http.get(path)).status_code == 401


@pytest.mark.parametrize("number", ["03", "00", "x"])
async def test_a_paper_that_was_never_issued_is_unknown(world: World, number: str):
    receipt = await world.registered()
    path = f"/v1/cases/{receipt['case_id']}/papers/{receipt['case_no']}-{number}"
    answer = await world.get(path, clerk())

    assert answer.status_code == 404
    assert answer.json()["type"].endswith("no-such-paper")


async def test_each_print_is_written_down(world: World):
    case_id = (await world.registered())["case_id"]
    await printed(world, case_id, 1)

    (reading,) = world.readings.noted
    assert (reading.reader, reading.case_id) == (clerk(), case_id)
    assert reading.reason == "clerk-of-the-area"


async def test_of_an_erased_case_the_number_is_left(world: World):
    receipt = await world.registered()
    await world.vault.destroy(receipt["case_id"])
    answer = await printed(world, receipt["case_id"], 1)

    text = body(answer.content).replace(" ", "")
    assert receipt["case_no"] in text
    assert "张三" not in text
    assert receipt["query_code"] not in text


async def test_a_notice_is_printed_with_what_the_clerk_adds(world: World):
    case_id = (await world.registered())["case_id"]
    case = await world.case(case_id)
    said = await world.contents.keep_text(case_id, "带上户口簿,我们免费复印。")
    defects = (Defect(pointer="/applicant/phone", reason="missing"),)
    ask = RequestCorrection(defects, said, MONDAY + timedelta(days=7))
    undecided = case.but(state="registered")
    notified = request_correction(undecided, ask, MONDAY).state
    pdf = await world.window.archive.print(notified, notified.papers[-1], Form())

    text = body(pdf)
    for words in ("申请人电话", "没有填写", "补上这一项", "带上户口簿,我们免费复印。"):
        assert words in text


@pytest.mark.parametrize("url", ["ftp://x", "https://", "https://a.b/", "a?b=1#c"])
def test_a_public_address_that_is_none_is_refused(url: str):
    with pytest.raises(ValueError, match="public_url"):
        IntakeSettings(public_url=url)
