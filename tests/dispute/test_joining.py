"""Who is asked, who acts for whom, and whom their silence and their no concern."""

from datetime import date, datetime, timedelta

import pytest

from contracts.codes import derived_id
from contracts.dispute import DangerReported, InvitationSent, PartySilent
from contracts.sealed import Agent, Evidence, Person
from services.dispute.domain.choosing.taking import Challenge, challenge
from services.dispute.domain.choosing.wishing import Prefer, prefer
from services.dispute.domain.joining.acting import NameAgent, name_agent
from services.dispute.domain.joining.answering import Answer, answer
from services.dispute.domain.joining.leaving import Leave, leave
from services.dispute.domain.joining.opening import add_party
from services.dispute.domain.joining.screening import Screened, screen
from services.dispute.domain.joining.standing import Represent, represent
from services.dispute.domain.mediation import Mediation
from services.dispute.domain.sitting.danger import Report, report
from services.dispute.domain.sitting.sight import Reader
from services.kit.errors import Rejected
from services.kit.limits.calendar import SHANGHAI
from tests.dispute.world import LI, WANG, ZHANG, World, task_assigned

CHILD = Person(name="小明", email="ming@people.example", birth_date=date(2012, 5, 1))
MOTHER = Agent(
    name="李梅",
    phone="139-0000-0005",
    authority="guardian",
    evidence=(Evidence(kind="seen_original"),),
)
FAMILY = "neighbours-family"


async def _asked(world: World, *named: Person) -> list[str]:
    """Their ids, in the order in which they were named."""
    await world.receive(task_assigned(), world.granted(*named))
    return [party.party_id for party in (await world.mediation()).parties]


async def _agent(world: World, party_id: str, agent: Agent, digest: str = "1") -> None:
    acting = await world.invitations.acting(world.id, agent, digest)
    await world.do(name_agent, NameAgent(party_id, acting))


async def _screened(world: World, **answers: bool) -> Mediation:
    await world.do(screen, Screened(answers))
    return await world.mediation()


async def _stand(world: World, by: list[str], members: list[str]) -> None:
    consents = tuple((id, "sealed consent") for id in members)
    await world.do(represent, Represent(tuple(by), consents))


def _notices(world: World) -> list[int]:
    sent = (fact for fact in world.city.facts if isinstance(fact, InvitationSent))
    return [fact.notice for fact in sent]


@pytest.mark.parametrize(
    ("asked", "silent"),
    [
        (datetime(2026, 3, 2, 17, tzinfo=SHANGHAI), date(2026, 3, 5)),
        (datetime(2026, 3, 6, 9, tzinfo=SHANGHAI), date(2026, 3, 11)),
        (datetime(2026, 2, 13, 9, tzinfo=SHANGHAI), date(2026, 2, 25)),
    ],
    ids=["a Monday", "over a weekend", "over the Spring Festival, a Saturday worked"],
)
async def test_silence_begins_after_three_working_days(
    world: World, asked: datetime, silent: date
) -> None:
    world.city.clock.now = asked
    await _asked(world, LI)
    answer_by = (await world.mediation()).silence_at

    assert answer_by is not None
    assert answer_by.astimezone(SHANGHAI).date() == silent


async def test_each_notice_says_which_it_is_and_each_silence_is_told(
    world: World,
) -> None:
    await _asked(world, LI)
    await world.answers(ZHANG, yes=True)
    for _ in range(3):
        world.city.clock.advance(timedelta(days=6))
        await world.city.ring()

    silent = [fact for fact in world.city.facts if isinstance(fact, PartySilent)]
    assert _notices(world) == [1, 1, 2, 3]
    assert [fact.notices for fact in silent] == [1, 2, 3]
    assert (await world.mediation()).end_reason == "unreachable"


async def test_a_representatives_yes_counts_for_the_group(world: World) -> None:
    zhang, li, wang = await _asked(world, LI, WANG)
    await _stand(world, [li], [wang])
    await world.answers(ZHANG, yes=True)
    await world.answers(LI, yes=True)

    assert zhang
    assert (await world.mediation()).state == "selecting"


async def test_a_group_whose_representatives_said_yes_goes_on(world: World) -> None:
    _, li, wang = await _asked(world, LI, WANG)
    await world.answers(ZHANG, yes=True)
    await world.answers(LI, yes=True)
    await _stand(world, [li], [wang])
    await _stand(world, [li], [wang])

    assert (await world.mediation()).state == "selecting"


async def test_who_is_represented_and_says_no_leaves_alone(world: World) -> None:
    _, li, wang = await _asked(world, LI, WANG)
    await _stand(world, [li], [wang])
    await world.answers(WANG, yes=False)
    await world.answers(WANG, yes=False)

    after = await world.mediation()
    assert (after.state, len(after.present)) == ("inviting", 2)
    with pytest.raises(Rejected, match="unknown-invitation"):
        await world.answers(WANG, yes=True)


async def test_who_is_represented_neither_chooses_nor_challenges(world: World) -> None:
    _, li, wang = await _asked(world, LI, WANG)
    await _stand(world, [li], [wang])
    link = world.invitations.hash_of(world.invited[WANG.name])

    for decide, command in (
        (prefer, Prefer(link, ("chen-he",))),
        (challenge, Challenge(link, "chen-he")),
        (answer, Answer(link, True)),
    ):
        with pytest.raises(Rejected, match="represented"):
            await world.do(decide, command)


async def test_a_representatives_silence_is_the_groups(world: World) -> None:
    zhang, li, wang = await _asked(world, LI, WANG)
    await _stand(world, [li], [wang])
    world.city.clock.advance(timedelta(days=6))
    await world.city.ring()

    silent = [fact for fact in world.city.facts if isinstance(fact, PartySilent)]
    assert [fact.party_id for fact in silent] == [zhang, li]


