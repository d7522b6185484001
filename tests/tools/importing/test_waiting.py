"""A window that is away is waited for; one that refuses says what would help."""

import httpx
import pytest

from tests.tools.importing.desks import Desk, rows
from tests.tools.importing.files_of_rows import as_lines, written
from tools.importing.window import Refused


class Sometimes(httpx.AsyncBaseTransport):
    """Answers with these first: a status, or nobody is there."""

    def __init__(self, inner: httpx.AsyncBaseTransport, *first: int | None) -> None:
        self._inner = inner
        self._first = list(first)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if not self._first:
            return await self._inner.handle_async_request(request)
        status = self._first.pop(0)
        if status is None:
            raise httpx.ConnectError("nobody")
        return httpx.Response(status, request=request, json={"title": "no"})


@pytest.fixture
def answering(desk: Desk):
    """The desk behind a line on which these come first."""
    inner = desk.world.http._transport

    def first(*answers: int | None) -> None:
        transport = Sometimes(inner, *answers)
        desk.world.http = httpx.AsyncClient(transport=transport, base_url="http://city")

    return first


async def test_a_window_that_is_away_is_waited_for_and_said(desk: Desk, answering):
    desk.file = written(desk.folder / "b.jsonl", as_lines(rows()[:2]))
    answering(None, 503, 500)
    tally = await desk.run()

    assert tally.created == 2
    assert [words.split(";")[0] for words in desk.said] == [
        "intake does not answer",
        "intake answers 503",
        "intake answers 500",
    ]


@pytest.mark.parametrize(
    ("status", "cure"), [(401, "token"), (403, "operator"), (404, "version")]
)
async def test_a_window_that_refuses_stops_it_with_the_cure(
    desk: Desk, answering, status, cure
):
    answering(status, status, status)
    with pytest.raises(Refused, match=cure):
        await desk.run()
