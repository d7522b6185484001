"""What routing keeps of what comes: its bytes, its place, its time."""

from datetime import UTC, datetime

import pytest

from contracts.topics import read_by
from services.kit.errors import Rejected
from services.kit.reading.received import Received
from services.routing.feed.keeping import Keeper, is_document, keeps, kept
from tests.routing.feed.rows import CASE, TASKS


def received(value, since=None):
    return Received(*TASKS, 7, CASE.encode(), value, "", 1_772_442_000.5, since)


async def test_whoever_waits_is_rung_for_once_it_is_stored(rows):
    rung = []
    keeper = Keeper(rows, lambda code: rung.append((code, len(rows.kept[TASKS]))))
    await keeper.keep(received(b"{}"))

    assert rung == [("housing", 1)]


def test_a_row_is_where_and_when_it_was_in_kafka():
    row = kept(received(b'{"a":1}', since=5))

    assert (row.place, row.offset, row.since) == (TASKS, 7, 5)
    assert (row.case_id, row.value) == (CASE, b'{"a":1}')
    assert row.at == datetime(2026, 3, 2, 9, 0, 0, 500_000, UTC)


@pytest.mark.parametrize("value", [None, b"", b"{", b"[1]", b"\xff", b'{"a":NaN}'])
async def test_what_is_no_document_keeps_its_place_and_is_recorded(rows, value):
    with pytest.raises(Rejected, match="no-document"):
        await Keeper(rows, lambda code: None).keep(received(value, since=7))

    assert not is_document(value)
    assert rows.kept[TASKS][7].value is None


def test_what_a_department_is_told_is_kept_and_nothing_else(rows):
    keeping = keeps(Keeper(rows, lambda code: None), ("housing", "transport"))
    read = {topic.name for topic in read_by("routing", ("housing", "transport"))}

    assert set(keeping) == {
        f"departments.{code}.{kind}"
        for code in ("housing", "transport")
        for kind in ("tasks", "contents")
    }
    assert set(keeping) < read
