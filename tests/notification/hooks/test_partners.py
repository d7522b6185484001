"""A partner is pushed how far its own requests are: once each, and nothing beside."""

import json
from datetime import timedelta

import pytest

from contracts.codes import derived_id
from contracts.dispute import DangerReported
from contracts.intake import (
    CaseAccepted,
    CaseAnswered,
    CaseClosed,
    CaseRegistered,
    CaseReopened,
    CaseSupplemented,
    CaseWarned,
    CorrectionReceived,
    CorrectionRequested,
)
from services.kit.testing.clock import MONDAY
from services.kit.testing.platform import arrived
from services.notification.domain.hooks import keeping
from services.notification.domain.hooks.partners import (
    HUSHES,
    REQUEST_UPDATED,
    STATUS,
)
from tests.notification.hooks.callers import ADMIN, app_of, fresh
from tests.notification.hooks.made import URL

CASE = {"case_id": derived_id("a partner's case")}
NUMBER = "202603020000017"
NUMBERED = CASE | {"case_no": NUMBER}
ACCEPTED = NUMBERED | {
    "kind": "request",
    "category": "sanitation",
    "area": "990101001",
    "channel": "partner",
    "received_at": MONDAY,
    "accepted_at": MONDAY,
}
PARTNER = "partner/photo-app"
WEBHOOKS = "/v1/webhooks"
STEPS = (*STATUS, *HUSHES)
WARNED = CaseWarned(**NUMBERED, area="990101001", reason="emergency")


def filed(partner: str | None = "photo-app", **case: str) -> CaseRegistered:
    return CaseRegistered(
        **NUMBERED | case,
        kind="request",
        channel="partner",
        received_at=MONDAY,
        partner=partner,
    )


COURSE = (
    filed(),
    CorrectionRequested(**NUMBERED, defects=1, due_at=MONDAY),
    CorrectionReceived(**CASE),
    CaseAccepted(**ACCEPTED),
    CaseAnswered(**NUMBERED, outcome="resolved"),
    CaseReopened(**CASE, reason="not-settled"),
    CaseAnswered(**NUMBERED, outcome="resolved"),
    CaseClosed(**CASE),
)


async def hear(hooks, *facts, first: int = 1):
    """As intake says them; then everything due is pushed."""
    for sequence, fact in enumerate(facts, first):
        await hooks.partnering.take(arrived(fact, sequence=sequence))
    await hooks.push()


def pushed(hooks, url: str = URL):
    return [json.loads(body) for at, _, body in hooks.addresses.got if at == url]


async def test_it_is_told_each_public_step(hooks):
    await hooks.endpoint(owner=PARTNER)
    await hear(hooks, *COURSE)
    told = sorted(pushed(hooks), key=lambda event: event["sequence"])

    assert [event["data"]["status"] for event in told] == [
        *["open"] * 4,
        "closed",
        "open",
        "closed",
        "closed",
    ]


async def test_that_is_all_it_is_told(hooks):
    await hooks.endpoint(owner=PARTNER)
    arrival = arrived(filed(), sequence=1)
    await hooks.partnering.take(arrival)
    await hooks.push()
    [event] = pushed(hooks)

    assert event.pop("id") not in str(arrival.event)
    assert event == {
        "specversion": "1.0",
        "source": f"/open311/requests/{NUMBER}",
        "type": REQUEST_UPDATED,
        "subject": CASE["case_id"],
        "time": "2026-03-02T09:00:00Z",
        "datacontenttype": "application/json",
        "sequence": "00000001",
        "data": {
            "service_request_id": NUMBER,
            "status": "open",
            "updated_datetime": "2026-03-02T09:00:00Z",
        },
    }


async def test_nobody_is_told_of_anothers_request_or_of_nobodys(hooks):
    await hooks.endpoint("theirs", owner="partner/other-app")
    await hooks.endpoint("a department", owner="photo-app")
    await hear(hooks, filed(), filed(None, case_id=derived_id("at the counter")))

    assert await hooks.states() == []


