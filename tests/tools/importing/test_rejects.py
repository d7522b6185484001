"""What did not come in lies beside the file, whole, to be mended and tried again."""

import resource
import stat
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.tools.importing.desks import MANY, WRONG, Desk, rows
from tests.tools.importing.files_of_rows import NAMES, as_csv, written
from tools.importing.rejects import NoRoom


async def test_rejects_hold_the_row_for_its_owner_alone_and_can_be_retried(desk: Desk):
    await desk.run()
    first = desk.rejected()[0]
    assert stat.S_IMODE(desk.rejects.stat().st_mode) == 0o600
    assert {name: first[name] for name in NAMES} == dict(
        zip(NAMES, rows()[2], strict=True)
    )
    assert first["_field"] == "form.title"
    assert "at most 200 characters" in first["_reason"]
    assert "长" not in first["_reason"]

    mended = desk.rejects.read_text().replace("长" * 201, "改好了")
    desk.file = written(desk.folder / "mended.jsonl", mended)
    desk.to = "again.jsonl"
    assert (await desk.run()).created == 3
    assert not desk.rejects.exists()


async def test_rejects_of_a_table_are_a_table_with_all_cells(desk: Desk):
    wide = as_csv(rows({2})[:3]) + '9,张三,题,"文,\n字",,多出来的\n'
    desk.file, desk.to = written(desk.folder / "a.csv", wide, "gbk"), "rejects.csv"
    tally = await desk.run()
    mended = desk.rejects.read_text("utf-8").replace("长" * 201, "改好了")

    assert (tally.created, tally.rejected) == (2, 2)
    assert "多出来的" in mended
    desk.file = written(desk.folder / "mended.csv", mended.replace("_more", "备注"))
    desk.to = "again.csv"
    assert (await desk.run()).created == 2


async def test_rejects_that_somebody_may_be_mending_are_kept(desk: Desk):
    await desk.run()
    desk.memory.forget()
    before = desk.rejects.read_text()
    await desk.run()

    assert (desk.folder / "rejects.1.jsonl").read_text() == before


@contextmanager
def full_disk(room: int) -> Iterator[None]:
    """No file can grow above `room`."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def test_a_full_disk_stops_it_and_loses_nothing(desk: Desk):
    with full_disk(1_500), pytest.raises(NoRoom, match="make room"):
        await desk.run()
    tally = await desk.run()

    assert (tally.rows, desk.cases) == (MANY, MANY - 3)
    assert {int(row["_row"]) for row in desk.rejected()} == WRONG
