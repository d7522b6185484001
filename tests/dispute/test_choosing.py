"""Who mediates: all parties together, else the body, and a mediator who discloses."""

from datetime import timedelta

import pytest

from contracts.dispute import MediatorChosen, MediatorConfirmed
from contracts.routing import TaskAssigned
from services.dispute.domain.choosing.suiting import free, mediates
from services.dispute.domain.choosing.taking import (
    Challenge,
    Confirm,
    StepDown,
    challenge,
    confirm,
    step_down,
)
from services.dispute.domain.choosing.wishing import Appoint, appoint
from services.dispute.domain.mediation import Mediation
from services.kit.errors import Rejected
from services.kit.testing.clock import MONDAY
from services.kit.writing.stored import new_document, state_from
from tests.dispute.world import LI, MEDIATOR, ZHANG, World, task_assigned

OF_OLD_PARTIES = ("party_id", "card", "invitation", "token_hash", "body_digest")
OF_OLD_PARTIES += ("accepts", "notices", "noticed_at")
WORKING_DAY = timedelta(days=1)


async def _challenged(world: World, mediator: str) -> None:
    token_hash = world.invitations.hash_of(world.invited[ZHANG.name])
    await world.do(challenge, Challenge(token_hash, mediator))


async def _passes(world: World, by: timedelta) -> Mediation:
    world.city.clock.advance(by)
    await world.city.ring()
    return await world.mediation()


async def _selecting(world: World, task: TaskAssigned) -> None:
    await world.receive(task, world.granted(LI))
    await world.answers(ZHANG, yes=True)
    await world.answers(LI, yes=True)


async def test_whom_all_name_is_chosen_and_asked(world: World) -> None:
    await world.selecting()
    await world.prefers(ZHANG, "he-mu", "lin-an")
    await world.prefers(LI, "zhou-ping", "lin-an", "he-mu")

    chosen = world.city.facts[-1]
    assert isinstance(chosen, MediatorChosen)
    assert (chosen.mediator, chosen.how) == ("he-mu", "jointly")
    assert len(chosen.parties) == 2
    assert (await world.mediation()).state == "selecting"


async def test_a_wish_may_come_with_the_yes(world: World) -> None:
    await world.receive(task_assigned(), world.granted(LI))
    await world.prefers(ZHANG, MEDIATOR)
    await world.prefers(LI, MEDIATOR)
    await world.answers(ZHANG, yes=True)
    await world.answers(LI, yes=True)

    assert world.said()[-1] == f"mediator-chosen {MEDIATOR} jointly"


async def test_only_who_suits_can_be_wished_for(world: World) -> None:
    await world.selecting()

    for other in ("luo-gong", "tian-geng", "nobody"):
        with pytest.raises(Rejected, match="unsuitable-mediator"):
            await world.prefers(ZHANG, other)


async def test_the_body_waits_until_the_parties_had_their_time(world: World) -> None:
    await world.selecting()
    with pytest.raises(Rejected, match="parties-choose-first") as no:
        await world.do(appoint, Appoint(MEDIATOR))
    assert no.value.law == "在线调解规则 10"

    await _passes(world, 2 * WORKING_DAY + timedelta(hours=2))
    await world.do(appoint, Appoint(MEDIATOR))
    assert world.said()[-1] == f"mediator-chosen {MEDIATOR} appointed"


@pytest.mark.parametrize("of_li", [(), ("lin-an",)])
async def test_when_all_have_spoken_without_a_choice_the_body_need_not_wait(
    world: World, of_li: tuple[str, ...]
) -> None:
    await world.selecting()
    await world.prefers(ZHANG, "he-mu")
    await world.prefers(LI, *of_li)
    await world.do(appoint, Appoint("zhou-ping"))

    assert world.said()[-1] == "mediator-chosen zhou-ping appointed"


async def test_until_somebody_is_appointed_they_may_still_agree(world: World) -> None:
    await world.selecting()
    await world.prefers(ZHANG, "he-mu")
    await world.prefers(LI)
    await world.prefers(ZHANG, "lin-an", "zhou-ping")
    assert (await world.mediation()).mediator is None
    await world.prefers(LI, "zhou-ping")

    assert world.said()[-1] == "mediator-chosen zhou-ping jointly"


async def test_when_nobody_appoints_the_least_busy_is_appointed(world: World) -> None:
    world.has_to_do({"chen-he": 4, "lin-an": 1, "zhou-ping": 2, "he-mu": 3})
    await world.selecting()
    before = await _passes(world, 2 * WORKING_DAY)
    assert before.mediator is None

    after = await _passes(world, WORKING_DAY + timedelta(hours=2))
    assert after.mediator == "lin-an"


async def test_equally_busy_ones_are_not_always_appointed_in_one_order(
    world: World,
) -> None:
    await world.selecting()
    after = await _passes(world, 4 * WORKING_DAY)

    assert after.mediator in {m.code for m in free(world.rules, after)}


async def test_where_the_body_always_appoints_there_is_no_wish(world: World) -> None:
    await _selecting(world, task_assigned(category="consumer"))
    with pytest.raises(Rejected, match="body-appoints"):
        await world.prefers(ZHANG, MEDIATOR)

    await world.do(appoint, Appoint("gu-shi"))
    assert world.said()[-1] == "mediator-chosen gu-shi appointed"


