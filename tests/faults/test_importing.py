"""kill -9 of an import, then of the window under it: every row is in exactly once."""

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from uuid import uuid4

from pymongo import MongoClient

from contracts.codes import derived_id
from deploy.local.places import REPOSITORY
from deploy.local.stack import Stack
from deploy.local.waiting import until
from tests.faults.looking.evidence import installed
from tests.faults.working.machines import PATIENCE

ROWS = 2_000
IDS = range(1, ROWS + 1)
WRONG = 500
"""And one in so many has no date that can be read."""

MAPPING = """\
import: {name}
id: id
form:
  kind: {{constant: request}}
  request_type: {{constant: complaint}}
  category: {{constant: other}}
  area: {{constant: 990101001}}
  channel: {{constant: paper}}
  title: title
  text: body
received_at: asked
history: {{answer: reply, answered_at: replied}}
"""


def row(number: int) -> dict[str, str]:
    asked = "昨天" if number % WRONG == 1 else "2020-03-02T09:00:00"
    open_ = {"id": str(number), "title": f"第{number}件", "body": "路灯不亮。" * 20}
    over = {"reply": "已修好。", "replied": "2020-03-05T09:00:00"}
    return open_ | {"asked": asked} | over


class Importing:
    def __init__(self, stack: Stack, folder: Path) -> None:
        self.name = f"faults-{uuid4().hex[:8]}"
        self.file = folder / "rows.jsonl"
        self.rejects = folder / "rows.rejects.jsonl"
        self._mapping = folder / "mapping.yaml"
        self._stack = stack
        lines = (json.dumps(row(n)) for n in IDS)
        self.file.write_text("\n".join(lines))
        self._mapping.write_text(MAPPING.format(name=self.name))

    def start(self) -> subprocess.Popen[bytes]:
        words = ("import", str(self.file), "--mapping", str(self._mapping))
        root, base = self._stack.places.root, str(self._stack.ports.base)
        own = {"TONGBAN_ROOT": str(root), "TONGBAN_PORT_BASE": base}
        return subprocess.Popen(
            [sys.executable, "-m", "tools.cli", *words],
            cwd=REPOSITORY,
            env={**os.environ, **own, "TONGBAN_CITY": str(self._stack.city)},
            stdout=subprocess.DEVNULL,
        )

    def settled(self) -> int:
        """The last row that the import itself says is done."""
        for path in (self._stack.places.root / "imports").glob("*.json"):
            told = json.loads(path.read_text())
            if told["import_of"]["name"] == self.name:
                return int(told["tally"]["row"])
        return 0


def states(stack: Stack, ids: list[str] | None = None) -> Counter[str]:
    installation = installed(stack)
    query = {} if ids is None else {"_id": {"$in": ids}}
    with MongoClient[dict[str, str]](installation.mongo) as client:
        cases = client[installation.database("intake")]["cases"]
        found = cases.find(query, {"case_state": 1})
        return Counter(each["case_state"] == "closed" for each in found)


def test_broken_off_and_gone_on_every_row_is_in_once(platform: Stack, tmp_path: Path):
    importing, before = Importing(platform, tmp_path), states(platform).total()
    first = importing.start()
    assert until(lambda: importing.settled() > 0, PATIENCE)
    first.send_signal(signal.SIGKILL)
    first.wait()
    broken_off_at = importing.settled()
    second = importing.start()
    assert until(lambda: importing.settled() > broken_off_at, PATIENCE)
    pid = platform.kill("intake")
    code = second.wait(PATIENCE)
    platform.wait_restarted("intake", pid)

    assert broken_off_at < ROWS
    assert code == 3, "some were rejected"
    good = [n for n in IDS if n % WRONG != 1]
    ids = [derived_id(importing.name, str(n), "imported-row") for n in good]
    assert states(platform, ids) == {True: len(good)}, "answered long ago: closed"
    assert states(platform).total() - before == len(good)
    told = [json.loads(line) for line in importing.rejects.read_text().splitlines()]
    assert [int(each["id"]) for each in told] == [n for n in IDS if n % WRONG == 1]
