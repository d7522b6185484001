"""Every running service tells what it is for, and all tell the same of the events."""

import pytest

from contracts.asyncapi.document import text
from deploy.local.identities import SERVICES
from tests.e2e.town import Town

each_service = pytest.mark.parametrize("service", SERVICES)


@each_service
def test_it_serves_its_pages_to_anybody(town: Town, service: str):
    for path in ("/docs", "/docs/events", "/schemas/"):
        page = town.get(service, path)
        assert page.status_code == 200
        assert "通办" in page.text
        assert page.headers["content-type"] == "text/html; charset=utf-8"


@each_service
def test_it_describes_its_own_endpoints(town: Town, service: str):
    told = town.get(service, "/openapi.json").json()

    assert told["info"]["title"] == f"Tongban {service}"
    assert told["paths"]


@each_service
def test_all_tell_the_same_of_the_events(town: Town, service: str):
    assert town.get(service, "/asyncapi.json").text == text()
