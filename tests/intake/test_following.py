"""Progress is what really happened: codes and times, told in plain words."""

import re
from datetime import timedelta

import pytest

from contracts.codes import derived_id
from contracts.dispute import (
    InvitationSent,
    MediationOpened,
    SessionHeld,
    SessionScheduled,
)
from contracts.intake import CaseAnswered
from contracts.notification import (
    MessageDelivered,
    MessageFailed,
    MessageHandedToPerson,
)
from contracts.sealed import AnswerText
from services.intake.domain.offices.mediating import MEDIATED
from services.intake.handlers import IGNORED, REACTS_TO
from services.kit.sealing.keys import new_private_jwk, public_jwk
from services.kit.sealing.readers import Sealer
from services.kit.testing.platform import arrived
from tests.intake import facts
from tests.intake.world import World, clerk

CITY = "urban-mgmt"
ANSWER = "已增加两组垃圾桶,每天清运两次。"


async def test_a_concluded_case_is_answered(world: World):
    case_id = (await world.registered())["case_id"]
    await world.receive(facts.assigned(case_id, CITY), facts.completed(case_id, CITY))
    await world.receive(facts.concluded(case_id, world.answer(ANSWER)))

    assert isinstance(world.city.facts[-1], CaseAnswered)
    shown = (await world.get(f"/v1/cases/{case_id}", clerk())).json()
    assert (shown["state"], shown["answer"]) == ("answered", ANSWER)
    assert ANSWER not in (await world.case(case_id)).model_dump_json()


async def test_an_answer_that_does_not_open_ends_the_case_and_says_so(world, tmp_path):
    receipt = await world.registered()
    (tmp_path / "intake.jwk").write_text(public_jwk(new_private_jwk()))
    stranger = Sealer(tmp_path).seal("intake", AnswerText(text=ANSWER))
    await world.receive(facts.concluded(receipt["case_id"], stranger))

    told = (await world.progress(receipt)).json()
    assert (told["state"], told["answer"]) == ("answered", None)
    assert told["steps"][-1]["code"] == "answer_unreadable"


@pytest.mark.parametrize(
    ("written", "shown"), [(f"\x00{ANSWER}\x1b\u202e\n", ANSWER), ("\x07", None)]
)
async def test_an_answer_is_shown_without_what_paper_could_not_hold(
    world: World, written: str, shown: str | None
):
    receipt = await world.registered()
    await world.receive(facts.concluded(receipt["case_id"], world.answer(written)))

    assert (await world.progress(receipt)).json()["answer"] == shown


async def test_a_task_of_a_case_that_is_lost_is_a_bug(world: World):
    with pytest.raises(LookupError):
        await world.receive(facts.assigned(derived_id("never registered"), CITY))


async def test_what_is_said_of_a_commitment_changes_nothing_here(world: World):
    stranger = derived_id("promised in a deliberation")
    task = facts.assigned(stranger, "moon-base")
    await world.receive(
        task.model_copy(update={"kind": "commitment"}),
        facts.acknowledged(stranger, CITY),
        facts.completed(stranger, CITY, world.answer(ANSWER)),
        facts.concluded(stranger),
        facts.message(stranger),
        *facts.mediation(stranger),
    )

    assert world.said() == []
    assert await world.repository.load(stranger) is None


async def test_progress_tells_every_step_in_order(world: World):
    receipt = await world.registered()
    case_id = receipt["case_id"]
    await world.receive(facts.triage(case_id), facts.assigned(case_id, CITY))
    await world.receive(facts.acknowledged(case_id, CITY))

    told = (await world.progress(receipt)).json()
    codes = [step["code"] for step in told["steps"]]
    assert codes == ["registered", "accepted", "triage", "assigned", "acknowledged"]
    assert told["words"] == "城市管理局已经签收。"
    assert told["with_whom"] == ["城市管理局"]
    assert told["expected"] == "2026年3月7日17:00"
    assert told["next"].startswith("城市管理局应在2026年3月7日17:00前答复。")


async def test_progress_speaks_english_when_asked(world: World):
    receipt = await world.registered()
    await world.receive(facts.assigned(receipt["case_id"], CITY))

    told = await world.progress(receipt, language="en-GB,en;q=0.9,zh;q=0.4")
    assert told.headers["content-language"] == "en"
    assert told.json()["words"] == "It was given to Urban Management Bureau, who leads."
    assert told.json()["with_whom"] == ["Urban Management Bureau"]


