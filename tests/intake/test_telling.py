"""Every step has a sentence in both languages that names no code."""

import re
from typing import Any, get_args

import pytest

from contracts.routing import (
    CaseConcluded,
    CaseSupervised,
    ExtensionDecided,
    ExtensionRequested,
    FirstContactMissed,
    FirstContactRecorded,
    FollowUpRecorded,
    JointMeetingHeld,
    StillFixedAsked,
    TaskCancelled,
    TaskDesignated,
    TaskParked,
    TaskPaused,
    TaskRescheduled,
    TaskResumed,
    TaskSubAssigned,
    TaskTransferred,
    TaskUrged,
    TaskWaived,
)
from services.intake.domain.parts import Step
from services.intake.domain.states import State
from services.intake.telling.progress import Teller
from services.intake.telling.steps import STEPS
from services.intake.telling.words import NEXT
from services.kit.testing.clock import MONDAY
from tests.intake import facts
from tests.intake.facts import DUE
from tests.intake.world import World

LAW = {"reason": "x", "statutory": True, "evidence": "QH-1", "until": DUE}
OF_TASKS: list[tuple[type, dict[str, Any], str]] = [
    (FirstContactRecorded, {"reached": True}, "城市管理局已经与您联系过。"),
    (FirstContactRecorded, {"reached": False}, "城市管理局联系过您,没有联系上。"),
    (FirstContactMissed, {"due_at": DUE}, "城市管理局没有按时与您联系"),
    (TaskSubAssigned, {"sub_task_id": "-", "to": "housing"}, "交给了住房和城乡建设局"),
    (TaskDesignated, {}, "已经指定由城市管理局办理"),
    (TaskTransferred, {"to": "housing"}, "已从城市管理局转给住房和城乡建设局办理"),
    (TaskWaived, {"reason": "silent"}, "不再等城市管理局的这一部分"),
    (TaskCancelled, {"reason": "withdrawn"}, "城市管理局不用再办这件事了。"),
    (TaskPaused, LAW, "最晚到2026年3月7日17:00。这段时间依法不算在期限里"),
    (TaskPaused, LAW | {"statutory": False}, "最晚到2026年3月7日17:00接着办。"),
    (TaskPaused, LAW | {"reason": "inspection"}, "听证等(检验检测检疫),最晚到"),
    (TaskParked, {"reason": "no_land", "review_at": DUE}, "解决不了(暂无用地条件)"),
    (TaskResumed, {"due_at": DUE}, "接着办了,应在2026年3月7日17:00前办完。"),
    (TaskRescheduled, {"due_at": DUE}, "期限改为2026年3月7日17:00。"),
    (TaskParked, {"reason": "x", "review_at": DUE}, "2026年3月7日17:00会再看一次"),
    (TaskUrged, {"times": 2}, "已经提醒城市管理局抓紧办(第2次)。"),
    (
        ExtensionRequested,
        {"reason": "x", "amount": 2, "unit": "working_days", "approver": "y"},
        "城市管理局申请延长时间,正在等批准。",
    ),
    (ExtensionDecided, {"due_at": DUE, "decision": "granted"}, "最晚2026年3月7日17:00"),
    (ExtensionDecided, {"due_at": DUE, "decision": "refused"}, "期限不变。"),
]
OF_CASES: list[tuple[type, dict[str, Any], str]] = [
    (CaseSupervised, {"level": 2, "reason": "bad_rounds"}, "督促这件事(2级督办)"),
    (JointMeetingHeld, {"departments": ["housing"]}, "开会商定由谁来办"),
    (FollowUpRecorded, {"reached": "reached"}, "工作人员已经回访了您"),
    (FollowUpRecorded, {"reached": "refused"}, "您不愿意回答"),
    (FollowUpRecorded, {"reached": "unreachable"}, "没有联系上"),
    (StillFixedAsked, {"concluded_at": MONDAY}, "问题现在还是好的吗?"),
]


async def _told(world: World, receipt: dict[str, str], *said: Any) -> dict[str, Any]:
    await world.receive(facts.assigned(receipt["case_id"], "urban-mgmt"), *said)
    return (await world.progress(receipt)).json()


