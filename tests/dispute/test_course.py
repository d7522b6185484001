"""What parties answer, what their silence says, and how a mediation ends."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from contracts.department import TaskReply
from contracts.intake import ContentGranted
from contracts.sealed import AnswerText
from services.dispute.domain.ending.outcome import Agree, End, agree, end
from services.kit.errors import Rejected
from services.kit.sealing.readers import Opener
from tests.dispute.world import CASE, CENTRE, LI, TASK, ZHANG, World, task_assigned

AGREED = Agree(partly=False, terms="sealed", digest="of the terms")


async def test_who_mediates_is_asked_when_everybody_says_yes(world: World) -> None:
    await world.receive(task_assigned(), world.granted(LI))
    await world.answers(ZHANG, yes=True)
    assert (await world.mediation()).state == "inviting"

    await world.answers(LI, yes=True)
    assert (await world.mediation()).state == "selecting"


async def test_one_no_ends_it_and_answers_the_task(world: World) -> None:
    await world.receive(task_assigned(), world.granted(LI))
    await world.answers(ZHANG, yes=True)
    await world.answers(LI, yes=False)

    assert world.said()[-3:] == [
        "party-answered False",
        "mediation-ended unwilling",
        "task-reply complete explained",
    ]


async def test_a_party_may_stop_it_at_any_time(world: World) -> None:
    await world.mediating()
    await world.answers(LI, yes=False)

    assert world.said()[-2] == "mediation-ended stopped_by_party"


async def test_the_same_answer_twice_is_one_answer(world: World) -> None:
    await world.receive(task_assigned(), world.granted(LI))
    await world.answers(ZHANG, yes=True)
    await world.answers(ZHANG, yes=True)

    assert world.said().count("party-answered True") == 1


async def test_an_answer_after_the_end_is_refused(world: World) -> None:
    await world.receive(task_assigned(), world.granted(LI))
    await world.answers(LI, yes=False)

    with pytest.raises(Rejected, match="mediation-over"):
        await world.answers(ZHANG, yes=True)


async def test_silence_is_noticed_twice_and_then_ends_it(world: World) -> None:
    await world.receive(task_assigned(), world.granted(LI))
    await world.answers(ZHANG, yes=True)
    before = len(world.said())
    for _ in range(3):
        world.city.clock.advance(timedelta(days=6))
        await world.city.ring()

    assert world.said()[before:] == [
        "party-silent",
        "invitation-sent",
        "party-silent",
        "invitation-sent",
        "party-silent",
        "mediation-ended unreachable",
        "task-reply complete explained",
    ]


async def test_the_term_ends_it(world: World) -> None:
    await world.mediating()
    world.city.clock.advance(timedelta(days=31))
    await world.city.ring()

    assert world.said()[-2] == "mediation-ended expired"


@pytest.mark.parametrize(
    ("partly", "outcome"), [(False, "resolved"), (True, "partly_resolved")]
)
async def test_an_agreement_answers_the_task(
    world: World, partly: bool, outcome: str
) -> None:
    await world.mediating()
    command, decide = Agree(partly, "sealed", ""), partial(agree, world.rules)
    await world.mediations.command(world.id, command, decide)
    await world.city.settle()

    fact, reply = world.said()[-2:]
    assert (fact, reply) == (
        f"mediation-agreed {partly}",
        f"task-reply complete {outcome}",
    )


async def test_the_answer_is_for_intake_and_tells_the_outcome_only(
    world: World,
) -> None:
    await world.mediating()
    await world.mediations.command(world.id, AGREED, partial(agree, world.rules))
    await world.city.settle()

    reply = world.city.facts[-1]
    assert isinstance(reply, TaskReply)
    text = Opener(world.private["intake"]).open(reply.answer or "", AnswerText).text
    assert "达成了调解协议" in text
    assert "滴水" not in text


async def test_nothing_is_agreed_before_all_want_to_mediate(world: World) -> None:
    await world.receive(task_assigned(), world.granted(LI))

    with pytest.raises(Rejected, match="not-mediating"):
        await world.mediations.command(world.id, AGREED, partial(agree, world.rules))


async def test_the_mediator_ends_it_once(world: World) -> None:
    await world.mediating()
    decide = partial(end, world.rules)
    for _ in range(2):
        await world.mediations.command(world.id, End("too_far_apart"), decide)
    await world.city.settle()

    assert world.said().count("mediation-ended too_far_apart") == 1
    with pytest.raises(Rejected, match="mediation-over"):
        await world.mediations.command(world.id, End("sham"), decide)


async def test_content_sealed_for_somebody_else_is_unreadable(world: World) -> None:
    foreign = world.sealer.seal("intake", AnswerText(text="not for the centre"))
    granted = ContentGranted(
        case_id=CASE, task_id=TASK, department=CENTRE, content=foreign
    )
    with pytest.raises(Exception, match="CaseContent"):
        await world.receive(granted)


async def test_what_was_agreed_stands(world: World) -> None:
    await world.mediating()
    decide = partial(agree, world.rules)
    for _ in range(2):
        await world.mediations.command(world.id, AGREED, decide)
    await world.city.settle()

    assert world.said().count("mediation-agreed False") == 1
    for other in (replace(AGREED, digest="of others"), replace(AGREED, partly=True)):
        with pytest.raises(Rejected, match="mediation-over") as no:
            await world.mediations.command(world.id, other, decide)
        assert no.value.status == 409


async def test_the_digest_of_terms_is_of_one_mediation(world: World) -> None:
    terms = world.invitations.digest_of_terms(world.id, "每月十日前修好")

    assert terms == world.invitations.digest_of_terms(world.id, "每月十日前修好")
    assert terms != world.invitations.digest_of_terms(world.id, "每月二十日前修好")
    assert terms != world.invitations.digest_of_terms(TASK, "每月十日前修好")
