"""A partner sees how far its own requests are, and no word of what they say."""

from datetime import timedelta

import pytest

from contracts.routing import CaseConcluded
from services.intake.domain.parts import Warned
from services.kit.testing.clock import MONDAY
from tests.intake import facts
from tests.intake.open311.partner import App, joined
from tests.intake.world import clerk, form

NOT_TOLD = ("description", "service_notice", "zipcode", "lat", "long", "media_url")
PLANTED = {
    "description": "张三说的一句话",
    "address_string": "书院路四十七号",
    "media_url": "https://photos.example/47.jpg",
    "device_id": "device-4711",
    "account_id": "account-4711",
    "email": "zhang.san@people.example",
}


async def test_how_far_it_is_in_a_plain_sentence(app: App):
    number = await app.filed()
    [row] = await app.rows()

    assert row["service_request_id"] == number
    assert row["status_notes"] == (
        "市里已经受理,由我们负责到底。接下来会交给负责的单位,您不用做什么。"
    )
    assert (row["service_name"], row["address"]) == ("垃圾清运与分类", "青石街道")
    assert (row["service_code"], row["address_id"]) == (
        "sanitation-garbage",
        "990101001",
    )
    assert [row[name] for name in NOT_TOLD] == [None] * len(NOT_TOLD)


async def test_who_has_it_and_until_when(app: App):
    case = await app.case(await app.filed())
    await app.world.receive(facts.assigned(case.case_id, "urban-mgmt"))
    app.language = "en"
    [row] = await app.rows()

    assert row["agency_responsible"] == "Urban Management Bureau"
    assert row["expected_datetime"].endswith("+08:00")
    assert row["updated_datetime"] >= row["requested_datetime"]
    assert ". " in row["status_notes"]


async def test_what_is_answered_is_closed_and_its_answer_is_not_told(app: App):
    case = await app.case(await app.filed())
    answer = app.world.answer("张三家门口已经清运。")
    concluded = CaseConcluded(case_id=case.case_id, outcome="resolved", answer=answer)
    await app.world.receive(concluded)
    [row] = await app.rows(status="closed")

    assert row["status"] == "closed"
    assert "张三" not in str(row)
    assert await app.rows(status="open") == []


@pytest.mark.parametrize("format", ["json", "xml"])
async def test_nothing_that_somebody_wrote_comes_back(app: App, format: str):
    number = await app.filed(**PLANTED)
    token = (await app.case(number)).case_id
    paths = ("requests", f"requests/{number}", f"tokens/{token}")
    told = [(await app.get(f"{path}.{format}")).text for path in paths]

    planted = (*PLANTED.values(), "张三", "139-0000", "39.11", "83.02")
    assert all(number in each for each in told)
    assert not [word for word in planted for each in told if word in each]


async def test_a_partner_sees_its_own_ones_alone(app: App):
    other = await joined(app.world, "bike-app")
    own, foreign = await app.filed(), await other.filed()
    at_counter = (await app.world.registered())["case_no"]
    numbers = f"{own},{foreign},{at_counter}"

    assert [row["service_request_id"] for row in await app.rows()] == [own]
    named = await app.rows(service_request_id=numbers)
    assert [row["service_request_id"] for row in named] == [own]
    refused = [
        await app.get(f"requests/{number}.json")
        for number in (foreign, at_counter, "1", "2026030200000191")
    ]
    assert {answer.status_code for answer in refused} == {404}
    assert len({answer.text for answer in refused}) == 1
    token = (await other.case(foreign)).case_id
    assert (await app.get(f"tokens/{token}.json")).status_code == 404


async def test_numbers_leave_the_other_conditions_aside(app: App):
    first, second = await app.filed(), await app.filed(description="另一件事。")
    rows = await app.rows(
        service_request_id=f" {first}, {second},,", status="closed", page_size=1
    )

    assert {row["service_request_id"] for row in rows} == {first, second}


async def test_a_report_is_there_and_says_nothing(app: App):
    number = await app.filed(**{"attribute[request_type]": "report"})
    [row] = await app.rows()

    assert {name: told for name, told in row.items() if told} == {
        "service_request_id": number,
        "status": "open",
    }


@pytest.mark.parametrize(
    "changed",
    [
        {"anonymity": "anonymous"},
        {"anonymity": "confidential"},
        {"warnings": (Warned(reason="harm", at=MONDAY),)},
        {"accused": ("housing",)},
    ],
)
async def test_nor_does_what_needs_discretion(app: App, changed):
    case = await app.case(await app.filed())
    shown = app.world.georeport.row(case.but(**changed), "zh")

    told = shown.model_dump(exclude_none=True)
    assert told == {"service_request_id": case.case_no, "status": "open"}


async def test_conditions_narrow(app: App):
    garbage = await app.filed()
    app.world.city.clock.advance(timedelta(days=3))
    bus = await app.filed(service_code="transit-bus")

    async def numbers(**asked: str) -> list[str]:
        return [row["service_request_id"] for row in await app.rows(**asked)]

    assert await numbers() == [bus, garbage]
    assert await numbers(service_code="transit-bus,noise-dust") == [bus]
    assert await numbers(service_code="moon-base") == []
    assert await numbers(start_date="2026-03-04T00:00:00+08:00") == [bus]
    assert await numbers(end_date="2026-03-04T00:00:00Z") == [garbage]
    assert await numbers(status="open,closed", page_size="1") == [bus]
    assert await numbers(page="2", page_size="1") == [garbage]
    assert await numbers(page="3", page_size="1") == []


async def test_without_dates_it_is_the_last_ninety_days(app: App):
    await app.filed()
    app.world.city.clock.advance(timedelta(days=91))

    assert await app.rows() == []
    assert len(await app.rows(start_date="2026-03-01T00:00:00Z")) == 1
    assert len(await app.rows(end_date="2026-03-03T00:00:00Z")) == 1


async def test_at_most_a_thousand_come_unasked(app: App):
    one = await app.case(await app.filed())
    ids = [f"6f1c1f9e-0000-4000-8000-{place:012}" for place in range(1_005)]
    many = [(id, one.but(case_id=id, case_no=id[-12:])) for id in ids]
    await app.world.repository.create(many)

    assert len(await app.rows()) == 1_000
    assert len(await app.rows(page="11", page_size="100")) == 6


async def test_the_person_asks_like_everybody_and_the_window_sees_it(app: App):
    case = await app.case(await app.filed())
    seen = await app.world.get(f"/v1/cases/{case.case_id}", clerk())

    assert seen.json()["content"]["applicant"]["name"] == "张三"
    assert form()["title"] != seen.json()["content"]["title"]