async def test_at_most_five_stand_for_a_group(world: World) -> None:
    people = [Person(name=f"王{n}") for n in "甲乙丙丁戊己庚"]
    zhang, *others = await _asked(world, *people)
    with pytest.raises(Rejected, match="too-many-representatives") as no:
        await _stand(world, others[:6], others[6:])
    assert no.value.law == "宁波 20"

    await _stand(world, others[:5], others[5:])
    assert len([p for p in (await world.mediation()).parties if p.speaks]) == 6
    assert zhang not in others


async def test_nobody_stands_for_themselves_in_a_chain_or_for_a_child(
    world: World,
) -> None:
    zhang, li, child = await _asked(world, LI, CHILD)
    with pytest.raises(Rejected, match="cannot-represent"):
        await _stand(world, [li], [li])
    with pytest.raises(Rejected, match="guardian-needed"):
        await _stand(world, [li], [child])

    await _agent(world, child, MOTHER)
    await _stand(world, [li], [child])
    for by, member in ((child, zhang), (zhang, li)):
        with pytest.raises(Rejected, match="cannot-represent"):
            await _stand(world, [by], [member])


async def test_others_go_on_without_who_leaves(world: World) -> None:
    _, li, wang = await _asked(world, LI, WANG)
    await world.answers(ZHANG, yes=True)
    await world.answers(LI, yes=True)
    await world.do(leave, Leave(wang))
    await world.do(leave, Leave(wang))
    assert (await world.mediation()).state == "selecting"

    await world.do(leave, Leave(li))
    assert (await world.mediation()).end_reason == "stopped_by_party"


async def test_only_who_applied_takes_it_back(world: World) -> None:
    zhang, _ = await _asked(world, LI)
    await world.do(leave, Leave(zhang))

    assert world.said()[-2] == "mediation-ended withdrawn"


async def test_a_representative_cannot_just_leave(world: World) -> None:
    _, li, wang = await _asked(world, LI, WANG)
    await _stand(world, [li], [wang])

    with pytest.raises(Rejected, match="represents-others"):
        await world.do(leave, Leave(li))
    with pytest.raises(Rejected, match="unknown-party"):
        await world.do(leave, Leave(derived_id("nobody")))


async def test_there_are_at_most_two_hundred(world: World) -> None:
    await _asked(world, *[Person(name=f"住户{n}") for n in range(205)])
    one_more = await world.invitations.party(world.id, derived_id("one more"), WANG)

    assert len((await world.mediation()).parties) == 200
    with pytest.raises(Rejected, match="too-many-parties"):
        await world.do(add_party, one_more)


async def test_who_joins_late_is_asked_and_the_mediator_stays(world: World) -> None:
    await world.mediating()
    late = await world.invitations.party(world.id, derived_id("late"), WANG)
    await world.do(add_party, late)
    assert (await world.mediation()).state == "inviting"

    await world.answers(WANG, yes=True)
    again = await world.mediation()
    assert (again.state, again.mediator) == ("mediating", "chen-he")


async def test_nobody_is_invited_before_each_was_asked_alone(world: World) -> None:
    await world.receive(task_assigned(category=FAMILY), world.granted(LI))
    assert (await world.mediation()).state == "opened"
    assert not world.invited

    await _screened(world, domestic_violence=False)
    assert (await world.mediation()).state == "inviting"
    assert len(world.invited) == 2


async def test_after_violence_they_never_sit_in_one_room(world: World) -> None:
    await world.receive(task_assigned(category=FAMILY), world.granted(LI))
    assert (await _screened(world, domestic_violence=True)).apart
    assert (await _screened(world, domestic_violence=False)).apart


@pytest.mark.parametrize(
    ("sign", "kind"), [("minors", "minor_harmed"), ("danger", "crime")]
)
async def test_danger_is_for_others(world: World, sign: str, kind: str) -> None:
    """It is reported indeed: the mediator may not know how, and must not forget."""
    await world.selecting()
    after = await _screened(world, **{sign: True})
    (fact,) = (f for f in world.city.facts if isinstance(f, DangerReported))
    (danger,) = after.sitting.dangers

    assert (after.state, after.end_reason) == ("ended", "other")
    assert (fact.kind, fact.to, fact.told) == (kind, "line_110", False)
    assert (danger.kind, danger.to) == (kind, "line_110")
    assert danger.withheld == "endangers_somebody"


async def test_what_is_kept_from_the_parties_the_end_does_not_tell(
    world: World,
) -> None:
    await world.selecting()
    chief = Reader("administrator", "the-chief")
    await world.do(
        report, Report("r", chief, "crime", "line_110", "endangers_somebody")
    )
    await world.do(screen, Screened({"minors": True}, withheld=False))
    after = await world.mediation()

    assert (after.state, after.end_reason) == ("ended", "other")
    assert after.sitting.told_dangers == ()
    assert len(after.sitting.dangers) == 2


async def test_an_unknown_question_is_refused(world: World) -> None:
    await _asked(world, LI)
    for answers in ({}, {"weather": True}):
        with pytest.raises(Rejected, match="unknown-screen"):
            await _screened(world, **answers)


async def test_everything_is_refused_when_it_is_over(world: World) -> None:
    _, li = await _asked(world, LI)
    await world.answers(LI, yes=False)

    for decide, command in (
        (leave, Leave(li)),
        (screen, Screened({"danger": False})),
        (represent, Represent((li,), (("x", "y"),))),
    ):
        with pytest.raises(Rejected, match="mediation-over"):
            await world.do(decide, command)
