"""A walk through GeoReport v2 as a client of either format takes it."""

import pytest

from tests.intake.open311.partner import App, as_json, as_xml_says, tree

TYPES = {
    "json": "application/json; charset=utf-8",
    "xml": "text/xml; charset=utf-8",
}
DECLARED = b"<?xml version='1.0' encoding='utf-8'?>"
OPEN = ("discovery", "services", "services/sanitation-garbage")
ROOTS = {
    "discovery": "discovery",
    "services": "services",
    "services/sanitation-garbage": "service_definition",
    "requests": "service_requests",
    "services/none": "errors",
}
OF_A_REQUEST = {
    "service_request_id",
    "status",
    "status_notes",
    "service_name",
    "service_code",
    "description",
    "agency_responsible",
    "service_notice",
    "requested_datetime",
    "updated_datetime",
    "expected_datetime",
    "address",
    "address_id",
    "zipcode",
    "lat",
    "long",
    "media_url",
}


@pytest.mark.parametrize("path", ROOTS)
async def test_both_formats_say_the_same(app: App, path: str):
    await app.filed()
    json, xml = await app.get(f"{path}.json"), await app.get(f"{path}.xml")

    assert json.headers["content-type"] == TYPES["json"]
    assert xml.headers["content-type"] == TYPES["xml"]
    assert xml.content.startswith(DECLARED)
    assert tree(xml).tag == ROOTS[path]
    assert as_json(tree(xml)) == as_xml_says(json.json())


@pytest.mark.parametrize("path", OPEN)
async def test_what_is_on_offer_needs_no_key(app: App, path: str):
    answer = await app.world.http.get(f"/open311/v2/{path}.json")

    assert answer.status_code == 200


async def test_discovery_says_where_and_in_which_formats(app: App):
    told = (await app.get("discovery.json")).json()
    [endpoint] = told["endpoints"]

    assert set(told) == {"changeset", "contact", "key_service", "endpoints"}
    assert "12345" in told["contact"]
    assert endpoint["url"] == "http://city/open311/v2"
    assert endpoint["specification"] == "http://wiki.open311.org/GeoReport_v2"
    assert endpoint["formats"] == ["text/xml", "application/json"]


async def test_services_are_the_citys_leaf_categories(app: App):
    told = (await app.get("services.json")).json()
    by_code = {service["service_code"]: service for service in told}

    assert "sanitation" not in by_code
    assert by_code["sanitation-garbage"] == {
        "service_code": "sanitation-garbage",
        "service_name": "垃圾清运与分类",
        "description": "垃圾清运与分类:垃圾三天未清运、分类桶不足",
        "metadata": True,
        "type": "realtime",
        "keywords": "垃圾三天未清运,分类桶不足",
        "group": "市容环卫",
    }


async def test_services_are_told_in_english_to_those_who_like_it(app: App):
    app.language = "en-GB, zh;q=0.5"
    answer = await app.get("services.json")
    [refuse] = [s for s in answer.json() if s["service_code"] == "sanitation-garbage"]

    assert answer.headers["content-language"] == "en"
    assert (refuse["service_name"], refuse["group"]) == (
        "Refuse",
        "Streets and sanitation",
    )


async def test_a_definition_lists_what_a_request_may_say(app: App):
    told = (await app.get("services/sanitation-garbage.json")).json()
    kind, area = told["attributes"]

    assert told["service_code"] == "sanitation-garbage"
    assert (kind["code"], area["code"]) == ("request_type", "area")
    assert [each["order"] for each in told["attributes"]] == [1, 2]
    assert {"key": "complaint", "name": "投诉"} in kind["values"]
    assert {"key": "990101001", "name": "青石街道"} in area["values"]
    assert (area["datatype"], area["variable"]) == ("singlevaluelist", True)


@pytest.mark.parametrize("format", ["json", "xml"])
async def test_a_request_is_handed_over_and_found_again(app: App, format: str):
    answer = await app.post(format)
    told = answer.json() if format == "json" else as_json(tree(answer))
    [receipt] = told
    number = receipt["service_request_id"]
    found = await app.get(f"requests/{number}.{format}")
    [shown] = found.json() if format == "json" else as_json(tree(found))

    assert (answer.status_code, answer.headers["content-type"]) == (201, TYPES[format])
    assert set(receipt) == {"service_request_id", "service_notice", "account_id"}
    assert set(shown) == OF_A_REQUEST
    assert (shown["service_request_id"], shown["status"]) == (number, "open")
    assert shown["requested_datetime"] == "2026-03-02T17:00:00+08:00"


async def test_a_token_leads_to_the_number(app: App):
    number = await app.filed()
    token = (await app.case(number)).case_id

    answer = await app.get(f"tokens/{token}.json")
    assert answer.json() == [{"service_request_id": number, "token": token}]
    wrong = await app.get("tokens/6f1c1f9e-0000-4000-8000-000000000001.json")
    assert wrong.status_code == 404


@pytest.mark.parametrize(
    "path",
    ["services.yaml", "services", "nothing.json", "", "requests/1/2.json", "%00.xml"],
)
async def test_what_is_not_there_is_told_as_errors(app: App, path: str):
    answer = await app.get(path)

    assert answer.status_code == 404
    if path.endswith(".xml"):
        assert tree(answer).findtext("error/code") == "404"
    else:
        assert answer.json()[0]["code"] == 404