async def test_the_term_begins_when_the_mediator_takes_it(world: World) -> None:
    await world.selecting()
    await world.prefers(ZHANG, MEDIATOR)
    await world.prefers(LI, MEDIATOR)
    await world.do(confirm, Confirm(MEDIATOR, "sealed"))
    await world.do(confirm, Confirm(MEDIATOR, "sealed"))

    confirmed = world.city.facts[-1]
    assert isinstance(confirmed, MediatorConfirmed)
    assert confirmed.disclosed
    assert confirmed.term_ends_at - MONDAY == timedelta(days=30, hours=1)
    assert (await world.mediation()).state == "mediating"


async def test_nobody_else_takes_it(world: World) -> None:
    await world.selecting()
    with pytest.raises(Rejected, match="nobody-chosen"):
        await world.do(confirm, Confirm(MEDIATOR))
    await world.prefers(ZHANG, MEDIATOR)
    await world.prefers(LI, MEDIATOR)

    for other in ("lin-an", None):
        with pytest.raises(Rejected, match="not-your-mediation"):
            await world.do(confirm, Confirm(other))


async def test_a_mediator_who_does_not_answer_is_replaced(world: World) -> None:
    await world.selecting()
    await world.prefers(ZHANG, "he-mu")
    await world.prefers(LI, "he-mu")
    after = await _passes(world, 3 * WORKING_DAY + timedelta(hours=2))

    assert world.said()[-1] == "mediator-replaced did_not_answer he-mu"
    assert (after.mediator, after.passed_over) == (None, ("he-mu",))


async def test_who_steps_down_is_not_chosen_again(world: World) -> None:
    await world.mediating()
    await world.do(step_down, StepDown(MEDIATOR))
    await world.do(step_down, StepDown(MEDIATOR))

    assert world.said()[-1] == f"mediator-replaced stepped_down {MEDIATOR}"
    with pytest.raises(Rejected, match="unsuitable-mediator"):
        await world.prefers(ZHANG, MEDIATOR)


async def test_a_challenge_replaces_and_the_term_runs_on(world: World) -> None:
    await world.mediating()
    ends = (await world.mediation()).term_ends_at
    await _challenged(world, MEDIATOR)
    await _challenged(world, MEDIATOR)
    again = await world.mediation()
    assert (again.state, again.mediator, again.disclosure) == ("selecting", None, None)
    assert world.said().count(f"mediator-replaced challenged {MEDIATOR}") == 1
    assert not mediates(world.rules, again, MEDIATOR)
    assert mediates(world.rules, again, "lin-an")

    await world.prefers(ZHANG, "lin-an")
    await world.prefers(LI, "lin-an")
    world.city.clock.advance(WORKING_DAY)
    await world.do(confirm, Confirm("lin-an"))
    assert (await world.mediation()).term_ends_at == ends


async def test_a_challenge_of_somebody_who_is_not_the_mediator(world: World) -> None:
    await world.mediating()

    with pytest.raises(Rejected, match="not-the-mediator"):
        await _challenged(world, "lin-an")


async def test_one_party_cannot_use_up_the_roster(world: World) -> None:
    await world.selecting()
    for mediator in ("lin-an", "zhou-ping", "he-mu"):
        await world.prefers(ZHANG, mediator)
        await world.prefers(LI, mediator)
        await _challenged(world, mediator)

    assert world.said()[-1] == f"mediator-chosen {MEDIATOR} appointed"
    with pytest.raises(Rejected, match="challenged-often") as no:
        await _challenged(world, MEDIATOR)
    assert no.value.law == "人民调解法 23"


async def test_when_nobody_of_the_roster_is_left_it_ends(world: World) -> None:
    await world.selecting()
    for _ in range(len(free(world.rules, await world.mediation()))):
        chosen = await world.mediation()
        if chosen.mediator is None:
            chosen = await _passes(world, 7 * WORKING_DAY)
        await world.do(step_down, StepDown(chosen.mediator))

    assert world.said()[-2] == "mediation-ended other"


async def test_where_one_alone_suits_there_is_nothing_to_choose(world: World) -> None:
    world.only("he-mu")
    await world.selecting()

    assert world.said()[-1] == "mediator-chosen he-mu appointed"


async def test_what_was_begun_before_there_was_a_mediator_goes_on(
    world: World,
) -> None:
    await world.mediating()
    new = await world.mediation()
    gained = {"mediator", "dispute_type", "confirm_by", "passed_over", "contact_by"}
    old = new.model_dump(exclude=gained | {"parties"})
    parties = [
        party.model_dump(include={*OF_OLD_PARTIES}) | {"notices": 2}
        for party in new.parties
    ]
    document = new_document(world.id, new) | {"schema": 3}
    read = state_from(document | {"state": old | {"parties": parties}}, Mediation)

    assert (read.state, read.mediator) == ("mediating", None)
    assert mediates(world.rules, read, "he-mu")
    assert [p.answer_by for p in read.parties] == [MONDAY + timedelta(days=3)] * 2
    with pytest.raises(Rejected, match="nobody-chosen"):
        step_down(world.rules, read, StepDown("he-mu"), MONDAY)


async def test_names_are_for_the_mediator_and_before_that_for_who_suits(
    world: World,
) -> None:
    await world.selecting()
    before = await world.mediation()
    assert mediates(world.rules, before, "he-mu")
    assert not mediates(world.rules, before, "luo-gong")

    await world.prefers(ZHANG, MEDIATOR)
    await world.prefers(LI, MEDIATOR)
    after = await world.mediation()
    assert mediates(world.rules, after, MEDIATOR)
    assert not mediates(world.rules, after, "he-mu")
    assert not mediates(world.rules, after, None)
