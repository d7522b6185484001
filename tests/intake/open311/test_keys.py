"""Who may ask, how often, and that a key is told to nobody."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.sdk.trace.sampling import ALWAYS_ON

from services.intake.settings import IntakeSettings
from services.kit.running.tracing import Telemetry, new_provider
from tests.intake.open311.partner import App, tree

NEEDS_KEY = ("requests", "requests/1", "tokens/1")
MOST = IntakeSettings().partner_requests_per_minute


@pytest.fixture
def spans() -> Iterator[InMemorySpanExporter]:
    exporter = InMemorySpanExporter()
    provider = new_provider("intake", ALWAYS_ON)
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    telemetry = Telemetry(provider)
    yield exporter
    telemetry.forget()


@pytest.mark.parametrize("path", NEEDS_KEY)
@pytest.mark.parametrize("key", ["", "not-one-of-ours"])
async def test_without_a_good_key_nothing_is_told(app: App, path: str, key: str):
    app.key = key
    answer = await app.get(f"{path}.xml")

    assert answer.status_code == 403
    assert tree(answer).findtext("error/code") == "403"
    assert (await app.post()).status_code == 403
    assert not app.world.repository.documents.ids


async def test_a_revoked_key_is_told_so(app: App):
    await app.filed()
    await app.world.georeport.partners.revoke(app.code, app.world.city.clock())
    app.language = "en"

    for answer in (await app.get("requests.json"), await app.post()):
        assert answer.status_code == 403
        assert "revoked" in answer.text


async def test_above_its_limit_a_partner_waits(app: App):
    for _ in range(MOST):
        assert (await app.get("requests.json")).status_code == 200
    app.world.city.clock.advance(timedelta(seconds=20))
    refused = await app.get("requests.json")

    assert (refused.status_code, refused.json()[0]["code"]) == (429, 429)
    assert refused.headers["retry-after"] == "40"
    assert (await app.get("services.json")).status_code == 200
    app.world.city.clock.advance(timedelta(seconds=40))
    assert (await app.get("requests.json")).status_code == 200


async def test_a_login_of_the_city_opens_nothing_here(app: App):
    headers = {"Authorization": "Bearer clerk/9901/"}
    answer = await app.world.http.get("/open311/v2/requests.json", headers=headers)

    assert answer.status_code == 403


async def test_a_key_is_in_no_line_no_span_and_no_metric(
    app: App, spans: InMemorySpanExporter, capsys: pytest.CaptureFixture[str]
):
    number = await app.filed()
    await app.post(phone="no")
    await app.get(f"requests/{number}.json")
    await app.get(f"nothing/{app.key}.json")
    app.key += "x"
    await app.get("requests.json")
    told = [span.to_json() for span in spans.get_finished_spans()]
    told += [capsys.readouterr().out, (await app.world.http.get("/metrics")).text]

    lines = [json.loads(line) for line in told[-2].splitlines() if line[:1] == "{"]
    assert {line["route"] for line in lines if line["event"] == "http"} == {
        "/open311/v2/requests.{format}",
        "/open311/v2/requests/{service_request_id}.{format}",
        "/open311/v2/{rest}",
    }
    planted = (app.key[:-1], "139-0000", number)
    assert not [word for word in planted for each in told if word in each]


async def test_a_key_is_kept_nowhere(app: App):
    [partner] = await app.world.georeport.partners.all()
    case = await app.case(await app.filed())

    assert app.key not in repr(partner)
    assert app.key not in case.model_dump_json()


async def test_the_span_of_a_request_names_its_case(
    app: App, spans: InMemorySpanExporter
):
    case = await app.case(await app.filed())
    [span] = [s for s in spans.get_finished_spans() if s.name.startswith("POST")]

    assert (span.attributes or {})["tongban.case_id"] == case.case_id
