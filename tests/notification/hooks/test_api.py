"""What a department's administrator does about its webhooks, over HTTP."""

import json
from datetime import timedelta

import pytest

from contracts.codes import derived_id
from services.kit.testing.clock import MONDAY
from services.notification.hooks.api import router
from services.notification.hooks.registering.pings import PING
from services.notification.hooks.sending.posting import Answer
from tests.notification.hooks.callers import ADMIN, CLERK, THEIRS, bearer, fresh
from tests.notification.hooks.made import URL, received
from tests.notification.hooks.world import BAD, GOOD

WEBHOOKS = "/v1/webhooks"
NEW = {"url": URL}


@pytest.fixture
async def path(http) -> str:
    """Of one that was registered."""
    answer = await http.post(WEBHOOKS, headers=fresh(ADMIN), json=NEW)
    assert answer.status_code == 201
    return answer.headers["Location"]


async def pushed(hooks, *numbers: int) -> list[str]:
    await hooks.take(*(received(number) for number in numbers))
    await hooks.push()
    return [delivery.delivery_id for delivery in await hooks.deliveries.all()]


async def test_a_secret_is_shown_once_and_to_the_same_request_again(http):
    request = fresh(ADMIN)
    first = await http.post(WEBHOOKS, headers=request, json=NEW)
    again = await http.post(WEBHOOKS, headers=request, json=NEW)
    path = first.headers["Location"]
    shown = await http.get(path, headers=ADMIN)

    assert first.json()["secret"].startswith("whsec_")
    assert again.json() == first.json()
    assert first.headers["Cache-Control"] == "no-store"
    for answer in (shown, await http.get(WEBHOOKS, headers=CLERK)):
        assert "whsec_" not in answer.text
        assert "secret" not in json.dumps(answer.json()).replace("former_secret", "")


async def test_another_body_under_the_same_key_is_refused(http):
    request = fresh(ADMIN)
    await http.post(WEBHOOKS, headers=request, json=NEW)
    other = await http.post(WEBHOOKS, headers=request, json=NEW | {"types": [PING]})

    assert other.json()["type"] == "/problems/idempotency-key-reused"


async def test_a_secret_lies_sealed_and_is_never_logged(http, hooks, capfd):
    answer = await http.post(WEBHOOKS, headers=fresh(ADMIN), json=NEW)
    secret = answer.json()["secret"]
    await pushed(hooks, 1)
    stored = await hooks.repository.documents.find(answer.json()["webhook_id"])

    assert secret not in str(stored)
    assert secret not in "".join(capfd.readouterr())


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/url"),
        ({"url": "ftp://x.example/"}, "/url"),
        ({"url": "https://10.0.0.1/"}, "/url"),
        ({"url": "https://x.example:0/"}, "/url"),
        ({"url": URL, "types": ["tongban.intake.case-accepted.v1"]}, "/types/0"),
        ({"url": URL, "secret": "mine"}, "/secret"),
    ],
)
async def test_a_wrong_registration_names_the_field(http, body, pointer):
    answer = await http.post(WEBHOOKS, headers=fresh(ADMIN), json=body)

    assert answer.status_code == 422
    assert [each["pointer"] for each in answer.json()["errors"]] == [pointer]
    assert not answer.json()["title_zh"].isascii()


async def test_a_department_has_so_many_and_no_more(http, hooks):
    for _ in range(hooks.office.rules.endpoints):
        await http.post(WEBHOOKS, headers=fresh(ADMIN), json=NEW)
    full = await http.post(WEBHOOKS, headers=fresh(ADMIN), json=NEW)
    assert full.json()["type"] == "/problems/too-many-webhooks"

    theirs = await http.post(WEBHOOKS, headers=fresh(THEIRS), json=NEW)
    assert theirs.status_code == 201
    first = (await http.get(WEBHOOKS, headers=CLERK)).json()[0]
    await http.delete(f"{WEBHOOKS}/{first['webhook_id']}", headers=ADMIN)
    room = await http.post(WEBHOOKS, headers=fresh(ADMIN), json=NEW)
    assert room.status_code == 201


def uses() -> list[tuple[str, str]]:
    """Every method and path that names one webhook."""
    return [
        (method, route.path.removeprefix(WEBHOOKS + "/{id}"))
        for route in router.routes
        if "{id}" in route.path
        for method in route.methods
    ]


