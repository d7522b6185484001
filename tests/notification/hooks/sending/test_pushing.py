"""What comes on a department's topics is pushed to its endpoints, signed, as it is."""

import asyncio
import json
from dataclasses import replace
from datetime import timedelta

from services.kit.errors import Unavailable
from services.notification.domain.hooks import keeping
from services.notification.domain.hooks.delivery import LEASE
from services.notification.hooks.sending.posting import Answer
from tests.notification.hooks.made import (
    URL,
    document,
    received,
)
from tests.notification.hooks.world import BAD, GOOD

DAY = timedelta(days=1)


async def test_an_event_is_pushed_byte_for_byte(hooks):
    await hooks.endpoint()
    await hooks.take(received(1), received(2))
    await hooks.push()

    assert [body for *_, body in hooks.addresses.got] == [document(1), document(2)]
    ids = [json.loads(document(number))["id"] for number in (1, 2)]
    assert hooks.addresses.ids() == ids
    assert await hooks.states() == ["accepted", "accepted"]


async def test_an_event_that_comes_again_is_pushed_once(hooks):
    await hooks.endpoint()
    await hooks.take(received(1))
    await hooks.push()
    hooks.restart()
    await hooks.take(received(1))
    await hooks.push(DAY)

    assert len(hooks.addresses.got) == 1


async def test_two_processes_push_each_event_once(hooks):
    await hooks.endpoint()
    first = hooks.couriers
    await hooks.take(*(received(number) for number in range(1, 9)))
    hooks.restart()
    await asyncio.gather(first.settle(), hooks.push(timedelta(seconds=1)))

    assert len(hooks.addresses.got) == len(set(hooks.addresses.ids())) == 8


async def test_a_process_that_dies_in_the_middle_loses_nothing(hooks):
    await hooks.endpoint()
    hooks.addresses.answers[URL] = [asyncio.CancelledError(), GOOD]
    await hooks.take(received(1), received(2))
    await hooks.push()
    hooks.restart()
    await hooks.push(LEASE)

    assert await hooks.states() == ["accepted", "accepted"]


async def test_failures_come_again_and_the_log_tells_each(hooks):
    await hooks.endpoint()
    hooks.addresses.answers[URL] = [BAD, Answer("timeout"), GOOD]
    await hooks.take(received(1))
    await hooks.push()
    await hooks.push(timedelta(seconds=6))
    await hooks.push(timedelta(minutes=6))

    [delivery] = await hooks.deliveries.all()
    told = [(each.outcome, each.status) for each in delivery.attempts]
    assert told == [("status", 500), ("timeout", None), ("accepted", 204)]


async def test_what_nobody_takes_for_three_days_is_given_up_and_disabled(hooks):
    one = await hooks.endpoint()
    hooks.addresses.answers[URL] = [BAD]
    await hooks.take(received(1))
    for _ in range(11):
        hooks.restart()
        await hooks.push(DAY)

    assert (await hooks.now(one)).reason == "failing"
    tried = len(hooks.addresses.got)
    await hooks.take(received(2))
    await hooks.push(DAY)
    assert len(hooks.addresses.got) == tried


async def test_a_push_to_the_former_address_does_not_disable_the_new_one(hooks):
    one = await hooks.endpoint()
    other = "https://other.example/tongban"

    async def moves_meanwhile(*_: object) -> Answer:
        edit = keeping.Edit(other, None)
        await hooks.repository.command(one.endpoint_id, edit, keeping.edit)
        return Answer("gone", 410)

    former, hooks.office = (
        hooks.office.post,
        replace(hooks.office, post=moves_meanwhile),
    )
    hooks.restart()
    await hooks.take(received(1))
    await hooks.push()
    assert (await hooks.now(one)).state == "active"

    hooks.office = replace(hooks.office, post=former)
    hooks.restart()
    await hooks.push(DAY)
    assert len(hooks.addresses.ids(other)) == 1


async def test_what_waited_goes_out_when_it_is_enabled(hooks):
    one = await hooks.endpoint()
    hooks.addresses.answers[URL] = [Answer("gone", 410), GOOD]
    await hooks.take(received(1))
    await hooks.push()
    assert (await hooks.now(one)).reason == "gone"
    await hooks.take(received(2), received(3))
    await hooks.push(DAY)
    assert len(hooks.addresses.got) == 1

    await hooks.repository.command(one.endpoint_id, None, keeping.enable)
    await hooks.push()
    assert await hooks.states() == ["accepted"] * 3


async def test_a_receiver_that_wants_to_be_left_alone_is(hooks):
    await hooks.endpoint()
    hour = timedelta(hours=1)
    hooks.addresses.answers[URL] = [Answer("status", 503, hour), GOOD]
    await hooks.take(received(1))
    await hooks.push()
    hooks.restart()
    await hooks.push(hour - timedelta(minutes=1))
    assert await hooks.states() == ["waiting"]

    await hooks.push(timedelta(minutes=1))
    assert await hooks.states() == ["accepted"]


async def test_writing_down_outlasts_a_database_that_is_away(hooks, monkeypatch):
    monkeypatch.setattr("services.notification.hooks.sending.pushing.PAUSE", 0)
    await hooks.endpoint()
    await hooks.take(received(1))
    swap, away = hooks.pushes.documents.swap, [Unavailable(), Unavailable()]

    async def sometimes(id, version, write):
        if away and write.fields["hook_state"] == "accepted":
            raise away.pop()
        return await swap(id, version, write)

    monkeypatch.setattr(hooks.pushes.documents, "swap", sometimes)
    await hooks.push()
    assert (await hooks.states(), len(hooks.addresses.got)) == (["accepted"], 1)


async def test_what_cannot_even_be_sent_rests_and_stops_nobody(hooks):
    await hooks.endpoint()
    hooks.addresses.answers[URL] = [ValueError("a bug"), GOOD]
    await hooks.take(received(1), received(2))
    await hooks.push()
    assert sorted(await hooks.states()) == ["accepted", "sending"]

    await hooks.push(timedelta(minutes=6))
    assert await hooks.states() == ["accepted", "accepted"]
