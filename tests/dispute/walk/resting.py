"""How the rest of a partial agreement is tried."""

from contracts.codes import derived_id
from contracts.sealed import Person
from services.dispute.domain.mediation import Mediation
from services.dispute.domain.rest.choosing import Choose, choose
from services.dispute.domain.rest.continuing import Continue, continue_rest
from tests.dispute.walk.walker import ROSTER, Driver, NothingToTry, Walker
from tests.dispute.world import CASE, TASK


def choosing(*, goes_on: bool) -> Driver:
    async def choose_it(walker: Walker, pick: int) -> None:
        command = Choose((await walker.one(pick)).party_id, goes_on)
        await walker.do(lambda rules, *rest: choose(*rest), command)

    return choose_it


async def go_on_with_a_rest(walker: Walker, pick: int) -> None:
    """Of some other mediation, which was agreed in part."""
    if await walker.now():
        raise NothingToTry
    world = walker.world
    people = (Person(name=f"住户{place}") for place in (1, 2))
    parties = [
        await world.invitations.party(world.id, derived_id("rest", person.name), person)
        for person in people
    ]
    yes = {"accepts": True, "notices": 1}
    willing = tuple(party.model_copy(update=yes) for party in parties)
    before = Mediation(
        mediation_id=derived_id("agreed in part"),
        case_id=CASE,
        task_id=TASK,
        state="partly_agreed",
        area="990101001",
        regime="people",
        dispute_type="neighbour",
        mediator=ROSTER[0],
    )
    await walker.do(continue_rest, Continue(before, willing))


OF_THE_REST: dict[str, Driver] = {
    "want_the_rest": choosing(goes_on=True),
    "leave_the_rest": choosing(goes_on=False),
    "continue_rest": go_on_with_a_rest,
}