async def test_reading_again_pushes_nothing_again(hooks):
    await hooks.endpoint(owner=PARTNER)
    await hear(hooks, *COURSE)
    await hooks.endpoint("late", owner=PARTNER, created_at=MONDAY + timedelta(hours=1))
    hooks.city.clock.advance(timedelta(hours=2))
    hooks.restart()
    await hear(hooks, *COURSE)

    assert len(hooks.addresses.got) == len(set(hooks.addresses.ids())) == len(COURSE)


async def test_what_is_no_public_step_is_not_told(hooks):
    await hooks.endpoint(owner=PARTNER)
    await hear(hooks, filed())
    handlers = dict.fromkeys((*STEPS, CaseSupplemented, DangerReported), nothing)
    beside = hooks.partnering.beside(handlers)

    assert beside[CaseSupplemented] is nothing
    assert beside[DangerReported] is nothing
    assert beside[CaseWarned] is not nothing


@pytest.mark.parametrize(
    "hushing",
    [
        WARNED,
        CaseAccepted(**ACCEPTED, request_type="report"),
        CaseAccepted(**ACCEPTED, accused=("housing",)),
    ],
)
async def test_of_a_case_that_turns_discreet_nothing_more_goes_out(hooks, hushing):
    """Not even what was waiting for an address that is mended, or is sent again."""
    paused = await hooks.endpoint(owner=PARTNER, state="paused")
    await hear(hooks, filed(), hushing, CaseClosed(**CASE))
    await hooks.repository.command(paused.endpoint_id, None, keeping.enable)
    await hooks.push()
    hooks.restart()
    await hear(hooks, filed(), hushing, CaseClosed(**CASE))

    assert hooks.addresses.got == []
    assert await hooks.states() == ["erased"]


async def test_a_step_comes_after_what_is_told_to_people(hooks):
    await hooks.endpoint(owner=PARTNER)
    order = []

    async def before(arrival):
        order.append(len(await hooks.deliveries.all()))

    beside = hooks.partnering.beside(dict.fromkeys(STEPS, before))
    await beside[CaseRegistered](arrived(filed()))

    assert (order, len(await hooks.deliveries.all())) == ([0], 1)


async def test_a_partner_registers_as_a_department_does(http, hooks):
    mine, theirs = app_of("photo-app"), app_of("other-app")
    new = {"url": URL, "types": [REQUEST_UPDATED]}
    made = await http.post(WEBHOOKS, headers=fresh(mine), json=new)
    path = made.headers["Location"]
    ping = await http.post(path + "/ping", headers=fresh(mine))

    assert made.status_code == 201
    assert made.json()["secret"].startswith("whsec_")
    assert ping.json()["attempts"][0]["outcome"] == "accepted"
    for other in (theirs, ADMIN):
        assert (await http.get(path, headers=other)).status_code == 404
        assert (await http.get(WEBHOOKS, headers=other)).json() == []


async def test_a_partner_is_pushed_no_types_of_departments(http):
    asked = {"url": URL, "types": ["tongban.routing.task-assigned.v1"]}
    no = await http.post(WEBHOOKS, headers=fresh(app_of("photo-app")), json=asked)
    theirs = {"url": URL, "types": [REQUEST_UPDATED]}
    neither = await http.post(WEBHOOKS, headers=fresh(ADMIN), json=theirs)

    assert no.json()["errors"][0]["pointer"] == "/types/0"
    assert neither.json()["errors"][0]["pointer"] == "/types/0"


async def test_a_token_that_names_no_partner_has_no_webhooks(http):
    no = await http.get(WEBHOOKS, headers=app_of(None))

    assert (no.status_code, no.json()["type"]) == (403, "/problems/partner-required")


async def nothing(arrival):
    """A handler that does nothing."""
