"""A letter that cannot be put together says so, and is written once that is mended."""

from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from services.kit.errors import Unavailable
from services.notification.channels.channel import Letter
from services.notification.composing import Composer
from services.notification.domain import sending
from services.notification.domain.message import LEASE
from services.notification.operating import try_again
from tests.notification.world import World, accepted, answered

DAY = timedelta(days=1)


@pytest.fixture
def broken(world: World, monkeypatch: pytest.MonkeyPatch):
    """A template that raises, until `broken()` mends it."""

    def raises(self: object, *_: object) -> Letter:
        raise ZeroDivisionError("张三 divided by nothing")

    with monkeypatch.context() as patch:
        patch.setattr(Composer, "compose", raises)
        yield patch.undo


@pytest.fixture
async def unwritten(world: World, broken):
    await world.receive(world.contact(), answered())
    await world.send()
    [message] = await world.queries.all()
    return message


async def test_it_is_a_technical_failure_that_names_the_error_only(world, unwritten):
    assert (unwritten.state, unwritten.reason) == (
        "technical_failure",
        "zerodivisionerror",
    )
    assert unwritten.due_at > world.city.clock()
    assert world.told() == []


async def test_each_try_is_a_line_in_the_log(world, unwritten):
    with capture_logs() as lines:
        await world.send(after=timedelta(minutes=1))

    [line] = lines
    assert line["message_id"] == unwritten.message_id
    assert line["log_level"] == "error"


async def test_mended_it_is_sent_by_itself(world, unwritten, broken):
    broken()
    await world.send(after=timedelta(minutes=1))

    assert world.told() == ["message-sent applicant email"]


async def test_mended_it_is_sent_at_once_when_an_operator_says_so(
    world, unwritten, broken
):
    broken()
    documents, clock = world.messages.documents, world.city.clock
    assert await try_again(documents, unwritten.message_id, clock)
    await world.send()

    assert world.told() == ["message-sent applicant email"]
    assert not await try_again(documents, unwritten.message_id, clock)


async def test_nobody_has_to_be_told_of_an_unknown_message(world):
    assert not await try_again(world.messages.documents, "no such", world.city.clock)


async def test_after_a_day_a_person_takes_over(world, unwritten):
    await world.send(after=DAY)

    [message] = await world.queries.all()
    assert (message.state, message.reason) == ("handed_to_person", "technical_failure")
    assert world.told() == [
        "message-failed applicant email",
        "message-handed-to-person applicant visit",
    ]


async def test_what_is_away_is_no_failure_of_the_message(world, monkeypatch):
    async def away(*_: object) -> None:
        raise Unavailable("MongoDB")

    await world.receive(world.contact(), answered())
    with monkeypatch.context() as patch:
        patch.setattr(Composer, "compose", away)
        await world.send()

    [message] = await world.queries.all()
    assert message.state == "created"


async def test_other_messages_go_out_meanwhile(world, unwritten, broken):
    broken()
    await world.receive(accepted())
    await world.send()

    states = sorted(message.state for message in await world.queries.all())
    assert states == ["sent", "technical_failure"]


async def test_an_attempt_that_died_on_a_broken_template_is_seen_too(world, broken):
    """Its claimer was killed; the next one cannot even put the letter together."""
    await world.receive(world.contact(), answered())
    [message] = await world.queries.all()
    died = sending.Claim("nobody any more")
    await world.messages.command(message.message_id, died, sending.claim)
    await world.send(after=LEASE)

    [message] = await world.queries.all()
    assert (message.state, message.claim) == ("technical_failure", None)
