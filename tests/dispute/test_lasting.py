"""How long a mediation may take, and where people go who did not agree."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from contracts.dispute import TermDueSoon, TermExtended, TermExtensionAsked
from services.dispute.domain.ending.outcome import End, end
from services.dispute.domain.ending.referring import Refer, refer
from services.dispute.domain.lasting import (
    AnotherTerm,
    Consent,
    ask_for_term,
    consent,
    exclude,
)
from services.dispute.domain.term import Appraisal
from services.kit.errors import Rejected
from tests.dispute.world import LI, ZHANG, World

BEGINNING_OF_TIME = datetime(1, 1, 2, tzinfo=UTC)
DAY, MONTH = timedelta(days=1), timedelta(days=30)


async def ends(world: World) -> datetime:
    at = (await world.mediation()).term_ends_at
    assert at is not None
    return at


async def asked(world: World, until: datetime) -> None:
    await world.mediations.command(world.id, AnotherTerm(until), ask_for_term)
    await world.city.settle()


async def says(world: World, person, until: datetime, *, yes: bool = True) -> None:
    token_hash = world.invitations.hash_of(world.invited[person.name])
    command = Consent(token_hash, until, yes)
    await world.mediations.command(world.id, command, partial(consent, world.rules))
    await world.city.settle()


async def appraised(world: World, since: datetime, length: timedelta) -> None:
    command = Appraisal(since=since, until=since + length)
    await world.mediations.command(world.id, command, partial(exclude, world.rules))
    await world.city.settle()


async def test_it_lasts_longer_when_all_parties_want_it(world: World) -> None:
    await world.mediating()
    until = await ends(world) + MONTH
    await asked(world, until)
    await says(world, ZHANG, until)
    assert await ends(world) < until

    await says(world, LI, until)
    assert await ends(world) == until
    told = world.city.facts[-1]
    assert isinstance(told, TermExtended)
    assert (len(told.parties), told.excluded) == (2, False)
    mediation = await world.mediation()
    (agreed,) = mediation.extensions
    assert (agreed.until, agreed.consents) == (until, mediation.told)
    assert agreed.agreed_at == world.city.clock.now


async def test_one_no_leaves_the_term_as_it_is(world: World) -> None:
    await world.mediating()
    before = await ends(world)
    await asked(world, before + MONTH)
    await says(world, ZHANG, before + MONTH, yes=False)

    with pytest.raises(Rejected, match="no-such-extension"):
        await says(world, LI, before + MONTH)
    assert await ends(world) == before


async def test_consent_to_another_day_is_none(world: World) -> None:
    await world.mediating()
    before = await ends(world)
    await asked(world, before + MONTH)

    with pytest.raises(Rejected, match="no-such-extension"):
        await says(world, ZHANG, before + 2 * MONTH)


async def test_another_day_asks_everybody_anew(world: World) -> None:
    await world.mediating()
    before = await ends(world)
    await asked(world, before + MONTH)
    await says(world, ZHANG, before + MONTH)
    await asked(world, before + 2 * MONTH)
    await says(world, LI, before + 2 * MONTH)

    assert await ends(world) == before
    asked_for = [f for f in world.city.facts if isinstance(f, TermExtensionAsked)]
    assert len(asked_for) == 2


async def test_it_ends_sooner_when_all_parties_want_it(world: World) -> None:
    await world.mediating()
    before, until = await ends(world), world.city.clock() + 3 * DAY
    await asked(world, until)
    await says(world, ZHANG, until)
    assert await ends(world) == before

    await says(world, LI, until)
    assert await ends(world) == until
    said = [f for f in world.city.facts if isinstance(f, TermExtensionAsked)]
    told = world.city.facts[-1]
    assert isinstance(told, TermExtended)
    assert [fact.earlier for fact in (*said, told)] == [True, True]

    world.city.clock.advance(3 * DAY)
    await world.city.ring()
    assert (await world.mediation()).end_reason == "expired"
    assert TermDueSoon not in map(type, world.city.facts)


async def test_a_day_that_has_come_is_agreed_to_no_more(world: World) -> None:
    await world.mediating()
    before, until = await ends(world), world.city.clock() + 3 * DAY
    await asked(world, until)
    await says(world, ZHANG, until)
    world.city.clock.advance(3 * DAY)

    with pytest.raises(Rejected, match="no-such-extension"):
        await says(world, LI, until)
    assert await ends(world) == before


@pytest.mark.parametrize("by", [-MONTH, timedelta(hours=23), timedelta(days=366)])
async def test_a_term_leaves_time_to_answer_and_has_an_end(world: World, by: timedelta):
    await world.mediating()

    with pytest.raises(Rejected, match="term-out-of-reach"):
        await asked(world, world.city.clock() + by)


async def test_nobody_is_asked_for_the_term_that_there_is(world: World) -> None:
    await world.mediating()

    with pytest.raises(Rejected, match="term-is-that-already"):
        await asked(world, await ends(world))


async def test_time_of_an_appraisal_does_not_count(world: World) -> None:
    await world.mediating()
    before = await ends(world)
    for _ in range(2):
        await appraised(world, world.city.clock(), timedelta(days=10))

    assert await ends(world) == before + timedelta(days=10)
    extended = [f for f in world.city.facts if isinstance(f, TermExtended)]
    assert [fact.excluded for fact in extended] == [True]


async def test_no_time_is_left_out_twice(world: World) -> None:
    await world.mediating()
    await appraised(world, world.city.clock(), timedelta(days=10))

    since = world.city.clock() + timedelta(days=5)
    with pytest.raises(Rejected, match="appraisal-counted-already"):
        await appraised(world, since, timedelta(days=10))


async def test_what_lay_before_the_term_is_not_left_out_of_it(world: World) -> None:
    await world.mediating()
    before = await ends(world)
    for early in (timedelta(days=1), world.city.clock() - BEGINNING_OF_TIME):
        with pytest.raises(Rejected, match="appraisal-before-the-term"):
            await appraised(world, world.city.clock() - early, early)

    assert await ends(world) == before


async def test_everybody_is_warned_once_before_the_end(world: World) -> None:
    await world.mediating()
    warn = world.rules.regime((await world.mediation()).regime).warn.amount
    world.city.clock.advance(await ends(world) - world.city.clock())
    world.city.clock.advance(-timedelta(days=warn))
    for _ in range(2):
        await world.city.ring()

    warned = [fact for fact in world.city.facts if isinstance(fact, TermDueSoon)]
    assert [len(fact.parties) for fact in warned] == [2]
    assert (await world.mediation()).state == "mediating"


async def test_a_longer_term_is_warned_of_anew(world: World) -> None:
    await world.mediating()
    world.city.clock.advance(await ends(world) - world.city.clock())
    world.city.clock.advance(-timedelta(days=1))
    await world.city.ring()
    until = await ends(world) + MONTH
    await asked(world, until)
    for person in (ZHANG, LI):
        await says(world, person, until)
    world.city.clock.advance(MONTH)
    await world.city.ring()

    warned = [fact for fact in world.city.facts if isinstance(fact, TermDueSoon)]
    assert [fact.until for fact in warned] == [until - MONTH, until]


async def test_who_did_not_agree_is_shown_another_way_once(world: World) -> None:
    await world.mediating()
    decide = partial(refer, world.rules)
    with pytest.raises(Rejected, match="nothing-to-refer"):
        await world.mediations.command(world.id, Refer("court"), decide)
    over = partial(end, world.rules)
    await world.mediations.command(world.id, End("too_far_apart"), over)
    for _ in range(2):
        await world.mediations.command(world.id, Refer("court"), decide)
    await world.city.settle()

    assert world.said().count("case-referred") == 1
    assert (await world.mediation()).referrals == ("court",)


async def test_only_to_ways_that_there_are(world: World) -> None:
    await world.mediating()

    decide = partial(refer, world.rules)
    with pytest.raises(Rejected, match="unknown-way"):
        await world.mediations.command(world.id, Refer("duel"), decide)


def test_every_kind_of_dispute_has_ways_out(world: World) -> None:
    for kind in world.rules.types.values():
        ways = world.rules.ways.of(kind.code)
        assert ways
        assert all(way.needs and way.limitation for way in ways)
