"""A mediation opens with its task, and invites as soon as it knows who quarrels."""

from datetime import datetime, timedelta
from functools import partial

import pytest

from contracts.codes import derived_id
from contracts.department import TaskReply
from contracts.dispute import ContactMissed
from services.dispute.by_when import by_when
from services.dispute.domain.joining.opening import add_party
from services.dispute.domain.joining.screening import Screened, screen
from services.dispute.shown import shown
from services.kit.errors import Rejected
from tests.dispute.world import CASE, LI, TASK, WANG, ZHANG, World, task_assigned

OTHER = derived_id("another party")
FAMILY = "neighbours-family"
OPENED = ["task-reply acknowledge", "mediation-opened people"]


async def test_the_task_opens_it_and_is_signed_for(world: World) -> None:
    await world.receive(task_assigned())

    assert world.said() == OPENED
    assert world.city.facts[0] == TaskReply(
        case_id=CASE,
        task_id=TASK,
        department="mediation-centre",
        action="acknowledge",
    )


async def test_the_content_tells_whom_to_invite(world: World) -> None:
    await world.receive(task_assigned(), world.granted(LI))

    assert world.said() == [*OPENED, "invitation-sent", "invitation-sent"]
    assert set(world.invited) == {"张三", "李四"}


async def test_the_content_may_come_before_the_task(world: World) -> None:
    await world.receive(world.granted(LI))
    assert world.said() == []

    await world.receive(task_assigned())
    assert world.said() == [*OPENED, "invitation-sent", "invitation-sent"]


async def test_a_task_and_a_content_that_come_again_change_nothing(
    world: World,
) -> None:
    facts = task_assigned(), world.granted(LI)
    await world.receive(*facts, *facts)

    assert len(world.said()) == 4
    assert len((await world.mediation()).parties) == 2


async def test_one_party_alone_waits_until_the_mediator_names_the_other(
    world: World,
) -> None:
    await world.receive(task_assigned(), world.granted())
    assert world.said() == OPENED

    other = await world.invitations.party(world.id, OTHER, LI)
    await world.mediations.command(world.id, other, partial(add_party, world.rules))
    await world.city.settle()
    assert set(world.invited) == {"张三", "李四"}


async def test_one_named_later_is_invited_alone(world: World) -> None:
    await world.receive(task_assigned(), world.granted(LI))
    other = await world.invitations.party(world.id, OTHER, WANG)
    await world.mediations.command(world.id, other, partial(add_party, world.rules))
    await world.city.settle()

    assert world.said()[4:] == ["invitation-sent"]


async def test_the_same_request_with_another_body_is_refused(world: World) -> None:
    await world.receive(task_assigned(), world.granted())
    first = await world.invitations.party(world.id, OTHER, LI, "digest of Li")
    again = await world.invitations.party(world.id, OTHER, LI, "digest of Li")
    another = await world.invitations.party(world.id, OTHER, WANG, "digest of Wang")

    await world.mediations.command(world.id, first, partial(add_party, world.rules))
    await world.mediations.command(world.id, again, partial(add_party, world.rules))
    assert len((await world.mediation()).parties) == 2
    with pytest.raises(Rejected, match="idempotency-key-reused"):
        await world.mediations.command(
            world.id, another, partial(add_party, world.rules)
        )


async def test_the_regime_is_the_citys_data(world: World) -> None:
    await world.receive(task_assigned(category="labour"))

    assert world.said()[1] == "mediation-opened industry"
    assert (await world.mediation()).term_days == 15


async def test_what_is_stored_names_nobody(world: World) -> None:
    await world.mediating()

    stored = repr(await world.mediations.documents.find(world.id))
    secrets = ["滴水", *world.invited.values(), *world.invited]
    secrets += [value for value in (ZHANG.phone, ZHANG.email, LI.phone) if value]
    assert not [secret for secret in secrets if secret in stored]


def _missed(world: World) -> list[tuple[str, datetime]]:
    told = (fact for fact in world.city.facts if isinstance(fact, ContactMissed))
    return [(fact.reason, fact.due_at) for fact in told]


async def _waits(world: World, days: int = 9) -> None:
    world.city.clock.advance(timedelta(days=days))
    for _ in range(2):
        await world.city.ring()


async def test_the_body_is_told_once_that_no_other_side_is_known(world: World) -> None:
    await world.receive(task_assigned(), world.granted())
    due_at = (await world.mediation()).contact_by
    await _waits(world)
    await _waits(world)

    assert _missed(world) == [("no_other_side", due_at)]
    assert (await world.mediation()).state == "opened"


async def test_it_is_told_on_the_third_working_day_and_not_before(world: World) -> None:
    await world.receive(task_assigned())
    due_at = (await world.mediation()).contact_by
    assert due_at is not None
    world.city.clock.now = due_at - timedelta(seconds=1)
    await world.city.ring()
    assert _missed(world) == []

    world.city.clock.advance(timedelta(seconds=1))
    await world.city.ring()
    assert len(_missed(world)) == 1


async def test_it_is_told_what_has_to_be_asked_alone_first(world: World) -> None:
    await world.receive(task_assigned(FAMILY), world.granted(LI))
    await _waits(world)

    assert [reason for reason, _ in _missed(world)] == ["not_screened"]
    assert shown(await world.mediation()).contact_missed


@pytest.mark.parametrize("category", ["neighbours", FAMILY])
async def test_where_everybody_was_asked_nothing_is_missed(
    world: World, category: str
) -> None:
    await world.receive(task_assigned(category), world.granted(LI))
    if category == FAMILY:
        await world.do(screen, Screened({"domestic_violence": False}))
    for _ in range(4):
        await _waits(world)

    assert _missed(world) == []


async def test_who_is_asked_late_is_asked_all_the_same(world: World) -> None:
    await world.receive(task_assigned(FAMILY), world.granted(LI))
    await _waits(world)
    await world.do(screen, Screened({"domestic_violence": False}))

    assert (await world.mediation()).state == "inviting"
    assert set(world.invited) == {"张三", "李四"}


async def test_who_is_asked_sees_by_when_to_answer(world: World) -> None:
    await world.receive(task_assigned(), world.granted(LI))
    await world.answers(ZHANG, yes=True)
    mediation, now = await world.mediation(), world.city.clock()
    zhang, li = (by_when(mediation, party, now) for party in mediation.parties)

    assert zhang["answer_by"] is None
    assert li["answer_by"] == mediation.parties[1].answer_by
