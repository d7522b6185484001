"""Long lists, page by page, from where the reader stopped: nothing skipped or shown
twice when rows come and go in between."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar, overload

from fastapi import Depends, Query, Request, Response

from services.kit.serving.problems import Refused

DEFAULT, MOST = 50, 200
LONGEST_CURSOR = 512

Row = TypeVar("Row")
First = TypeVar("First")
Second = TypeVar("Second")
Part = str | int | datetime
Key = tuple[Part, ...]
"""What the list is sorted by; the last part makes it unique."""


def write_cursor(key: Key) -> str:
    """Opaque to the reader, but not secret: ids, times and counts only."""
    text = json.dumps([_written(part) for part in key], separators=(",", ":"))
    return urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def read_cursor(cursor: str) -> Key:
    """Raises a 400 problem for anything that `write_cursor` did not make."""
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        parts = json.loads(urlsafe_b64decode(padded))
        key = tuple(_read(tag, value) for tag, value in parts)
    except (ValueError, TypeError, KeyError, RecursionError, OverflowError):
        raise bad_cursor() from None
    if write_cursor(key) != cursor:
        raise bad_cursor()
    return key


def bad_cursor() -> Refused:
    """A stream is told so too: there the cursor comes as `Last-Event-ID`."""
    en = (
        "this cursor is not one of ours, or no longer: start again without `after` "
        "(a stream: without `Last-Event-ID`)"
    )
    zh = "翻页位置无效或已失效:请去掉 after(流式读取为 Last-Event-ID),从头开始"
    return Refused("bad-cursor", en, zh, 400)


@dataclass(frozen=True)
class Page:
    """What the reader asked for, and the way to tell where the next page is."""

    after: Key | None
    limit: int
    request: Request
    response: Response

    @property
    def fetch(self) -> int:
        """One row more than asked for: whether it comes tells if there is more."""
        return self.limit + 1

    @overload
    def past(self, first: type[First], /) -> tuple[First] | None: ...
    @overload
    def past(
        self, first: type[First], second: type[Second], /
    ) -> tuple[First, Second] | None: ...
    def past(self, *types: type[Any]) -> tuple[Any, ...] | None:
        """The key of the last row that the reader has; 400 if of other types."""
        if self.after is None:
            return None
        if [type(part) for part in self.after] != list(types):
            raise bad_cursor()
        return self.after

    def of(self, rows: Sequence[Row], key: Callable[[Row], Key]) -> list[Row]:
        """At most `limit` of `rows`; says where the next page starts, if any."""
        shown = list(rows[: self.limit])
        if len(rows) > self.limit:
            self.response.headers["Link"] = next_link(self, key(shown[-1]))
        return shown


def next_link(page: Page, last: Key) -> str:
    """The same question, from after `last`."""
    url = page.request.url.include_query_params(
        after=write_cursor(last), limit=page.limit
    )
    return f'<{url.path}?{url.query}>; rel="next"'


async def paging(
    request: Request,
    response: Response,
    limit: Annotated[int, Query(ge=1, le=MOST)] = DEFAULT,
    after: Annotated[str | None, Query(max_length=LONGEST_CURSOR)] = None,
) -> Page:
    """The dependency behind `Paging`."""
    key = None if after is None else read_cursor(after)
    return Page(key, limit, request, response)


Paging = Annotated[Page, Depends(paging)]


def _written(part: Part) -> tuple[str, str | int]:
    match part:
        case datetime():
            return "d", part.isoformat()
        case bool() | str():
            return "s", part
        case int():
            return "i", part


def _read(tag: str, value: Any) -> Part:
    match tag, value:
        case "s", str():
            value.encode()
            return value
        case "i", int() if not isinstance(value, bool):
            return value
        case "d", str():
            return _aware(datetime.fromisoformat(value))
    raise ValueError(tag)


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a cursor's time has an offset")
    moment.astimezone(UTC)
    return moment
