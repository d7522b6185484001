"""Every wrong parameter is named in plain words, and nothing of it is repeated."""

from typing import Any

import pytest

from tests.intake.open311.partner import App, errors, tree

NOWHERE: dict[str, Any] = {"lat": None, "long": None}
WRONG: list[tuple[str, dict[str, str | None]]] = [
    ("service_code", {"service_code": None}),
    ("service_code", {"service_code": "moon-base"}),
    ("service_code", {"service_code": "sanitation"}),
    ("lat", {"lat": "north"}),
    ("lat", {"lat": "nan"}),
    ("lat", {"lat": "1e3"}),
    ("lat", {"lat": "90.1"}),
    ("long", {"long": "-180.5"}),
    ("long", {"long": None}),
    ("lat", {"lat": ""}),
    ("lat, long", {"lat": "0", "long": "0"}),
    ("attribute[area]", NOWHERE),
    ("attribute[area]", NOWHERE | {"address_string": "书院路口"}),
    ("attribute[area]", {"attribute[area]": "110101"}),
    ("attribute[area]", {"attribute[area]": "990101", "address_id": "990102"}),
    ("address_id", {"address_id": "99-01"}),
    ("attribute[request_type]", {"attribute[request_type]": "shouting"}),
    ("description", {"description": "长" * 4_001}),
    ("description", {"description": "响\x07铃"}),
    ("description", {"description": "反\u202e转"}),
    ("address_string", {"address_string": "\x00"}),
    ("first_name", {"first_name": "三\r\n四"}),
    ("last_name", {"last_name": "张" * 50}),
    ("email", {"email": "at home"}),
    ("phone", {"phone": "call me"}),
    ("device_id", {"device_id": "d" * 201}),
    ("media_url", {"media_url": "javascript:alert(1)"}),
    ("media_url", {"media_url": "file:///etc/passwd"}),
    ("media_url", {"media_url": "https://photos.example/1.jpg and 2.jpg"}),
    ("media_url", {"media_url": "https://"}),
    ("api_key", {"api_key": "k" * 201}),
    ("parameters", {"zip": "000000"}),
    ("parameters", {"attribute[shoe_size]": "44"}),
]


@pytest.mark.parametrize(("parameter", "changed"), WRONG)
async def test_it_is_refused_at_its_parameter(app: App, parameter, changed):
    answer = await app.post(**changed)

    assert answer.status_code == 400
    assert list(errors(answer)) == [parameter]
    assert {fault["code"] for fault in answer.json()} == {400}
    assert not app.world.repository.documents.ids


PLANTED = "王小明测试-139-0000-4711"


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("format", ["json", "xml"])
async def test_nothing_that_was_sent_is_said_again(app: App, language, format):
    app.language = language
    names = ("service_code", "email", "phone", "lat", "address_id", "media_url")
    wrong = dict.fromkeys(names, PLANTED)
    answer = await app.post(format, **wrong, **{PLANTED: PLANTED})

    assert answer.status_code == 400
    assert PLANTED not in answer.text
    assert "4711" not in answer.text


async def test_everything_wrong_is_told_at_once(app: App):
    app.language = "en"
    answer = await app.post("xml", service_code="no", phone="no", email="no")

    told = [error.findtext("description") for error in tree(answer).iter("error")]
    assert told == [
        "email: is not an e-mail address",
        "phone: is not a phone number",
    ]


BODIES = {
    "not utf-8": b"service_code=%ff%fe",
    "raw bytes": b"service_code=\xff\xfe",
    "no pairs": b"hello",
    "json": b'{"service_code": "sanitation-garbage"}',
    "too many": b"&".join(b"a%d=1" % place for place in range(101)),
}


@pytest.mark.parametrize("what", BODIES)
async def test_what_is_no_form_is_refused(app: App, what: str):
    answer = await app.send(BODIES[what])

    assert answer.status_code == 400
    assert "application/x-www-form-urlencoded" in answer.text


@pytest.mark.parametrize("type", ["application/json", "multipart/form-data", ""])
async def test_another_kind_of_body_is_refused(app: App, type: str):
    body = f"api_key={app.key}".encode()
    answer = await app.send(body, **{"Content-Type": type})

    assert answer.status_code == 400


async def test_a_parameter_is_given_once(app: App):
    body = f"api_key={app.key}&phone=1390000&phone=1390001".encode()

    assert "phone" in errors(await app.send(body))


async def test_a_body_of_two_megabytes_is_too_large(app: App):
    assert (await app.send(b"description=" + b"x" * 2_000_000)).status_code == 413


async def test_a_body_of_unknown_length_that_is_too_large_is_told_as_errors(app: App):
    async def chunks():
        for _ in range(20):
            yield b"x" * 100_000

    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = await app.world.http.post(
        "/open311/v2/requests.json", content=chunks(), headers=headers
    )
    assert (answer.status_code, answer.json()[0]["code"]) == (413, 413)


QUESTIONS: list[tuple[str, dict[str, str]]] = [
    ("start_date", {"start_date": "yesterday"}),
    ("start_date", {"start_date": "2026-03-01T00:00:00"}),
    ("start_date", {"start_date": "0001-01-01T00:00:00Z"}),
    ("end_date", {"end_date": "9999-12-31T23:59:59Z"}),
    (
        "end_date",
        {"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-04-02T00:00:00Z"},
    ),
    (
        "start_date",
        {"start_date": "2026-03-02T00:00:00Z", "end_date": "2026-03-01T00:00:00Z"},
    ),
    ("status", {"status": "open,ajar"}),
    ("page", {"page": "0"}),
    ("page", {"page": "x"}),
    ("page_size", {"page_size": "101"}),
    ("service_request_id", {"service_request_id": ",".join(map(str, range(101)))}),
    ("service_code", {"service_code": ",".join(map(str, range(101)))}),
    ("service_code", {"service_code": "x" * 4_001}),
]


@pytest.mark.parametrize(("parameter", "asked"), QUESTIONS)
async def test_a_wrong_question_is_refused_at_its_parameter(app, parameter, asked):
    answer = await app.get("requests.json", **asked)

    assert answer.status_code == 400
    assert list(errors(answer)) == [parameter]


async def test_a_time_that_is_none_is_told_by_an_example(app: App):
    """A + that was not escaped arrives as a space."""
    answer = await app.get("requests.json", start_date="2026-03-01T08:00:00 08:00")

    assert "2026-03-01T08:00:00+08:00" in errors(answer)["start_date"]
    assert "%2B" in errors(answer)["start_date"]


async def test_another_jurisdiction_is_not_here(app: App):
    elsewhere = await app.get("services.json", jurisdiction_id="boston.gov")
    posted = await app.post(jurisdiction_id="boston.gov")
    here = await app.get("services.json", jurisdiction_id="9901")

    assert (elsewhere.status_code, posted.status_code, here.status_code) == (
        404,
        404,
        200,
    )
    assert "boston" not in elsewhere.text + posted.text
