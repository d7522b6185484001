"""From page to page, nothing is skipped and nothing is shown twice."""

from datetime import UTC, datetime, timedelta, timezone

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.errors import Rejected
from services.kit.serving.paging import Key, read_cursor, write_cursor

MOMENTS = st.datetimes(timezones=st.just(UTC))
KEYS = st.lists(st.text() | st.integers() | MOMENTS, max_size=4).map(tuple)


@given(KEYS)
def test_a_cursor_is_read_back(key: tuple[str | int | datetime, ...]) -> None:
    assert read_cursor(write_cursor(key)) == key


@given(
    st.text(max_size=80) | st.binary(max_size=60).map(lambda raw: raw.decode("latin-1"))
)
def test_anything_else_is_a_bad_cursor(text: str) -> None:
    try:
        key = read_cursor(text)
    except Rejected:
        return
    assert write_cursor(key) == text


@pytest.mark.parametrize(
    "key",
    [
        (datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14))), "x"),
        (datetime(9999, 12, 31, 23, tzinfo=timezone(timedelta(hours=-14))), "x"),
        ("\ud800", "x"),
    ],
)
def test_what_no_database_can_look_for_is_a_bad_cursor(key: Key) -> None:
    with pytest.raises(Rejected):
        read_cursor(write_cursor(key))


async def test_following_the_links_shows_every_row_once(
    http: httpx.AsyncClient,
) -> None:
    answer = await http.get("/v1/cases?limit=5&state=open")
    seen = answer.json()
    while "next" in answer.links:
        answer = await http.get(answer.links["next"]["url"])
        seen += answer.json()

    assert seen == list(range(12))
    assert "state=open" in str(answer.url)


async def test_the_last_page_has_no_next(http: httpx.AsyncClient) -> None:
    assert "link" not in (await http.get("/v1/cases?limit=12")).headers


@pytest.mark.parametrize(
    "after", ["x", "W10x", write_cursor(("a", 1)), write_cursor((1,))]
)
async def test_a_bad_cursor_is_refused(http: httpx.AsyncClient, after: str) -> None:
    answer = await http.get("/v1/cases", params={"after": after})

    assert answer.status_code == 400
    assert answer.json()["type"] == "/problems/bad-cursor"


@pytest.mark.parametrize("limit", [0, 201, "many"])
async def test_a_page_has_1_to_200_rows(http: httpx.AsyncClient, limit: object) -> None:
    assert (await http.get(f"/v1/cases?limit={limit}")).status_code == 422
