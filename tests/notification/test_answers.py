"""What somebody answered is read by who may, and kept no longer than the rest."""

from datetime import timedelta

from services.notification.api.answers import opened, sealed
from services.notification.domain.course.forgetting import forget
from services.notification.domain.errands.errand import Errand
from services.notification.domain.message import Message
from tests.notification.test_errands import LINE
from tests.notification.world import World

SAID = "知道了,谢谢"


async def answered(world: World, line: Message = LINE) -> Message:
    answer = await sealed(world.vault, line, SAID)
    return line.but(state="delivered", errand=Errand(by="chen", answer=answer))


async def test_what_was_answered_can_be_read(world: World):
    message = await answered(world)

    assert SAID not in message.model_dump_json()
    assert await opened(world.vault, message) == SAID
    assert await opened(world.vault, LINE) is None


async def test_what_was_answered_goes_with_who_is_erased(world: World):
    of_case, of_party = LINE, LINE.but(contact_id="a-party")
    kept = [await answered(world, line) for line in (of_case, of_party)]
    for key in (LINE.case_id, "a-party"):
        await world.vault.destroy(key)

    assert [await opened(world.vault, message) for message in kept] == [None, None]
    assert await sealed(world.vault, of_party, SAID) is None


async def test_what_was_answered_is_forgotten_with_the_message(world: World):
    message = await answered(world)
    change = forget(message, message.created_at + timedelta(days=400))

    assert change is not None
    assert change.state.errand == Errand(by="chen")
