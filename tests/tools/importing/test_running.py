"""An import at the real window: broken off anywhere, every row is in exactly once."""

import asyncio
import json
import resource
import stat
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from tests.intake.test_importing import OPERATOR
from tests.intake.world import World
from tests.tools.importing.files_of_rows import NAMES, as_csv, as_lines, written
from tests.tools.importing.mappings import ANSWERED, PLAIN, plan
from tools.importing.cleaning import Cleaning
from tools.importing.files.opening import Format, opened
from tools.importing.rejects import NoRoom, Rejects, form_of
from tools.importing.running import Import, begun
from tools.importing.state import Memory, alone, memory_of
from tools.importing.tally import Tally
from tools.importing.turning import Turning
from tools.importing.window import Refused, Window

MANY = 450
"""More than two requests hold."""
WRONG = {3, 211, 449}
"""Rows that the window refuses: a title that is too long."""


def rows(wrong: set[int] = WRONG) -> list[tuple[str, ...]]:
    return [
        (str(n), "张三", "长" * 201 if n in wrong else f"第{n}件", "路灯不亮", "")
        for n in range(1, MANY + 1)
    ]


class PowerCut(BaseException):
    """The process is gone: nothing else of it happens."""


@dataclass
class Desk:
    """The file, the mapping and the window of a test."""

    world: World
    folder: Path
    file: Path
    text: str = PLAIN
    to: str = "rejects.jsonl"
    said: list[str] = field(default_factory=list)
    requests: int = 0

    @property
    def rejects(self) -> Path:
        return self.folder / self.to

    @property
    def memory(self) -> Memory:
        folder = self.folder / "state"
        return memory_of(folder, self.file, self.rejects, name="paper-2020")

    def rejected(self) -> list[dict[str, str]]:
        return [json.loads(line) for line in self.rejects.read_text().splitlines()]

    async def run(self, cut_at: int = 0, dry: bool = False, **how: str) -> Tally:
        """As the command does; the power goes when that many steps are settled."""
        steps = iter(range(1, 99))
        mapping = plan(self.folder, self.text)
        memory = None if dry else self.memory

        def step(_: Tally) -> None:
            if next(steps) == cut_at:
                raise PowerCut

        with opened(self.file, Format(**how)) as file:
            to = Rejects(self.rejects, form_of(self.rejects, file.columns))
            tally = begun(memory, to)
            work = Import(Turning(mapping, Cleaning(False)), to, memory, tally, step)
            await work.run(self.window(dry), file.rows)
        return tally

    def window(self, dry: bool = False) -> Window:
        path = "/v1/imports/paper-2020/rows" + ("?dry_run=true" if dry else "")
        return Window(self.world.http, path, lambda: OPERATOR, self.said.append)

    @property
    def cases(self) -> int:
        return len(self.world.repository.documents.ids)


@pytest.fixture
def desk(world: World, tmp_path: Path) -> Desk:
    return Desk(world, tmp_path, written(tmp_path / "a.jsonl", as_lines(rows())))


async def test_every_row_is_a_case_or_a_reject(desk: Desk):
    tally = await desk.run()

    assert (tally.rows, tally.created, tally.rejected) == (MANY, MANY - 3, 3)
    assert desk.cases == MANY - 3
    assert tally.reasons == {"form.title: string_too_long": 3}
    assert {int(row["_row"]) for row in desk.rejected()} == WRONG


async def test_again_all_are_repeats(desk: Desk):
    await desk.run()
    desk.memory.forget()
    again = await desk.run()

    assert (again.created, again.repeats, again.rejected) == (0, MANY - 3, 3)
    assert desk.cases == MANY - 3


