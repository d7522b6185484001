"""Whoever asks for the app finds it there; read is delivered; a stream goes on."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from contracts.envelope import Payload
from contracts.routing import TaskReturned, TaskSupervised
from contracts.sealed import Preferences
from services.kit.errors import Rejected
from services.kit.serving.principal import Principal, Role
from services.notification.api.inbox import Mine, coming, offices, shown
from services.notification.channels.channel import Refused
from services.notification.domain import sending
from services.notification.domain.resending import Resend, resend
from services.notification.inbox.box import office_inbox, read, supervisors_inbox
from services.notification.inbox.offices import OFFICES, office_of
from tests.notification.world import (
    CASE,
    World,
    answered,
    assigned,
    registered,
    task,
)

DISPATCHERS = office_inbox("dispatcher")

IN_APP = Preferences(channels=("in_app", "email"))


async def told_in_the_app(world: World) -> None:
    await world.receive(world.contact(preferences=IN_APP), answered())
    await world.send()


async def test_who_asks_for_the_app_finds_it_there_and_gets_no_mail(world: World):
    await told_in_the_app(world)

    box = await shown(world.in_app, Mine(CASE))
    assert (box.unread, box.last) == (1, 1)
    assert "202603020000017" in (box.items[0].subject or "")
    assert world.to == []
    assert world.told() == ["message-sent applicant in_app"]


async def test_nobody_is_told_in_an_app_they_did_not_ask_for(world: World):
    await world.receive(world.contact(), answered())
    await world.send()

    assert (await shown(world.in_app, Mine(CASE))).items == []
    assert world.told() == ["message-sent applicant email"]


async def test_read_is_delivered(world: World):
    await told_in_the_app(world)
    [message] = await world.queries.all()
    id = message.message_id
    for _ in range(2):
        await world.messages.command(id, "in_app", sending.delivered)
    await world.city.settle()

    assert world.told()[-1] == "message-delivered applicant in_app"
    assert len(world.told()) == 2


async def test_what_is_sent_anew_lies_there_anew(world: World):
    await told_in_the_app(world)
    await world.in_app.inboxes.command(CASE, 1, read)
    [message] = await world.queries.all()
    anew = Resend("one", world.city.clock() + timedelta(days=1))
    for _ in range(2):
        await world.messages.command(message.message_id, anew, resend)
        await world.send()

    box = await shown(world.in_app, Mine(CASE))
    assert (box.unread, box.last) == (1, 2)
    assert {item.message_id for item in box.items} == {message.message_id}


async def test_what_nobody_reads_stays_told_while_it_is_not_urgent(world: World):
    await told_in_the_app(world)
    for _ in range(30):
        await world.send(after=timedelta(hours=1))

    assert world.told() == ["message-sent applicant in_app"]


async def test_the_words_lie_there_sealed_and_go_with_the_key(world: World):
    await told_in_the_app(world)
    box = await world.in_app.inboxes.load(CASE)
    assert box is not None
    assert "202603020000017" not in box.model_dump_json()
    await world.vault.destroy(CASE)

    [item] = (await shown(world.in_app, Mine(CASE))).items
    assert (item.subject, item.body) == (None, None)


async def test_a_stream_begins_where_one_left_off(world: World):
    await told_in_the_app(world)
    first = await anext(coming(world.in_app, Mine(CASE), 0))
    stream = coming(world.in_app, Mine(CASE), 1)
    world.in_app.stop()

    lines = first.decode().splitlines()
    assert lines[0] == "id: 1"
    assert json.loads(lines[1].removeprefix("data: "))["number"] == 1
    assert [event async for event in stream] == []


async def test_a_stream_ends_with_the_login(world: World):
    await told_in_the_app(world)
    ended = Mine(CASE, until=datetime.fromtimestamp(0, UTC))

    assert [event async for event in coming(world.in_app, ended, 0)] == []


@pytest.mark.parametrize(
    ("fact", "inbox"),
    [
        (assigned(), office_inbox("housing")),
        (TaskReturned(**task(), reason="not_our_duty", law="x"), DISPATCHERS),
        (TaskSupervised(**task(), level=1), supervisors_inbox("housing")),
        (TaskSupervised(**task(), level=2), supervisors_inbox()),
    ],
    ids=lambda value: type(value).__name__,
)
async def test_an_office_whose_mail_is_refused_finds_it_in_the_app(
    world: World, fact: Payload, inbox: str
):
    await world.receive(registered())
    world.mail.faults = [Refused("mailbox_unknown")]
    await world.receive(fact)
    await world.send()

    [message] = await world.queries.all()
    assert message.state == "sent"
    assert message.channel == "in_app"
    assert (await shown(world.in_app, Mine(inbox))).unread == 1


async def test_what_is_sent_anew_lies_there_once_more(world: World):
    await told_in_the_app(world)
    [message] = await world.queries.all()
    again = Resend("again", message.expires_at)
    for _ in range(2):
        await world.messages.command(message.message_id, again, resend)
        await world.send()

    box = await shown(world.in_app, Mine(CASE))
    assert [item.number for item in box.items] == [1, 2]
    assert {item.message_id for item in box.items} == {message.message_id}
    assert box.unread == 2


HOUSING = {"department": "housing"}


@pytest.mark.parametrize(
    ("role", "of", "inbox"),
    [
        ("department", HOUSING, office_inbox("housing")),
        ("department", {}, None),
        ("dispatcher", {}, office_inbox("dispatcher")),
        ("supervisor", HOUSING, supervisors_inbox("housing")),
        ("supervisor", {"area": "9901"}, supervisors_inbox()),
        ("supervisor", {"area": "990101"}, None),
        ("clerk", {"area": "9901"}, None),
    ],
)
def test_whose_inbox_somebody_of_the_staff_may_read(
    role: Role, of: dict[str, str], inbox: str | None
):
    caller = Principal(subject="chen", roles=frozenset({role}), **of)

    assert {office_of(caller, office) for office in OFFICES} - {None} == {inbox} - {
        None
    }


async def test_who_is_head_and_handler_says_as_whom_they_ask():
    roles = frozenset({"department", "supervisor"})
    chen = Principal(subject="chen", roles=roles, department="housing")

    assert (await offices(chen)).id == office_inbox("housing")
    assert (await offices(chen, "supervisor")).id == supervisors_inbox("housing")
    with pytest.raises(Rejected, match="department-required"):
        await offices(chen, "dispatcher")


async def test_an_office_has_an_inbox_too(world: World):
    """By the city's usual order it is told by mail: then there is nothing in it."""
    await world.receive(assigned())
    await world.send()

    assert world.to
    assert (await shown(world.in_app, Mine(office_inbox("housing")))).items == []
