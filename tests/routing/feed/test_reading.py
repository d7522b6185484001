"""A feed from a position on: what is shown, what is not yet, what no longer."""

from datetime import timedelta

import pytest

from services.kit.errors import Rejected
from services.kit.testing.clock import MONDAY
from services.routing.feed.position import Position
from tests.routing.feed.rows import CONTENTS, DEPARTMENT, PLACES, TASKS, numbers, row

BEGINNING = Position(DEPARTMENT, (0,) * len(PLACES))


async def test_a_page_ends_where_something_is_missing(feed, rows):
    await rows.add([row(0), row(1), row(3)])
    page = await feed.page(BEGINNING, 10)
    assert (numbers(page), page.interrupted) == ([0, 1], True)

    await rows.add([row(2)])
    assert numbers(await feed.page(page.next, 10)) == [2, 3]


async def test_what_the_log_leaves_out_is_not_waited_for(feed, rows):
    await rows.add([row(0), row(5, since=1)])

    assert numbers(await feed.page(BEGINNING, 10)) == [0, 5]


async def test_a_log_that_began_before_us_begins_where_we_did(feed, rows):
    await rows.add([row(501)])
    assert numbers(await feed.page(BEGINNING, 10)) == []
    await rows.add([row(500, since=0)])

    assert numbers(await feed.page(BEGINNING, 10)) == [500, 501]


async def test_what_holds_no_document_is_passed_over(feed, rows):
    await rows.add([row(0), row(1, value=None), row(2)])
    page = await feed.page(BEGINNING, 10)

    assert numbers(page) == [0, 2]
    assert page.documents[0].then.offsets[0] == 1


async def test_places_are_mixed_as_they_were_written(feed, rows):
    await rows.add([row(n, TASKS, minutes=2 * n) for n in range(3)])
    await rows.add([row(n, CONTENTS, minutes=2 * n + 1) for n in range(3)])
    page = await feed.page(BEGINNING, 100)

    times = [one.then.offsets for one in page.documents]
    assert [(o[0], o[3]) for o in times] == [
        (1, 0), (1, 1), (2, 1), (2, 2), (3, 2), (3, 3)
    ]  # fmt: skip


async def test_page_after_page_comes_to_the_end(feed, rows):
    await rows.add([row(n, place) for place in PLACES for n in range(10)])
    seen, position = [], BEGINNING
    while (page := await feed.page(position, 7)).documents:
        assert len(page.documents) <= 7
        seen += page.documents
        position = page.next

    assert len({one.value for one in seen}) == len(seen) == 60
    assert position == await feed.end(DEPARTMENT)


async def test_a_position_that_is_no_longer_kept_is_refused_with_the_first_that_is(
    feed, rows
):
    await rows.add([row(n) for n in range(10)])
    await rows.forget(TASKS, MONDAY + timedelta(minutes=4))
    with pytest.raises(Rejected, match="cursor-too-old") as refused:
        await feed.page(BEGINNING.past(0, 2), 10)

    first = await feed.beginning(DEPARTMENT)
    assert refused.value.headers["Feed-Cursor"] == first.cursor
    assert numbers(await feed.page(first, 10)) == [4, 5, 6, 7, 8, 9]


async def test_a_feed_is_read_from_a_time(feed, rows):
    await rows.add([row(n) for n in range(40)])
    await rows.add([row(n, CONTENTS, minutes=100) for n in range(3)])
    found = await feed.since(DEPARTMENT, MONDAY + timedelta(minutes=17, seconds=30))

    assert found.offsets == (18, 0, 0, 0, 0, 0)
    assert (await feed.since(DEPARTMENT, MONDAY)).offsets == BEGINNING.offsets


async def test_a_time_never_leads_behind_something_missing(feed, rows):
    await rows.add([row(n) for n in range(10) if n not in (6, 7)])
    found = await feed.since(DEPARTMENT, MONDAY + timedelta(minutes=7))

    assert found.offsets[0] == 6


async def test_the_end_is_behind_all_there_is(feed, rows):
    await rows.add([row(0), row(1)])
    end = await feed.end(DEPARTMENT)

    assert not (await feed.page(end, 10)).documents
    await rows.add([row(2)])
    assert numbers(await feed.page(end, 10)) == [2]