async def test_an_overdue_task_is_admitted(world: World):
    receipt = await world.registered()
    case_id = receipt["case_id"]
    await world.receive(facts.assigned(case_id, CITY), facts.overdue(case_id, CITY))
    await world.receive(facts.supervised(case_id, CITY, 2))

    told = (await world.progress(receipt)).json()
    assert told["words"] == "已对城市管理局启动2级督办。"
    assert told["next"].startswith("期限已过")


async def test_a_mediation_shows_its_course_and_nobodys_answer(world: World):
    receipt = await world.registered(kind="dispute", category="neighbours")
    await world.receive(*facts.mediation(receipt["case_id"]))

    told = (await world.progress(receipt)).json()
    assert [step["code"] for step in told["steps"][2:]] == [
        "mediation_opened",
        "party_answered",
        "mediation_ended",
    ]
    assert told["words"] == "调解没有达成协议:有一方不同意调解。"
    assert "accepts" not in (await world.case(receipt["case_id"])).model_dump_json()


async def test_whom_the_mediator_meets_alone_is_no_step(world: World):
    receipt = await world.registered(kind="dispute", category="neighbours")
    every = facts.whole_mediation(receipt["case_id"])
    sittings = [f for f in every if isinstance(f, (SessionScheduled, SessionHeld))]
    alone = [f.model_copy(update={"parties": f.parties[:1]}) for f in sittings]
    of_some = [f.model_copy(update={"all_parties": False}) for f in sittings]
    await world.receive(*alone, *of_some)

    told = (await world.progress(receipt)).json()
    assert len(told["steps"]) == 2
    assert len(sittings) == 2


async def test_that_the_rest_begins_is_no_step_of_its_own(world: World):
    receipt = await world.registered(kind="dispute", category="neighbours")
    letters = facts.the_rest_begins(receipt["case_id"])
    await world.receive(*letters)

    assert len((await world.progress(receipt)).json()["steps"]) == 2
    assert {type(letter) for letter in letters} == {MediationOpened, InvitationSent}


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_every_step_of_a_mediation_is_told_without_a_hole(
    world: World, language: str
):
    receipt = await world.registered(kind="dispute", category="neighbours")
    every = facts.whole_mediation(receipt["case_id"])
    await world.receive(*(fact for fact in every if type(fact) in MEDIATED))

    told = (await world.progress(receipt, language=language)).json()
    steps = [step["words"] for step in told["steps"][2:]]
    assert len(steps) == len(MEDIATED)
    hole = re.compile(r"[{}]|None|在前|(?<!办)到。")
    assert not [said for said in steps if hole.search(said)]


async def test_who_was_told_is_shown(world: World):
    receipt = await world.registered()
    case_id = receipt["case_id"]
    await world.receive(
        facts.message(case_id),
        facts.message(case_id, MessageFailed, reason="refused"),
        facts.message(case_id, MessageHandedToPerson, channel="visit"),
        facts.message(case_id, MessageDelivered, channel="sms"),
    )

    told = (await world.progress(receipt, language="en")).json()["told"]
    assert [line["words"] for line in told] == [
        "The applicant was told by e-mail.",
        "The applicant could not be told by e-mail.",
        "Somebody will call or visit to tell: the applicant.",
        "It has reached the applicant by text message.",
    ]


async def test_after_the_answer_it_says_what_one_can_still_do(world: World):
    receipt = await world.registered()
    answer = world.answer(ANSWER)
    await world.receive(facts.concluded(receipt["case_id"], answer))

    told = (await world.progress(receipt)).json()
    assert told["answer"] == ANSWER
    assert "12345" in told["next"]
    assert world.readings.noted[-1].reason == "query-code"


async def test_a_late_reading_keeps_the_time_at_which_it_happened(world: World):
    receipt = await world.registered()
    world.city.clock.advance(timedelta(days=3))
    arrival = arrived(facts.assigned(receipt["case_id"], CITY))
    await world.repeat(arrival)

    steps = (await world.case(receipt["case_id"])).steps
    assert steps[-1].at == arrival.event.time


def test_every_fact_it_reads_is_handled_or_ignored_on_purpose(world: World):
    assert frozenset(world.handlers) == REACTS_TO
    assert not REACTS_TO & IGNORED