@pytest.mark.parametrize(("method", "way"), uses())
async def test_what_is_anothers_is_as_unknown_as_what_never_was(
    http, path, method, way
):
    headers = fresh(THEIRS) | {"If-Match": '"1"'}
    never = f"{WEBHOOKS}/{derived_id('never')}{way}"
    theirs = await http.request(method, path + way, headers=headers, json={})
    nobodys = await http.request(method, never, headers=headers, json={})
    seen = [each.json() | {"trace_id": ""} for each in (theirs, nobodys)]

    assert theirs.status_code == 404
    assert seen[0] == seen[1]


@pytest.mark.parametrize(("method", "way"), uses())
async def test_only_administrators_change_and_only_the_department_looks(
    http, path, method, way
):
    headers = {"If-Match": '"77"', "Idempotency-Key": "one-for-all"}
    for caller in (CLERK, bearer("clerk", None), bearer("operator", None)):
        answer = await http.request(method, path + way, headers=caller | headers)
        may = method == "GET" and caller == CLERK
        assert answer.status_code == (200 if may else 403)


async def test_a_token_without_a_department_has_no_webhooks(http):
    nobody = bearer("department_admin", None)
    asked = await http.get(WEBHOOKS, headers=nobody)
    told = await http.post(WEBHOOKS, headers=fresh(nobody), json=NEW)

    assert {asked.status_code, told.status_code} == {403}


async def test_a_change_names_what_it_has_seen(http, path):
    tag = (await http.get(path, headers=ADMIN)).headers["ETag"]
    bare = await http.patch(path, headers=ADMIN, json={"types": []})
    url = "https://new.example.org/"
    seen = ADMIN | {"If-Match": tag}
    moved = await http.patch(path, headers=seen, json={"url": url})
    late = await http.patch(path, headers=seen, json={"url": URL})
    inside = await http.patch(path, headers=seen, json={"url": "https://[::1]/"})

    assert bare.status_code == 428
    assert (moved.status_code, moved.json()["url"]) == (200, url)
    assert (late.status_code, inside.status_code) == (412, 422)


async def test_a_rotation_shows_the_new_secret_and_until_when_the_old_signs(
    http, path, hooks
):
    request, now = fresh(ADMIN), hooks.city.clock()
    rotate = path + "/rotate"
    first = await http.post(rotate, headers=request, json={"keep_hours": 2})
    again = await http.post(rotate, headers=request, json={"keep_hours": 2})
    until = (now + timedelta(hours=2)).isoformat().replace("+00:00", "Z")

    assert first.json()["secret"] == again.json()["secret"]
    assert first.json()["former_secret_until"] == until
    await pushed(hooks, 1)
    [(_, headers, _)] = hooks.addresses.got
    assert len(headers["webhook-signature"].split(" ")) == 2


async def test_a_pause_holds_back_and_enabling_lets_go(http, path, hooks):
    paused = await http.post(path + "/pause", headers=ADMIN)
    await pushed(hooks, 1, 2)
    assert (paused.json()["state"], hooks.addresses.got) == ("paused", [])

    active = await http.post(path + "/enable", headers=ADMIN)
    await hooks.push()
    assert (active.json()["state"], len(hooks.addresses.got)) == ("active", 2)


async def test_why_it_was_disabled_is_told(http, path, hooks):
    hooks.addresses.answers[URL] = [Answer("gone", 410)]
    await pushed(hooks, 1)
    [shown] = (await http.get(WEBHOOKS, headers=CLERK)).json()

    assert (shown["state"], shown["reason"]) == ("disabled", "gone")
    paused = await http.post(path + "/pause", headers=ADMIN)
    assert paused.json()["type"] == "/problems/webhook-disabled"


async def test_what_is_deleted_is_gone_with_its_secrets(http, path, hooks):
    deleted = await http.delete(path, headers=ADMIN)
    await pushed(hooks, 1)

    assert (deleted.json()["state"], deleted.json()["url"]) == ("deleted", "")
    assert (await http.get(path, headers=ADMIN)).status_code == 404
    assert (await http.get(WEBHOOKS, headers=ADMIN)).json() == []
    assert hooks.addresses.got == []


