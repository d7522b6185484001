"""Pushes that a real server receives: signed, side by side, finished at a stop."""

import asyncio
import json
from datetime import timedelta

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from contracts.codes import derived_id
from services.kit.running.clock import utc_now
from services.kit.serving.idempotency import Submission
from services.notification.hooks.sending.signing import signed_headers
from tests.notification.hooks.made import (
    document,
    posting,
    received,
    rules,
)
from tests.notification.hooks.sending.receiver import answer, receiving
from tests.notification.hooks.world import HookWorld

DAY = timedelta(days=1)


async def test_departments_verify_with_the_library_also_during_a_rotation():
    async with receiving() as receiver:
        post = posting()
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
        post = posting()
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
        post = posting()
        hooks = HookWorld(post)
        await hooks.endpoint(url=receiver.url)
        async with hooks.couriers.going():
            await hooks.take(*(received(number) for number in range(1, 20)))
            await asyncio.sleep(0.01)
        await post.close()

    states = await hooks.states()
    assert "sending" not in states
    assert states.count("accepted") == len(receiver.got)
