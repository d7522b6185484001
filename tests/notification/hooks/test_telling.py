"""Whoever's webhook the city disables finds it in the inbox, once each time."""

import pytest

from services.kit.errors import Unavailable
from services.notification.api.inbox import Mine, shown
from services.notification.domain.hooks import keeping
from services.notification.hooks.rules import Notices
from services.notification.hooks.sending.posting import Answer
from services.notification.inbox.box import office_inbox
from tests.notification.hooks.made import URL, received, rules
from tests.notification.hooks.world import BAD, GOOD, HookWorld

GONE = Answer("gone", 410)


async def inbox(hooks: HookWorld, owner: str = "housing"):
    return (await shown(hooks.in_app, Mine(office_inbox(owner)))).items


async def told(hooks: HookWorld, number: int = 1) -> None:
    """An event is pushed, and it is looked for what has to be told, twice."""
    await hooks.take(received(number))
    await hooks.push()
    for _ in range(2):
        await hooks.telling.look()
        hooks.restart()


async def test_who_answered_gone_is_told_once(hooks):
    made = await hooks.endpoint()
    hooks.addresses.answers[URL] = [GONE]
    await told(hooks)
    [item] = await inbox(hooks)

    assert URL in item.body
    assert f"/v1/webhooks/{made.endpoint_id}/enable" in item.body
    assert "410" in item.body


async def test_who_failed_for_days_is_told_why_elsewhere(hooks):
    await hooks.endpoint()
    hooks.addresses.answers[URL] = [BAD]
    await hooks.take(received(1))
    await hooks.push()
    await hooks.push(after=hooks.office.rules.disable_after)
    await told(hooks, 2)
    [item] = await inbox(hooks)

    assert "/deliveries" in item.body


async def test_each_disabling_is_told(hooks):
    made = await hooks.endpoint()
    hooks.addresses.answers[URL] = [GONE]
    await told(hooks)
    hooks.city.clock.advance(rules().disable_after)
    await hooks.repository.command(made.endpoint_id, None, keeping.enable)
    await told(hooks, 2)

    assert len(await inbox(hooks)) == 2


async def test_a_partner_is_told_in_an_inbox_of_its_own(hooks):
    gone = await hooks.endpoint(owner="partner/photo-app")
    await hooks.repository.command(gone.endpoint_id, URL, keeping.gone)
    await hooks.telling.look()

    assert len(await inbox(hooks, "partner/photo-app")) == 1
    assert await inbox(hooks, "photo-app") == []


async def test_who_works_or_has_paused_is_told_nothing(hooks):
    await hooks.endpoint("one")
    await hooks.endpoint("two", state="paused")
    hooks.addresses.answers[URL] = [GOOD]
    await told(hooks)

    assert await inbox(hooks) == []


async def test_what_could_not_be_written_down_is_told_once_all_the_same(
    hooks, monkeypatch
):
    made = await hooks.endpoint()
    await hooks.repository.command(made.endpoint_id, URL, keeping.gone)

    async def away(*_: object) -> None:
        raise Unavailable("mongo")

    with monkeypatch.context() as patch:
        patch.setattr(hooks.repository, "command", away)
        with pytest.raises(Unavailable):
            await hooks.telling.look()
    await hooks.telling.look()

    assert len(await inbox(hooks)) == 1
    assert (await hooks.now(made)).told


@pytest.mark.parametrize("text", ["{name}", "{", "{0}", ""])
def test_a_notice_says_only_what_is_known(text):
    good = {"subject": "s", "body": "{url} {webhook_id}"}
    with pytest.raises(ValueError, match=r"gone\.body"):
        Notices.model_validate({"gone": good | {"body": text}, "failing": good})
