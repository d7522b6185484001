"""What a partner hands over is a case like everybody's."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest

from contracts.intake import CaseRegistered
from services.intake.open311.keys import SAME
from tests.intake.open311.partner import IN_QINGSHI, SAID, App, joined
from tests.intake.world import World

EVERYTHING = {
    "address_string": "青石街道书院路口",
    "media_url": "https://photos.example/1.jpg",
    "device_id": "device-1",
    "account_id": "account-1",
    "email": "zhang.san@people.example",
}


async def content(app: App, number: str):
    case = await app.case(number)
    read = await app.world.contents.read(case)
    assert read is not None
    return read


async def test_it_is_registered_through_the_same_desk(app: App):
    case = await app.case(await app.filed())

    assert (case.kind, case.channel, case.request_type) == (
        "request",
        "partner",
        "complaint",
    )
    assert (case.category, case.area) == ("sanitation-garbage", "990101001")
    assert case.owner == app.world.contents.owner("partner/photo-app")
    assert app.world.said()[:2] == ["case-registered", "case-accepted"]


async def test_the_city_is_told_whose_app_it_came_by(app: App):
    await app.filed()

    assert registered(app).partner == "photo-app"


@pytest.mark.parametrize(
    "said",
    [{"attribute[request_type]": "report"}, {"description": "家里着火了,快来人!"}],
)
async def test_of_what_a_partner_is_told_nothing_nobody_is_told_whose_it_is(
    app: App, said: dict[str, str]
):
    case = await app.case(await app.filed(**said))

    assert case.discreet
    assert registered(app).partner is None


def registered(app: App) -> CaseRegistered:
    facts = app.world.city.facts
    return next(fact for fact in facts if isinstance(fact, CaseRegistered))


async def test_all_that_was_said_is_kept_sealed(app: App):
    number = await app.filed(**EVERYTHING)
    read = await content(app, number)

    assert (read.title, read.text) == ("垃圾清运与分类", SAID)
    assert read.applicant is not None
    assert read.applicant.model_dump(exclude_defaults=True) == {
        "name": "张三",
        "phone": "139-0000-0001",
        "email": EVERYTHING.pop("email"),
    }
    assert read.answers == EVERYTHING | IN_QINGSHI
    case = (await app.case(number)).model_dump_json()
    assert not [said for said in EVERYTHING.values() if said in case]


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [
        ("三", "张", "张三"),
        ("San", "Zhang", "San Zhang"),
        (None, "张", "张"),
        (None, None, "未留姓名"),
    ],
)
async def test_a_name_is_written_as_its_script_wants(app: App, first, last, name):
    number = await app.filed(first_name=first, last_name=last)
    read = await content(app, number)

    assert read.applicant is not None
    assert read.applicant.name == name


async def test_who_says_nothing_of_oneself_is_nobody(app: App):
    number = await app.filed(first_name=None, last_name=None, phone=None)

    assert (await content(app, number)).applicant is None


@pytest.mark.parametrize(
    ("said", "area"),
    [
        ({"lat": "39.01", "long": "83.01"}, "990101001001001"),
        ({"lat": None, "long": None, "address_id": "990102101"}, "990102101"),
        ({"lat": None, "long": None, "attribute[area]": "9901"}, "9901"),
        ({"attribute[area]": "990102001"}, "990102001"),
        ({"address_id": "990101", "attribute[area]": "990101"}, "990101"),
        ({"lat": "", "long": "", "address_id": "990101002"}, "990101002"),
    ],
)
async def test_the_area_is_what_is_said_or_else_where_it_is(app: App, said, area):
    assert (await app.case(await app.filed(**said))).area == area


async def test_a_description_may_be_left_out(app: App):
    read = await content(app, await app.filed(description=None))

    assert read.text == "垃圾清运与分类"


async def test_the_notice_has_what_the_person_needs_to_ask(app: App):
    [receipt] = (await app.post()).json()
    number = receipt["service_request_id"]
    words = receipt["service_notice"]
    code = await app.world.contents.code(await app.case(number))

    assert f"办件号 {number},查询码 {code}" in words
    asked = {"case_no": number, "query_code": str(code)}
    assert (await app.world.progress(asked)).status_code == 200


async def test_in_an_emergency_the_notice_says_whom_to_call(app: App):
    [receipt] = (await app.post(description="有人要跳楼,快来人!")).json()
    [row] = await app.rows()

    assert "110" in receipt["service_notice"]
    assert (row["status"], row["status_notes"]) == ("closed", None)


async def test_the_same_body_is_one_request_for_five_minutes(app: App):
    first = await app.filed()
    app.world.city.clock.advance(SAME - timedelta(seconds=1))
    assert await app.filed() == first
    app.world.city.clock.advance(timedelta(seconds=1))

    assert await app.filed() != first


async def test_another_body_or_another_partner_is_another_request(app: App):
    other = await joined(app.world, "bike-app")
    other.key, key = app.key, other.key
    numbers = [await app.filed(), await app.filed(description="另一件事。")]
    other.key = key
    numbers.append(await other.filed())

    assert len(set(numbers)) == 3


async def test_a_key_of_its_own_makes_it_one_however_late(app: App):
    first = await app.post(idempotency_key="my-request-1")
    app.world.city.clock.advance(timedelta(days=2))
    again = await app.post("xml", idempotency_key="my-request-1")
    reused = await app.post(description="另一件事。", idempotency_key="my-request-1")

    number = first.json()[0]["service_request_id"]
    assert number in again.text
    assert (reused.status_code, reused.json()[0]["code"]) == (422, 422)


async def test_a_malformed_key_is_refused(app: App):
    assert (await app.post(idempotency_key="short")).status_code == 400


async def test_the_key_may_stand_in_the_query(app: App):
    pairs = {"service_code": "sanitation-garbage", "address_id": "990101"}
    path = f"/open311/v2/requests.json?api_key={app.key}&jurisdiction_id=9901"
    headers = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
    answer = await app.world.http.post(
        path, content=urlencode(pairs).encode(), headers=headers
    )

    assert answer.status_code == 201


async def test_words_arrive_as_they_were_sent(world: World, app: App):
    said = "a+b & c=d; 50% 你好\n第二行"

    assert (await content(app, await app.filed(description=said))).text == said
