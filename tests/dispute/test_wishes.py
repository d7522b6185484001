"""An applicant is written to by the mediator as they wished at the window."""

from pathlib import Path

import pytest

from contracts.dispute import InvitationSent
from contracts.intake import ContentGranted
from contracts.sealed import Agent, PartyCard, Person, Preferences, SigningCard
from services.dispute.domain.ending.outcome import End, end
from services.dispute.signing.writing import Writing
from services.dispute.wishes import Wishes, wishes_of
from services.kit.sealing.digests import Digests
from services.kit.sealing.keys import new_secret
from services.kit.sealing.readers import Opener
from tests.dispute.test_forgetting import REVOKED
from tests.dispute.test_rest import agreed_in_part, goes_on
from tests.dispute.world import (
    CASE,
    CENTRE,
    LI,
    TASK,
    WANG,
    ZHANG,
    World,
    content,
    task_assigned,
)

WISHED = Preferences(channels=("voice", "letter"), large_print=True)
AGENT = Agent(**WANG.model_dump(), authority="written_mandate")


def granted(world: World, agent: Agent | None = None) -> ContentGranted:
    said = {"preferences": WISHED, "language": "en", "agent": agent}
    inside = content(LI).model_copy(update=said)
    sealed = world.sealer.seal(CENTRE, inside)
    own = {"case_id": CASE, "task_id": TASK, "department": CENTRE}
    return ContentGranted(**own, content=sealed)


class Wishing(World):
    """What the centre is granted says how the applicant wants to be written to."""

    def granted(self, *named: Person, task_id: str = TASK) -> ContentGranted:
        return granted(self)


@pytest.fixture
def wishing(tmp_path: Path) -> World:
    return Wishing(tmp_path)


def cards(world: World) -> dict[str, PartyCard]:
    """By name, the last that notification was given."""
    letters = [fact for fact in world.city.facts if isinstance(fact, InvitationSent)]
    opened = [world.opened_by_notification(letter.contact) for letter in letters]
    return {card.person.name: card for card in opened}


async def test_the_invitation_says_how_they_want_to_be_written_to(world) -> None:
    await world.receive(task_assigned(), granted(world))

    told = cards(world)[ZHANG.name]
    assert (told.preferences, told.language) == (WISHED, "en")


async def test_whoever_was_only_named_is_written_to_as_usual(world) -> None:
    await world.receive(task_assigned(), granted(world))

    told = cards(world)[LI.name]
    assert (told.preferences, told.language) == (None, "zh")


async def test_the_link_of_the_letter_is_the_one_that_is_known(world) -> None:
    await world.receive(task_assigned(), granted(world))
    await world.answers(ZHANG, yes=True)

    assert [p.accepts for p in (await world.mediation()).parties] == [True, None]


async def test_who_acts_for_them_is_written_to_in_their_language(world) -> None:
    await world.receive(task_assigned(), granted(world, AGENT))

    told = cards(world)[AGENT.name]
    assert (told.preferences, told.language) == (None, "en")


async def test_nor_is_it_forgotten_where_the_rest_goes_on(wishing) -> None:
    await agreed_in_part(wishing)
    before = cards(wishing)[ZHANG.name]
    await goes_on(wishing)

    after = cards(wishing)[ZHANG.name]
    assert (after.preferences, after.language) == (WISHED, "en")
    assert after.answer_token != before.answer_token


async def test_a_code_for_signing_comes_in_their_language(world) -> None:
    """Also to who acts for them, by that one's own link."""
    await world.receive(task_assigned(), granted(world, AGENT))
    mediation = await world.mediation()
    party = mediation.parties[0]
    writing = Writing(world.vault, world.sealer, Digests(new_secret()))
    opener = Opener(world.private["notification"])
    for link in party.hashes:
        asked = await writing.code_for(mediation, party, link, "a digest")
        assert opener.open(asked.contact, SigningCard).language == "en"
    assert len(party.hashes) == 2


async def test_it_is_kept_sealed_and_goes_with_the_name(wishing) -> None:
    await wishing.mediating()
    before = await wishing.mediation()
    found = await wishes_of(wishing.vault, wishing.id, before.parties[0])
    assert found == Wishes(language="en", preferences=WISHED)
    assert "voice" not in repr(await wishing.mediations.documents.find(wishing.id))
    await wishing.do(end, End("too_far_apart"))
    await wishing.receive(REVOKED)

    after = await wishing.mediation()
    assert [party.wishes for party in after.parties] == [None, None]