async def test_a_ping_tells_at_once_what_came_of_it(http, path, hooks):
    hooks.addresses.answers[URL] = [GOOD, BAD]
    request = fresh(ADMIN)
    good = await http.post(path + "/ping", headers=request)
    again = await http.post(path + "/ping", headers=request)
    bad = await http.post(path + "/ping", headers=fresh(ADMIN))

    assert good.json()["attempts"][0]["outcome"] == "accepted"
    assert again.json() == good.json()
    assert (bad.json()["state"], bad.json()["attempts"][0]["status"]) == ("failed", 500)
    assert json.loads(hooks.addresses.got[0][2])["type"] == PING
    shown = (await http.get(path, headers=ADMIN)).json()
    assert (shown["state"], shown["failing_since"]) == ("active", None)


async def test_the_log_tells_each_attempt_and_never_what_was_in_it(http, path, hooks):
    hooks.addresses.answers[URL] = [BAD, GOOD]
    ids = await pushed(hooks, 1, 2, 3)
    log = path + "/deliveries"
    page = await http.get(log, headers=CLERK, params={"limit": 2})
    rest = await http.get(page.links["next"]["url"], headers=CLERK)
    shown = [row["delivery_id"] for row in (*page.json(), *rest.json())]

    assert shown == ids[::-1]
    failed = await http.get(log, headers=CLERK, params={"state": "waiting"})
    assert [row["attempts"][0]["status"] for row in failed.json()] == [500]
    assert "body" not in page.text
    since = {"from": (MONDAY + timedelta(seconds=3)).isoformat()}
    late = await http.get(log, headers=CLERK, params=since)
    assert [row["delivery_id"] for row in late.json()] == [ids[2]]


async def test_some_are_sent_again_once_a_request(http, path, hooks):
    ids = await pushed(hooks, 1, 2)
    request = fresh(ADMIN)
    for _ in range(2):
        answer = await http.post(
            path + "/resend", headers=request, json={"ids": ids[:1]}
        )
        await hooks.push()

    assert answer.json()["sent_again"] == 1
    assert len(hooks.addresses.got) == 3
    assert len(set(hooks.addresses.ids())) == 2


async def test_a_span_is_sent_again(http, path, hooks):
    await pushed(hooks, 1, 2, 3, 4)
    second = timedelta(seconds=1)
    span = {
        "from": (MONDAY + 2 * second).isoformat(),
        "until": (MONDAY + 4 * second).isoformat(),
    }
    answer = await http.post(path + "/resend", headers=fresh(ADMIN), json=span)
    await hooks.push()
    failed = span | {"state": "failed"}
    none = await http.post(path + "/resend", headers=fresh(ADMIN), json=failed)

    assert (answer.json()["sent_again"], answer.json()["more"]) == (2, False)
    assert len(hooks.addresses.got) == 6
    assert none.json() == {"sent_again": 0, "through": None, "more": False}


async def test_a_long_span_is_sent_again_in_parts(http, path, hooks, monkeypatch):
    monkeypatch.setattr(
        "services.notification.hooks.registering.resending.MOST_AT_ONCE", 2
    )
    await pushed(hooks, 1, 2, 3)
    span = {"from": MONDAY.isoformat()}
    answer = (await http.post(path + "/resend", headers=fresh(ADMIN), json=span)).json()

    assert (answer["sent_again"], answer["more"]) == (2, True)
    assert answer["through"] == "2026-03-02T09:00:02Z"


@pytest.mark.parametrize("body", [{}, {"until": "2026-03-02T09:00:00Z"}])
async def test_nothing_is_sent_again_that_was_not_named(http, path, body):
    answer = await http.post(path + "/resend", headers=fresh(ADMIN), json=body)

    assert answer.status_code == 422


async def test_what_was_pushed_elsewhere_is_not_sent_again(http, path, hooks):
    await hooks.endpoint("theirs", owner="transport")
    await hooks.take(received(1, topic="departments.transport.tasks"))
    [theirs] = await hooks.deliveries.all()
    body = {"ids": [theirs.delivery_id]}
    answer = await http.post(path + "/resend", headers=fresh(ADMIN), json=body)

    assert answer.json()["type"] == "/problems/unknown-delivery"