@pytest.mark.parametrize(("fact", "more", "words"), OF_TASKS)
async def test_what_happens_to_a_task_is_told(world: World, fact, more, words: str):
    receipt = await world.registered()
    case_id = receipt["case_id"]
    more = {n: case_id if v == "-" else v for n, v in more.items()}
    told = await _told(world, receipt, facts.about(fact, case_id, **more))

    assert words in told["words"]


@pytest.mark.parametrize(("fact", "more", "words"), OF_CASES)
async def test_what_happens_to_the_case_is_told(world: World, fact, more, words: str):
    receipt = await world.registered()
    said = fact.model_validate({"case_id": receipt["case_id"], **more})

    assert words in (await _told(world, receipt, said))["words"]


@pytest.mark.parametrize(
    ("fact", "more", "words"),
    [
        (TaskPaused, LAW, "城市管理局的时间停到2026年3月7日17:00"),
        (TaskParked, {"reason": "x", "review_at": DUE}, "会在2026年3月7日17:00再看"),
    ],
)
async def test_what_it_waits_for_comes_next(world: World, fact, more, words: str):
    receipt = await world.registered()
    waits = facts.about(fact, receipt["case_id"], **more)
    told = await _told(world, receipt, waits)

    assert words in told["next"]
    assert "expected" not in told or told["expected"] is None


@pytest.mark.parametrize(
    ("language", "name", "how"),
    [
        ("zh", "请找人民法院", "打12368"),
        ("en", "Go to the people's court", "call 12368"),
    ],
)
async def test_where_to_go_instead_is_told_with_the_answer(
    world: World, language: str, name: str, how: str
):
    receipt = await world.registered()
    end = {"outcome": "not_our_power", "authority": "court"}
    await world.receive(CaseConcluded(case_id=receipt["case_id"], **end))

    told = (await world.progress(receipt, language=language)).json()
    assert (name in told["next"], how in told["next"]) == (True, True)
    assert how in told["words"]


async def test_a_later_round_in_the_citys_power_sends_nobody_away(world: World):
    receipt = await world.registered()
    about = {"case_id": receipt["case_id"]}
    elsewhere = {"outcome": "not_our_power", "authority": "court"}
    await world.receive(CaseConcluded(**about, **elsewhere))
    await world.receive(CaseConcluded(**about, outcome="resolved", round=2))

    assert (await world.progress(receipt)).json()["next"].startswith("没有别的步骤")


async def test_what_a_resident_said_is_told_back(world: World):
    receipt = await world.registered()
    case_id = receipt["case_id"]
    await world.ask(case_id, "urge")
    await world.ask(case_id, "supplement", {"text": "还有"})
    await world.receive(facts.concluded(case_id))
    await world.ask(case_id, "evaluate", {"grade": 1})
    await world.ask(case_id, "reopen", {"reason": "came_back"})
    await world.receive(facts.assigned(case_id, "urban-mgmt", round=2))
    await world.ask(case_id, "withdraw")

    told = (await world.progress(receipt)).json()
    said = "".join(step["words"] for step in told["steps"])
    for words in ("您催了一次", "您补充了情况", "非常不满意", "(问题又出现了)"):
        assert words in said
    assert "又交给城市管理局重新办" in said
    assert told["next"].startswith("没有别的步骤了。如果又想办,请打 12345")
    assert told["expected"] is None


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("code", sorted(STEPS))
def test_every_step_has_a_whole_sentence(world: World, code: str, language: str):
    detail = code.removeprefix("assigned_") if code.startswith("assigned_") else "x"
    step = Step(
        code="assigned" if code.startswith("assigned_") else code,
        at=MONDAY,
        department="housing",
        detail="5" if code == "evaluated" else detail,
        until=DUE,
    )
    words = Teller(world.window.catalogue, language).step(step).words

    assert words[-1] in "。.?!?"
    assert not re.search(r"[{}]|  |None", words)


@pytest.mark.parametrize("state", get_args(State))
def test_every_state_says_what_comes_next(state: str):
    assert state in NEXT or state == "registered"