@pytest.mark.parametrize("cut_at", [1, 2, 3])
async def test_broken_off_it_goes_on_there(desk: Desk, cut_at: int):
    with pytest.raises(PowerCut):
        await desk.run(cut_at)
    kept = desk.memory.recalled()
    assert kept is not None
    tally = await desk.run()

    assert kept[0].row == min(MANY, 200 * cut_at)
    assert (tally.rows, desk.cases) == (MANY, MANY - 3)
    assert {int(row["_row"]) for row in desk.rejected()} == WRONG
    assert len(desk.rejected()) == 3, "each reject stands there once"


async def test_without_its_state_it_doubles_nothing(desk: Desk):
    with pytest.raises(PowerCut):
        await desk.run(2)
    desk.memory.forget()
    tally = await desk.run()

    assert (tally.created + tally.repeats, desk.cases) == (MANY - 3, MANY - 3)
    assert len(desk.rejected()) == 3


async def test_what_was_written_behind_the_last_settled_row_is_taken_back(desk: Desk):
    with pytest.raises(PowerCut):
        await desk.run(1)
    with desk.rejects.open("a") as file:
        file.write('{"half a li')
    await desk.run()

    assert {int(row["_row"]) for row in desk.rejected()} == WRONG


@pytest.mark.parametrize("broken", ["gone", "changed mapping", "changed file", "short"])
async def test_when_something_is_not_as_it_was_it_begins_anew(desk: Desk, broken):
    with pytest.raises(PowerCut):
        await desk.run(2)
    if broken == "gone":
        desk.rejects.unlink()
    elif broken == "short":
        desk.rejects.write_text("")
    elif broken == "changed file":
        with desk.file.open("a") as file:
            file.write("\n")
    else:
        desk.to = "other.jsonl"
    tally = await desk.run()

    assert tally.rows == MANY
    assert tally.repeats >= 398
    assert desk.cases == MANY - 3
    assert {int(row["_row"]) for row in desk.rejected()} == WRONG


async def test_two_at_once_are_one_case_each(desk: Desk, tmp_path: Path):
    (tmp_path / "other").mkdir()
    other = Desk(desk.world, tmp_path / "other", desk.file)
    one, two = await asyncio.gather(desk.run(), other.run())

    assert one.created + two.created == desk.cases == MANY - 3
    assert one.repeats + two.repeats == MANY - 3


def test_one_file_is_imported_by_one_at_a_time(desk: Desk):
    refused = pytest.raises(RuntimeError, match="already")
    with alone(desk.memory), refused, alone(desk.memory):
        pass


async def test_a_dry_run_finds_the_same_rejects_and_writes_nothing(desk: Desk):
    tally = await desk.run(dry=True)

    assert (tally.created, tally.rejected, desk.cases) == (MANY - 3, 3, 0)
    assert desk.memory.recalled() is None


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


async def test_an_answered_row_is_history(desk: Desk):
    answered = {"编号": "1", "标题": "题", "内容": "文", "时间": "2020-03-02 09:00"}
    answered |= {"答复": "已修好。", "答复时间": "2020/03/09"}
    desk.text = ANSWERED
    text = json.dumps(answered, ensure_ascii=False)
    desk.file = written(desk.folder / "b.jsonl", text)
    tally = await desk.run()

    assert (tally.history, tally.created) == (1, 0)
    assert desk.world.said() == ["case-recorded"]


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


async def test_large_rows_share_a_request_as_far_as_it_holds_them(desk: Desk):
    text = "长" * 19_000
    large = [(str(n), "张三", "题", text, "") for n in range(1, 41)]
    large.append(("41", "张三", "题", "长" * 400_000, ""))
    desk.file = written(desk.folder / "b.jsonl", as_lines(large))
    tally = await desk.run()

    assert (tally.created, tally.rejected) == (40, 1)
    assert tally.reasons == Counter({"row: too_large": 1})


async def test_stopping_leaves_nothing_running(desk: Desk):
    running = asyncio.create_task(desk.run())
    while not desk.cases:
        await asyncio.sleep(0)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    tally = await desk.run()

    assert (tally.rows, desk.cases) == (MANY, MANY - 3)
