"""A file, a mapping and the real window: what an import needs, for tests."""

import json
from dataclasses import dataclass, field
from pathlib import Path

from tests.intake.test_importing import OPERATOR
from tests.intake.world import World
from tests.tools.importing.files_of_rows import as_lines, written
from tests.tools.importing.mappings import PLAIN, plan
from tools.importing.cleaning import Cleaning
from tools.importing.files.opening import Format, opened
from tools.importing.rejects import Rejects, form_of
from tools.importing.running import Import, begun
from tools.importing.state import Memory, memory_of
from tools.importing.tally import Tally
from tools.importing.turning import Turning
from tools.importing.window import Window

MANY = 45
A_REQUEST = 20
WRONG = {3, 31, 44}
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
            work = Import(
                Turning(mapping, Cleaning(False)), to, memory, tally, step, A_REQUEST
            )
            await work.run(self.window(dry), file.rows)
        return tally

    def window(self, dry: bool = False) -> Window:
        path = "/v1/imports/paper-2020/rows" + ("?dry_run=true" if dry else "")
        return Window(self.world.http, path, lambda: OPERATOR, self.said.append)

    @property
    def cases(self) -> int:
        return len(self.world.repository.documents.ids)


def many_rows(world: World, folder: Path) -> Desk:
    return Desk(world, folder, written(folder / "a.jsonl", as_lines(rows())))
