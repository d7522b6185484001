"""A partner on the running window: its key from the command line, its own client."""

import asyncio
from collections.abc import Callable
from urllib.parse import urlencode

import httpx
import pytest
from typer.testing import CliRunner

from contracts.sealed import ContactCard
from deploy.local.stack import Stack
from services.intake.app import create_app
from services.intake.settings import IntakeSettings
from tests.dispute.live import Live, living
from tests.intake.open311.partner import FORM, as_json, as_xml_says, tree
from tools.cli.__main__ import app

pytestmark = pytest.mark.stack
USUAL = {
    "service_code": "sanitation-garbage",
    "description": "路口的垃圾桶三天没有清运。",
    "lat": "39.11",
    "long": "83.02",
    "last_name": "张",
    "first_name": "三",
    "email": "zhang.san@people.example",
}


@pytest.fixture
def settings(settings_for: Callable[..., IntakeSettings]) -> IntakeSettings:
    return settings_for("intake", kind=IntakeSettings)


@pytest.fixture
async def live(stack: Stack, settings: IntakeSettings):
    async with living(stack, create_app(settings)) as live:
        yield live


@pytest.fixture
def cli(settings: IntakeSettings, stack: Stack, monkeypatch: pytest.MonkeyPatch):
    """`await cli("list")`: what `tongban partner list` says, and how it ended."""
    monkeypatch.setenv("TONGBAN_ROOT", str(stack.places.root))
    monkeypatch.setenv("TONGBAN_PORT_BASE", str(stack.ports.base))
    monkeypatch.setenv("TONGBAN_DATABASE_PREFIX", settings.database_prefix)
    monkeypatch.setenv("COLUMNS", "80")

    async def run(*words: str):
        return await asyncio.to_thread(CliRunner().invoke, app, ["partner", *words])

    return run


async def post(
    http: httpx.AsyncClient, key: str, format: str = "json", **changed: str
) -> httpx.Response:
    body = urlencode(USUAL | changed | {"api_key": key})
    return await http.post(
        f"/open311/v2/requests.{format}", content=body, headers={"Content-Type": FORM}
    )


async def test_a_partner_from_its_key_to_its_end(live: Live, cli):
    added = await cli("add", "photo-app")
    key = added.output.splitlines()[-1]
    async with live.http() as http:
        posted = await post(http, key, "xml")
        number = as_json(tree(posted))[0]["service_request_id"]
        asked = {"api_key": key}
        json = await http.get("/open311/v2/requests.json", params=asked)
        xml = await http.get("/open311/v2/requests.xml", params=asked)
        again = await cli("add", "photo-app")
        revoked = await cli("revoke", "photo-app")
        refused = await http.get("/open311/v2/requests.json", params=asked)
        renewed = (await cli("add", "photo-app")).output.splitlines()[-1]
        asked = {"api_key": renewed}
        back = await http.get(f"/open311/v2/requests/{number}.json", params=asked)

    assert posted.status_code == 201
    assert [row["service_request_id"] for row in json.json()] == [number]
    assert as_json(tree(xml)) == as_xml_says(json.json())
    assert isinstance(again.exception, RuntimeError)
    assert (revoked.exit_code, refused.status_code) == (0, 403)
    assert back.json() == json.json()
    told = (await cli("list")).output
    assert "photo-app" in told
    assert key not in told


async def test_the_same_many_times_at_once_is_one_request(live: Live, cli):
    key = (await cli("add", "photo-app")).output.splitlines()[-1]
    async with live.http() as http:
        answers = await asyncio.gather(*(post(http, key) for _ in range(12)))
        rows = await http.get("/open311/v2/requests.json", params={"api_key": key})

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    assert len(rows.json()) == 1


async def test_it_leaves_for_the_city_like_every_case(live: Live, cli):
    key = (await cli("add", "photo-app")).output.splitlines()[-1]
    async with live.http() as http:
        [receipt] = (await post(http, key)).json()
    georeport = live.app.state.georeport
    owner = georeport.window.contents.owner("partner/photo-app")
    [case] = await georeport.filed.numbered(owner, [receipt["service_request_id"]])

    facts = await live.heard("routing", "intake.cases", case.case_id, 2)
    assert [fact.TYPE.split(".")[2] for fact in facts] == [
        "case-registered",
        "case-accepted",
    ]
    [contact] = await live.heard("notification", "intake.contacts", case.case_id, 1)
    card = live.opener("notification").open(contact.contact, ContactCard)
    assert card.applicant is not None
    assert card.applicant.name == "张三"


async def test_what_has_no_partner_is_refused_in_words(cli):
    assert (await cli("add", "No Name")).exit_code == 2
    assert "good key" in str((await cli("revoke", "nobody")).exception)
    assert "no partner" in (await cli("list")).output
