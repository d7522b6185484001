"""What nobody expected of a channel is tried later and later, then by the next one."""

from pathlib import Path

import pytest
from structlog.testing import capture_logs

from services.kit.errors import Unavailable
from services.notification.channels.channel import Receipt
from services.notification.domain.message import LEASE
from tests.notification.sending.providers import HOUR, MINUTE, MemoryGateway
from tests.notification.sending.test_ways import known, opened, told
from tests.notification.world import NO_MAIL, World, answered

BUG = KeyError("139-0000-0003 of 张三")


@pytest.fixture
def city(tmp_path: Path) -> World:
    return opened(tmp_path)


@pytest.fixture
def sms(city: World) -> MemoryGateway:
    gateway = city.gateways[0]
    assert isinstance(gateway, MemoryGateway)
    return gateway


async def test_it_is_a_technical_failure_that_names_the_error_only(city, sms) -> None:
    sms.always = BUG
    message = await told(city)

    assert (message.state, message.reason) == ("technical_failure", "keyerror")
    [attempt] = message.attempts
    assert (attempt.outcome, attempt.reason) == ("technical", "keyerror")
    stored = await city.messages.documents.find(message.message_id)
    assert not [word for word in ("0000-0003", "张三") if word in repr(stored)]


async def test_it_is_tried_again_later_and_later(city, sms) -> None:
    sms.always = BUG
    await told(city)
    for _ in range(30):
        await city.send(after=MINUTE)

    [asked] = sms.asked.values()
    assert asked <= 15


async def test_then_the_next_channel_is_taken(city, sms) -> None:
    sms.always = BUG
    await told(city)
    for _ in range(13):
        await city.send(after=5 * MINUTE)

    assert (await known(city)).channel == "voice"
    assert city.told()[:1] == ["message-failed applicant sms"]


async def test_each_try_is_a_line_in_the_log(city, sms) -> None:
    sms.always = BUG
    with capture_logs() as lines:
        message = await told(city)

    [line] = lines
    assert line["log_level"] == "error"
    assert (line["message_id"], line["channel"]) == (message.message_id, "sms")


async def test_others_are_let_go_by_that_channel(city, sms) -> None:
    """It may be of this one message: its provider has done nothing wrong."""
    sms.always = BUG
    await told(city)
    for _ in range(9):
        await city.send(after=5 * MINUTE)

    assert city.office.lines["sms"].breaker.state == "closed"


async def test_what_was_accepted_before_is_not_sent_again(city, sms) -> None:
    sms.after = [BUG]
    await told(city)
    await city.send(after=MINUTE)

    assert list(sms.accepted.values()) == [1]
    assert (await known(city)).state == "sent"


async def test_while_our_own_store_is_away_nothing_is_counted(city, sms) -> None:
    sms.faults = [Unavailable("mongodb")]
    assert (await told(city)).state == "sending"
    await city.send(after=LEASE)

    assert (await known(city)).state == "sent"


class Deaf(MemoryGateway):
    """Sends, and cannot be asked."""

    async def receipt(self, reference: str) -> Receipt:
        self.asked[reference] += 1
        raise BUG


@pytest.mark.parametrize(
    ("legal", "became"), [(True, "handed_to_person"), (False, "sent")]
)
async def test_whoever_cannot_be_asked_is_as_good_as_silent(
    tmp_path, legal, became
) -> None:
    city = opened(tmp_path, "sms", "visit", legal=legal)
    deaf = Deaf("sms")
    city.gateways = (deaf, *city.gateways[1:])
    city.office = city.opened()
    await city.receive(city.contact(NO_MAIL), answered())
    await city.send()
    for _ in range(25):
        await city.send(after=5 * MINUTE)

    messages = await city.queries.all()
    assert {message.state for message in messages} == {became}
    assert all(message.due_at is None for message in messages)
    asked = sum(deaf.asked.values())
    await city.send(after=HOUR)
    assert sum(deaf.asked.values()) == asked
