"""Days that come by the real clock, over real Kafka and MongoDB, told once each."""

import asyncio
from collections import Counter
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from httpx import AsyncClient

from contracts.dispute import SessionDueSoon
from deploy.local.stack import Stack
from services.dispute import app as dispute
from services.dispute.settings import DisputeSettings
from services.kit.running.clock import utc_now
from services.kit.writing.alarms import PERIOD
from services.notification import app as notification
from services.notification.settings import NotificationSettings
from tests.dispute.live import Live, eventually, living
from tests.integration.mediations import mediating, opened

pytestmark = pytest.mark.stack
REMIND_BEFORE = timedelta(hours=24)
SOON = timedelta(seconds=8)
OF_ONE_SITTING = Counter({"session-soon": 2, "sitting-soon": 1})


class Centre:
    """The mediation centre, which can be stopped and started, and its notifier."""

    def __init__(self, stack: Stack, settings_for) -> None:
        self._stack = stack
        self._own = settings_for("dispute", kind=DisputeSettings)
        self._others = settings_for("notification", kind=NotificationSettings)
        self.case_id = ""

    async def __aenter__(self) -> "Centre":
        self._notifying, self._mediating = AsyncExitStack(), AsyncExitStack()
        app = notification.create_app(self._others)
        notifier = await self._notifying.enter_async_context(living(self._stack, app))
        self._desk = await self._notifying.enter_async_context(notifier.http())
        self._desk.headers.update(notifier.bearer("operator"))
        await self.starts()
        return self

    async def __aexit__(self, *raised: object) -> None:
        await self.stops()
        await self._notifying.aclose()

    async def starts(self) -> None:
        app = dispute.create_app(self._own)
        entering = self._mediating.enter_async_context
        self.live: Live = await entering(living(self._stack, app))
        self.http: AsyncClient = await entering(self.live.http())

    async def stops(self) -> None:
        await self._mediating.aclose()

    async def asks(self, path: str, body: dict) -> dict:
        headers = self.live.bearer("mediator") | {"Idempotency-Key": uuid4().hex}
        answer = await self.http.post(path, json=body, headers=headers)
        assert answer.status_code in (200, 201), answer.text
        return answer.json()

    async def told(self) -> Counter[str]:
        """How many messages there are of each of the two texts."""
        asked = {"case_id": self.case_id, "limit": 100}
        rows = (await self._desk.get("/v1/messages", params=asked)).json()
        return Counter(r["template"] for r in rows if r["template"] in OF_ONE_SITTING)


@pytest.fixture
async def centre(stack, settings_for):
    async with Centre(stack, settings_for) as centre:
        yield centre


async def _begins(centre: Centre) -> str:
    """The path of a mediation under way."""
    centre.http.headers.update(centre.live.bearer("mediator"))
    mediation = await opened(centre.live, centre.http, "in time")
    centre.case_id = mediation["case_id"]
    await mediating(centre.live, centre.http, mediation)
    return f"/v1/mediations/{mediation['mediation_id']}"


def _in_a_moment() -> str:
    """A sitting at this time is reminded of in a few seconds."""
    return (utc_now() + REMIND_BEFORE + SOON).isoformat()


async def test_a_sitting_is_reminded_of_once_whatever_stops_in_between(centre: Centre):
    path = await _begins(centre)
    parties = (
        await centre.http.get(path, headers=centre.live.bearer("mediator"))
    ).json()
    first = {
        "parties": [party["party_id"] for party in parties["parties"]],
        "at": _in_a_moment(),
        "venue": "by-phone",
    }
    planned = await centre.asks(f"{path}/sessions", first)
    await centre.stops()
    await centre.starts()
    await eventually(centre.told, lambda told: told == OF_ONE_SITTING)

    moved = {"at": _in_a_moment(), "venue": "online"}
    await centre.asks(f"{path}/sessions/{planned['session_id']}/move", moved)
    twice = Counter({each: 2 * n for each, n in OF_ONE_SITTING.items()})
    await eventually(centre.told, lambda told: told == twice)
    await centre.stops()
    await centre.starts()
    await asyncio.sleep(4 * PERIOD)

    assert await centre.told() == twice
    assert await _reminders(centre) == [_moment(first["at"]), _moment(moved["at"])]


async def _reminders(centre: Centre) -> list[datetime]:
    """For which times, as they lie on the topic; a repeat would be one more."""
    invited, answered, chosen, scheduled, reminded = 2, 2, 1, 2, 2
    until = 1 + invited + answered + chosen + 1 + scheduled + reminded
    topic = "dispute.mediations"
    facts = await centre.live.heard("notification", topic, centre.case_id, until)
    return [fact.at for fact in facts if isinstance(fact, SessionDueSoon)]


def _moment(said: object) -> datetime:
    return datetime.fromisoformat(str(said))
