"""An import at the real window: broken off anywhere, every row is in exactly once."""

import asyncio
import json
from collections import Counter
from pathlib import Path

import pytest

from tests.tools.importing.desks import A_REQUEST, MANY, WRONG, Desk, PowerCut
from tests.tools.importing.files_of_rows import as_lines, written
from tests.tools.importing.mappings import ANSWERED
from tools.importing.state import alone


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

    assert kept[0].row == min(MANY, A_REQUEST * cut_at)
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
    assert tally.repeats >= 2 * A_REQUEST - 2
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


async def test_an_answered_row_is_history(desk: Desk):
    answered = {"编号": "1", "标题": "题", "内容": "文", "时间": "2020-03-02 09:00"}
    answered |= {"答复": "已修好。", "答复时间": "2020/03/09"}
    desk.text = ANSWERED
    text = json.dumps(answered, ensure_ascii=False)
    desk.file = written(desk.folder / "b.jsonl", text)
    tally = await desk.run()

    assert (tally.history, tally.created) == (1, 0)
    assert desk.world.said() == ["case-recorded"]


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
