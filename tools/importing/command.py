"""One `tongban import`: everything is checked, then rows flow."""

import asyncio
import getpass
import shlex
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from itertools import islice
from pathlib import Path

import httpx
from rich.console import Console

from services.intake.catalogue import load_catalogue
from services.kit.serving.principal import Principal
from services.kit.serving.tokens import issue
from tools.access.installation import Installation
from tools.importing.cleaning import Cleaning
from tools.importing.files.opening import Format, OpenFile, opened
from tools.importing.files.row import FileRow
from tools.importing.files.unpacking import PACKED
from tools.importing.mapping.checking import demand_columns, read_mapping
from tools.importing.mapping.lines import Lined
from tools.importing.mapping.model import Mapping
from tools.importing.rejects import Rejects, form_of
from tools.importing.running import Import, begun
from tools.importing.state import Memory, alone, memory_of
from tools.importing.tally import Tally
from tools.importing.telling import Pace, summary, telling
from tools.importing.turning import Turning
from tools.importing.window import Window

PATIENCE = 120.0
"""Seconds for one request of 200 rows, on a busy day."""
TOKEN_LASTS = timedelta(minutes=10)
FIRST_ROWS = 200
"""Where each row names its own columns, so many are looked at."""


@dataclass(frozen=True)
class Order:
    """What was asked for."""

    file: Path
    mapping: Path
    encoding: str | None = None
    dry_run: bool = False
    limit: int | None = None
    rejects: Path | None = None
    intake: str | None = None
    token: str | None = None

    @property
    def rejects_to(self) -> Path:
        """A dry run must not touch what a broken-off import goes on with."""
        stem = Path(self.file.name.removesuffix(PACKED)).stem
        dry = ".dry-run" if self.dry_run else ""
        return self.rejects or self.file.with_name(f"{stem}{dry}.rejects.jsonl")


@dataclass(frozen=True)
class Command:
    order: Order
    installation: Installation
    console: Console

    def run(self) -> Tally:
        """Raises `RuntimeError` that says what stopped it, and what would help."""
        catalogue = load_catalogue(self.installation.city)
        mapping, lined = read_mapping(self.order.mapping, catalogue)
        memory = None if self.order.dry_run else self._memory(mapping)
        locked: AbstractContextManager[None] = (
            alone(memory) if memory else nullcontext()
        )
        with locked, self._opened(mapping, lined) as file:
            to = self.order.rejects_to
            rejects = Rejects(to, form_of(to, file.columns))
            tally = begun(memory, rejects)
            self._say_begin(file, tally)
            pace = Pace(tally.rows)
            turning = Turning(mapping, Cleaning(mapping.html == "strip"))
            with telling(self.console, pace, file.share) as step:
                import_ = Import(turning, rejects, memory, tally, step)
                rows = islice(file.rows, self.order.limit)
                asyncio.run(self._flow(import_, rows))
        if memory:
            memory.forget()
        self._say_end(tally, pace, rejects)
        return tally

    async def _flow(self, import_: Import, rows: Iterator[FileRow]) -> None:
        async with httpx.AsyncClient(
            base_url=self._url, timeout=PATIENCE, trust_env=False
        ) as http:
            name = import_.turning.plan.name
            path = f"/v1/imports/{name}/rows"
            if self.order.dry_run:
                path += "?dry_run=true"
            await import_.run(Window(http, path, self._bearer(), self._say), rows)

    @contextmanager
    def _opened(self, mapping: Mapping, lined: Lined) -> Iterator[OpenFile]:
        shape = mapping.file
        encoding = self.order.encoding or shape.encoding
        format = Format(encoding, shape.delimiter, shape.sheet)
        with opened(self.order.file, format) as file:
            there = file.columns
            if there is None:
                with opened(self.order.file, format) as same:
                    there = _named_in(same.rows)
            demand_columns(mapping, lined, there)
            yield file

    def _memory(self, mapping: Mapping) -> Memory:
        order = self.order
        return memory_of(
            self.installation.root / "imports",
            order.file,
            order.rejects_to,
            name=mapping.name,
            mapping=sha256(order.mapping.read_bytes()).hexdigest(),
            encoding=order.encoding,
            intake=self._url,
        )

    @property
    def _url(self) -> str:
        return self.order.intake or self.installation.ports.url("intake")

    def _bearer(self) -> Callable[[], str]:
        """A token of the local platform, unless one was given."""
        if self.order.token:
            given = self.order.token
            return lambda: given
        key = self.installation.tokens_key
        areas = load_catalogue(self.installation.city).areas
        operator = Principal(
            subject=f"import-{getpass.getuser()}",
            roles=frozenset({"operator"}),
            area=min(areas, key=len),
        )
        return lambda: issue(key, operator, TOKEN_LASTS)

    def _say(self, words: str) -> None:
        self.console.print(words, style="yellow", markup=False, soft_wrap=True)

    def _say_begin(self, file: OpenFile, tally: Tally) -> None:
        self._say(f"read as {file.encoding}; sent to {self._url}")
        if tally.row:
            self._say(f"goes on behind row {tally.row}, where it broke off")
        if self.order.dry_run:
            self._say("a dry run: nothing is written")

    def _say_end(self, tally: Tally, pace: Pace, rejects: Rejects) -> None:
        self.console.print(summary(tally, pace, self.order.dry_run))
        if not tally.rejected:
            return
        self._say(
            f"rejected rows lie in {rejects.path}, as they were and with the reason:"
            " personal data, readable for you alone (mode 600)"
        )
        if not self.order.dry_run:
            words = ["./tongban", "import", str(rejects.path)]
            plan = ["--mapping", str(self.order.mapping), "--encoding", "utf-8"]
            self._say(f"mend them there, then: {shlex.join([*words, *plan])}")


def _named_in(rows: Iterator[FileRow]) -> frozenset[str]:
    """Columns of the first rows, where each names its own; none: the file is empty."""
    found = [row.values for row in islice(rows, FIRST_ROWS) if not row.wrong]
    return frozenset(name for values in found for name in values)
