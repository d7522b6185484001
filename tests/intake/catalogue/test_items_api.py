"""Everybody may look up what the city does, without saying who they are."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator

from tests.intake.catalogue.offered import shipped
from tests.intake.world import World


async def _get(world: World, path: str, language: str = "zh", **asked: Any):
    headers = {"Accept-Language": language}
    return await world.http.get(f"/v1/items{path}", params=asked, headers=headers)


def _codes(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [row["code"] for row in answer.json()]


@pytest.mark.parametrize("question", ["limit=7", "limit=2&q=补贴"])
async def test_a_list_is_read_page_by_page_in_its_own_order(
    world: World, question: str
):
    found, path = [], f"/v1/items?{question}"
    while path:
        answer = await world.http.get(path)
        found += _codes(answer)
        path = answer.headers.get("Link", "").partition(">")[0].removeprefix("<")

    asked = dict(httpx.QueryParams(question)) | {"limit": 200}
    assert found == _codes(await _get(world, "", **asked))


async def test_everything_is_in_the_list(world: World):
    assert _codes(await _get(world, "")) == sorted(shipped().items)


async def test_nothing_found_is_an_empty_list(world: World):
    assert _codes(await _get(world, "", q="月亮船票")) == []


async def test_filters_narrow(world: World):
    asked = {"kind": "service", "category": "rural", "area": "990101", "who": "person"}

    assert _codes(await _get(world, "", **asked)) == [
        "land-transfer",
        "machinery-subsidy",
    ]


@pytest.mark.parametrize(
    ("asked", "pointer"),
    [
        ({"kind": "moon"}, "/kind"),
        ({"who": "cats"}, "/who"),
        ({"category": "moon"}, "/category"),
        ({"category": "月亮"}, "/category"),
        ({"area": "110101"}, "/area"),
        ({"area": "x"}, "/area"),
        ({"q": "长" * 101}, "/q"),
        ({"limit": 0}, "/limit"),
    ],
)
async def test_a_filter_that_is_no_word_of_the_city_is_named(
    world: World, asked, pointer
):
    answer = await _get(world, "", **asked)

    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert (error["pointer"], error["place"]) == (pointer, "query")


async def test_an_item_is_told_whole(world: World):
    answer = await _get(world, "/road-occupation")
    shown = answer.json()

    assert (shown["version"], shown["valid_today"], shown["who"]) == (1, True, "both")
    assert shown["limit"]["words"] == "受理后20个工作日内(法定:行政许可法 42)"
    assert shown["fee"]["words"] == "50元"
    assert shown["category"] == {"code": "sanitation", "name": "市容环卫"}
    assert shown["versions"] == [
        {"version": 1, "valid_from": "2023-01-01", "valid_until": None}
    ]
    assert shown["examined"] is True
    Draft202012Validator.check_schema(shown["form"])
    assert shown["form"]["properties"]["place"]["title"] == "占用地点"


async def test_the_same_in_english(world: World):
    answer = await _get(world, "/residents-parking", "en-GB,en;q=0.9")
    shown = answer.json()

    assert answer.headers["Content-Language"] == "en"
    assert shown["name"] == "Residents' parking at night"
    assert shown["limit"]["words"] == "5 working days from acceptance (our default)"
    assert shown["fee"]["words"] == "30 yuan"
    assert shown["areas"] == [{"code": "990101001001", "name": "Bingdili Community"}]
    vehicle = shown["materials"][0]
    assert vehicle["held_by"] == {"code": "traffic-police", "name": "Traffic Police"}
    assert (vehicle["name"], vehicle["shape_words"]) == (
        "Vehicle licence",
        "electronic",
    )


async def test_what_costs_nothing_says_so(world: World):
    assert (await _get(world, "/bus-card")).json()["fee"]["words"] == "不收费"


@pytest.mark.parametrize(
    ("days", "asked", "version", "valid"),
    [
        (0, {}, 1, True),
        (0, {"version": 2}, 2, False),
        (200, {}, 2, True),
        (200, {"version": 1}, 1, False),
    ],
)
async def test_the_version_of_today_unless_another_is_asked_for(
    world: World, days, asked, version, valid
):
    world.city.clock.advance(timedelta(days=days))
    shown = (await _get(world, "/elder-allowance", **asked)).json()

    assert (shown["version"], shown["valid_today"]) == (version, valid)
    assert [each["version"] for each in shown["versions"]] == [1, 2]


async def test_a_request_is_no_more_than_a_name(world: World):
    shown = (await _get(world, "/water")).json()

    assert (shown["form"], shown["limit"], shown["fee"]) == (None, None, None)
    assert shown["versions"] == [
        {"version": 1, "valid_from": None, "valid_until": None}
    ]


@pytest.mark.parametrize("path", ["/time-travel", "/%00", "/..", "/高龄"])
async def test_an_unknown_one_is_told_how_to_search(world: World, path):
    answer = await _get(world, path)

    assert answer.status_code == 404
    assert answer.json()["type"] in {"/problems/item-unknown", "/problems/not-found"}


async def test_the_way_to_search_is_in_the_problem(world: World):
    told = (await _get(world, "/time-travel")).json()

    assert "/v1/items?q=" in told["title"]
    assert "/v1/items?q=" in told["title_zh"]


async def test_an_unknown_version_names_those_that_there_are(world: World):
    told = (await _get(world, "/elder-allowance", version=9)).json()

    assert (told["status"], told["title"]) == (
        404,
        "this item has no such version; there is: 1, 2",
    )


@pytest.mark.parametrize("path", ["", "/bus-card"])
async def test_whoever_has_it_already_is_told_so(world: World, path):
    first = await _get(world, path)
    tag = first.headers["ETag"]
    known = {"Accept-Language": "zh", "If-None-Match": f'"other", W/{tag}'}
    again = await world.http.get(f"/v1/items{path}", headers=known)
    english = await world.http.get(
        f"/v1/items{path}", headers=known | {"Accept-Language": "en"}
    )

    assert first.headers["Cache-Control"] == "public, max-age=300"
    assert first.headers["Vary"] == "Accept-Language"
    assert (again.status_code, again.content) == (304, b"")
    assert english.status_code == 200
