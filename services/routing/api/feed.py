"""A department's feed for those without a Kafka client: by cursor, or as a stream."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from pydantic import BaseModel, BeforeValidator, Field

from services.kit.errors import Rejected, Unavailable
from services.kit.running.clock import Clock, utc_now
from services.kit.serving.paging import LONGEST_CURSOR
from services.kit.serving.principal import Principal
from services.kit.serving.problems import FieldError, Refused
from services.kit.serving.streaming import HEARTBEAT, EventStream, server_sent
from services.routing.api.desk import Handler
from services.routing.api.shelf import Moment
from services.routing.feed.position import Position, position_of
from services.routing.feed.reading import Feed, Page

BATCH = "application/cloudevents-batch+json"
"""CloudEvents 1.0, JSON format, section 4: an array of documents, nothing around it."""
NOW = "now"
LONGEST_WAIT, BEAT_EVERY = 30, 15.0

ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Documents as on Kafka; the next cursor is in the headers",
        "content": {
            BATCH: {"schema": {"type": "array", "items": {"type": "object"}}},
            EventStream.media_type: {"schema": {"type": "string"}},
        },
    }
}

router = APIRouter(prefix="/v1")


def zoned(written: object) -> datetime:
    """Raises a 400 problem for anything but a time that says of which zone it is.

    A count of seconds would be taken for one, and a bare `+` comes as a space.
    """
    try:
        moment = datetime.fromisoformat(str(written))
    except ValueError:
        raise no_time() from None
    if moment.tzinfo is None:
        raise no_time()
    return moment


def no_time() -> Refused:
    example = "from=2026-03-02T09:00:00%2B08:00"
    en = f"`from` must be an RFC 3339 time with its offset, such as {example}"
    zh = f"from 应为注明时区的 RFC 3339 时间,例如 {example}"
    wrong = FieldError("/from", "no-time", en, zh, "query")
    return Refused("no-time", en, zh, 400, errors=(wrong,))


class Asked(BaseModel):
    """`after` a cursor or `now`, or `from` a time; without both, from the beginning."""

    after: str | None = Field(None, max_length=LONGEST_CURSOR)
    since: Annotated[Moment, BeforeValidator(zoned)] | None = Field(None, alias="from")
    limit: int = Field(100, ge=1, le=500)
    wait: float = Field(0, ge=0, le=LONGEST_WAIT)


async def feed(request: Request) -> Feed:
    made: Feed = request.app.state.feed
    return made


@router.get("/feed", response_class=Response, responses=ANSWERS)
async def read_feed(
    asked: Annotated[Asked, Query()],
    request: Request,
    caller: Handler,
    feed: Annotated[Feed, Depends(feed)],
    last_event_id: Annotated[str | None, Header(max_length=LONGEST_CURSOR)] = None,
) -> Response:
    """All that the caller's department is told, as on Kafka, from a cursor on."""
    streamed = EventStream.media_type in request.headers.get("accept", "")
    if streamed and last_event_id:
        asked = asked.model_copy(update={"after": last_event_id, "since": None})
    start = await started(feed, department_of(caller), asked)
    if streamed:
        page = await feed.next(start, asked.limit)
        return EventStream(events(feed, page, asked.limit, caller.expires_at))
    page = await feed.next(start, asked.limit, asked.wait)
    return batch(page, request)


def department_of(caller: Principal) -> str:
    if caller.department is None:
        en = "your token names no department: ask for one that does"
        zh = "登录令牌未注明部门,请更换"
        raise Rejected("department-required", en, zh, status=403)
    return caller.department


async def started(feed: Feed, department: str, asked: Asked) -> Position:
    if asked.after and asked.since:
        en = "say where to begin once: `after` or `from`"
        raise Refused("two-beginnings", en, "起点只能指定一个:after 或 from", 400)
    if asked.since:
        return await feed.since(department, asked.since)
    if asked.after is None:
        return await feed.beginning(department)
    if asked.after == NOW:
        return await feed.end(department)
    return await feed.known(position_of(asked.after, department))


def batch(page: Page, request: Request) -> Response:
    cursor = page.next.cursor
    url = request.url.remove_query_params("from").include_query_params(after=cursor)
    headers = {
        "Feed-Cursor": cursor,
        "Link": f'<{url.path}?{url.query}>; rel="next"',
        "Cache-Control": "no-store",
    }
    values = b",".join(document.value for document in page.documents)
    return Response(b"[%b]" % values, headers=headers, media_type=BATCH)


async def events(
    feed: Feed,
    page: Page,
    limit: int,
    expires_at: datetime | None,
    clock: Clock = utc_now,
) -> AsyncIterator[bytes]:
    """Until the token ends, the process does, or MongoDB is away: then come again."""
    ends = expires_at or datetime.max.replace(tzinfo=UTC)
    while True:
        yield b"".join(server_sent(d.value, d.then.cursor) for d in page.documents) or (
            HEARTBEAT
        )
        left = (ends - clock()).total_seconds()
        if feed.bells.stopped or left <= 0:
            return
        try:
            page = await feed.next(page.next, limit, min(BEAT_EVERY, left))
        except (Rejected, Unavailable):
            return
