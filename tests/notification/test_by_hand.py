"""What whoever calls or visits is shown of a message."""

from contracts.intake import CaseDeclined, CaseReopened
from services.notification.recipients import Recipient
from tests.notification.world import CASE, CASE_NO, ZHANG, World, accepted


async def test_what_is_forgotten_has_no_words_any_more(world: World) -> None:
    await world.receive(world.contact(), CaseReopened(case_id=CASE, reason="came_back"))
    [message] = await world.queries.all()
    to = await world.composer.recipient(message, await world.composer.case_of(message))
    assert isinstance(to, Recipient)
    said = {"event_type": CaseDeclined.TYPE, "template": "case-declined"}
    forgotten = message.but(values={"case_no": CASE_NO}, **said)

    assert world.composer.words(forgotten, None, to) is None


async def test_a_partys_own_link_is_shown_to_nobody_who_tells_it_by_hand(
    world: World,
) -> None:
    await world.receive(accepted(), world.invitation(ZHANG, token="the-token"))
    parties = [m for m in await world.queries.all() if m.audience == "party"]
    [invited] = [message for message in parties if not message.is_copy]
    case = await world.composer.case_of(invited)
    to = await world.composer.recipient(invited, case)
    assert isinstance(to, Recipient)
    said = world.composer.words(invited, case, to)

    assert said
    assert "https://tongban.example/invitation" in said[1]
    assert "the-token" not in said[1]
