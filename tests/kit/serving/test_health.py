"""Which parts decide, which are only shown, and what is counted."""

import httpx
from fastapi import FastAPI


async def down() -> str:
    raise ConnectionError("no such host")


async def up() -> str:
    return "primary"


async def test_alive_needs_nothing(http: httpx.AsyncClient) -> None:
    assert (await http.get("/healthz")).json() == {"status": "alive"}


async def test_a_part_that_only_reports_does_not_decide(
    api: FastAPI, http: httpx.AsyncClient
) -> None:
    api.state.health.decides("mongo", up)
    api.state.health.reports("kafka", down)
    answer = await http.get("/readyz")

    assert answer.status_code == 200
    assert answer.json()["parts"] == {
        "mongo": {"state": "up", "decides": True, "told": "primary"},
        "kafka": {"state": "down", "decides": False, "error": "ConnectionError"},
    }


async def test_a_part_that_decides_takes_the_service_out(
    api: FastAPI, http: httpx.AsyncClient
) -> None:
    api.state.health.decides("mongo", down)
    answer = await http.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["ready"] is False


async def test_requests_are_counted_by_route(http: httpx.AsyncClient) -> None:
    await http.get("/v1/cases/nobody-else")
    page = (await http.get("/metrics")).text

    counted = 'method="GET",route="/v1/cases/{case_id}",status="200"'
    assert f"tongban_http_seconds_count{{{counted}}} 1.0" in page
    assert "nobody-else" not in page


async def test_a_gauge_is_read_when_it_is_asked_for(
    api: FastAPI, http: httpx.AsyncClient
) -> None:
    tasks = {("assigned", "housing"): 2.0}

    async def read() -> dict[tuple[str, ...], float]:
        return tasks

    labels = ("state", "department")
    api.state.metrics.gauge_from("tasks", "Tasks", labels, read)
    page = (await http.get("/metrics")).text
    assert 'tongban_tasks{department="housing",state="assigned"} 2.0' in page

    tasks.clear()
    assert "housing" not in (await http.get("/metrics")).text


async def test_a_gauge_that_cannot_be_read_spoils_nothing(
    api: FastAPI, http: httpx.AsyncClient
) -> None:
    api.state.metrics.gauge_from("broken", "Broken", (), down)
    page = await http.get(
        "/metrics", headers={"accept": "application/openmetrics-text"}
    )

    assert "tongban_broken NaN" in page.text
    assert page.headers["content-type"].startswith("application/openmetrics-text")
