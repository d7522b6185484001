"""Nobody overwrites what they have not seen."""

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.errors import Rejected
from services.kit.serving.etags import etag, version_of


@given(st.integers(min_value=0, max_value=10**12))
def test_a_tag_is_read_back(version: int) -> None:
    assert version_of(etag(version)) == version


@given(st.text(max_size=30))
def test_only_our_own_tags_are_read(text: str) -> None:
    try:
        version = version_of(text)
    except Rejected:
        return
    assert etag(version) == text.strip()


async def test_an_answer_has_its_version(http: httpx.AsyncClient) -> None:
    assert (await http.get("/v1/cases/1")).headers["etag"] == '"3"'


@pytest.mark.parametrize(("header", "read"), [('"7"', 7), ("*", None), (None, None)])
async def test_a_match_may_be_asked_for(
    http: httpx.AsyncClient, header: str | None, read: int | None
) -> None:
    headers = {} if header is None else {"If-Match": header}
    answer = await http.put("/v1/optional", headers=headers)

    assert answer.json() == {"if_match": read}


@pytest.mark.parametrize("path", ["/v1/optional", "/v1/required"])
@pytest.mark.parametrize("header", ["7", 'W/"7"', '"7", "8"', '"x"', '"-1"'])
async def test_a_malformed_match_is_refused(
    http: httpx.AsyncClient, path: str, header: str
) -> None:
    answer = await http.put(path, headers={"If-Match": header})

    assert answer.status_code == 400
    assert answer.json()["type"] == "/problems/if-match-malformed"


async def test_a_match_may_be_required(http: httpx.AsyncClient) -> None:
    answer = await http.put("/v1/required")

    assert answer.status_code == 428
    assert (await http.put("/v1/required", headers={"If-Match": '"2"'})).json() == {
        "if_match": 2
    }
