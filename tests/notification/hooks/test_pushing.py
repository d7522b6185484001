"""What comes on a department's topics is pushed to its endpoints, signed, as it is."""

import asyncio
import json
from datetime import timedelta

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from contracts.codes import derived_id
from contracts.envelope import Payload
from contracts.intake import ContactErased
from contracts.topics import FEED, TOPICS, department_of, read_by
from services.kit.errors import Unavailable
from services.kit.running.clock import utc_now
from services.kit.serving.idempotency import Submission
from services.kit.testing.clock import MONDAY
from services.kit.testing.platform import arrived
from services.notification.domain.hooks import keeping
from services.notification.domain.hooks.delivery import LEASE
from services.notification.hooks.filling import taken_by
from services.notification.hooks.sending.posting import Answer, HttpPost
from services.notification.hooks.sending.resolving import Resolver
from services.notification.hooks.sending.signing import signed_headers
from services.notification.subscriptions import READ
from tests.notification.hooks.made import (
    CONTENTS,
    HERE,
    URL,
    document,
    received,
    rules,
)
from tests.notification.hooks.receiver import answer, receiving
from tests.notification.hooks.world import BAD, GOOD, HookWorld

DAY = timedelta(days=1)


async def test_an_event_is_pushed_byte_for_byte(hooks):
    await hooks.endpoint()
    await hooks.take(received(1), received(2))
    await hooks.push()

    assert [body for *_, body in hooks.addresses.got] == [document(1), document(2)]
    ids = [json.loads(document(number))["id"] for number in (1, 2)]
    assert hooks.addresses.ids() == ids
    assert await hooks.states() == ["accepted", "accepted"]


async def test_each_endpoint_of_the_department_gets_its_own(hooks):
    other = "https://other.example.org/"
    await hooks.endpoint("one")
    await hooks.endpoint("two", url=other)
    await hooks.endpoint("not ours", department="transport", url="https://t.example/")
    await hooks.take(received(1))
    await hooks.push()

    assert sorted(url for url, *_ in hooks.addresses.got) == sorted([URL, other])


async def test_only_the_types_that_were_asked_for_are_pushed(hooks):
    await hooks.endpoint(types=("tongban.routing.task-completed.v1",))
    await hooks.take(received(1))

    assert await hooks.states() == []


async def test_what_was_said_before_the_registration_is_not_pushed(hooks):
    await hooks.endpoint()
    await hooks.take(received(1, sent_at=MONDAY.timestamp() - 60))

    assert await hooks.states() == []


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


def test_every_topic_of_a_department_is_taken_unopened(hooks):
    """None of it comes to the handlers that write letters."""
    codes = ("housing", "mediation-centre")
    read = {topic.name for topic in read_by("notification", codes)}

    taken = set(taken_by(hooks.filling, codes))
    assert taken == {name for name in read if department_of(name)}
    assert not any(
        fact.TYPE in READ
        for topic in FEED
        for fact in topic.carries
        if topics_of_city(fact) == ()
    )


def topics_of_city(fact: type[Payload]) -> tuple[str, ...]:
    return tuple(
        topic.name
        for topic in TOPICS
        if fact in topic.carries and not topic.per_department
    )


async def test_a_process_that_dies_in_the_middle_loses_nothing(hooks):
    await hooks.endpoint()
    hooks.addresses.answers[URL] = [asyncio.CancelledError(), GOOD]
    await hooks.take(received(1), received(2))
    await hooks.push()
    hooks.restart()
    await hooks.push(LEASE)

    assert await hooks.states() == ["accepted", "accepted"]


@pytest.mark.parametrize("value", [b"", b"[1]", b"{}", b"\xff", b'{"id": "\\n"}'])
async def test_what_is_no_document_is_left_to_whoever_keeps_the_feed(hooks, value):
    await hooks.endpoint()
    await hooks.take(received(1, value))

    assert await hooks.states() == []


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


async def test_what_residents_wrote_goes_from_the_log_when_they_are_erased(hooks):
    await hooks.endpoint()
    await hooks.take(received(1), received(2, topic=CONTENTS))
    order = []
    erased = arrived(ContactErased(case_id=derived_id("a case"), cause="on-request"))

    async def before(arrival):
        order.append(arrival)

    await hooks.erasing.beside({ContactErased: before})[ContactErased](erased)
    task, content = await hooks.deliveries.all()
    assert (task.body, content.body) == (document(1), None)
    assert order == [erased]


async def test_departments_verify_with_the_library_also_during_a_rotation():
    async with receiving() as receiver:
        post = HttpPost(rules(HERE), Resolver())
        hooks = HookWorld(post)
        hooks.city.clock.now = utc_now()
        one = await hooks.endpoint(url=receiver.url, created_at=utc_now() - DAY)
        former = await hooks.secret(one)
        stored, second = await hooks.registry.rotate(
            one.endpoint_id, None, request("rotate")
        )
        newest = await hooks.secret(stored.state, second)
        moment = utc_now().timestamp()
        await hooks.take(received(1, sent_at=moment))
        await hooks.push()
        await post.close()

    for secret in (former, newest):
        assert receiver.verified(secret) == [json.loads(document(1))]
    with pytest.raises(WebhookVerificationError):
        receiver.verified("whsec_" + "A" * 44)
    [(headers, body)] = receiver.got
    assert body == document(1)
    assert headers["content-type"].startswith("application/cloudevents+json")


def request(name: str) -> Submission:
    return Submission(derived_id("request", name), "digest")


def test_a_changed_body_or_an_old_time_is_not_verified():
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    headers = signed_headers([secret], "1", b'{"a":1}', utc_now())
    Webhook(secret).verify(b'{"a":1}', headers)

    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(b'{"a":2}', headers)
    old = signed_headers([secret], "1", b"{}", utc_now() - timedelta(minutes=6))
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(b"{}", old)


async def test_one_hanging_server_delays_none_of_the_others():
    """Its own few places hang; everything else is accepted meanwhile."""
    async with receiving(None) as hangs, receiving() as well:
        post = HttpPost(rules(HERE), Resolver())
        hooks = HookWorld(post)
        bad = await hooks.endpoint("bad", url=hangs.url)
        await hooks.endpoint("good", url=well.url)
        async with hooks.couriers.going():
            await hooks.take(*(received(number) for number in range(1, 31)))
            async with asyncio.timeout(5):
                while len(well.got) < 30:
                    await asyncio.sleep(0.01)
            assert hangs.most_at_once == rules().at_once
            for task in hooks.couriers._running():
                task.cancel()
        await post.close()

    every, id = await hooks.deliveries.all(), bad.endpoint_id
    assert {d.state for d in every if d.endpoint_id == id} <= {"waiting", "sending"}


async def test_a_stop_finishes_what_is_on_its_way():
    async with receiving(answer(200, body=b"{}")) as receiver:
        post = HttpPost(rules(HERE), Resolver())
        hooks = HookWorld(post)
        await hooks.endpoint(url=receiver.url)
        async with hooks.couriers.going():
            await hooks.take(*(received(number) for number in range(1, 20)))
            await asyncio.sleep(0.01)
        await post.close()

    states = await hooks.states()
    assert "sending" not in states
    assert states.count("accepted") == len(receiver.got)
