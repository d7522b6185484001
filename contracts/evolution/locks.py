"""Lock files: what was promised, one JSON document for each name."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Promise = dict[str, Any]
Refuse = Callable[[Promise, Promise], list[str]]


@dataclass(frozen=True)
class Findings:
    """`broken` needs another change; `stale` needs only a fresh lock."""

    broken: list[str]
    stale: list[str]


class Locks:
    """The lock files of one folder, compared with what the code says today."""

    def __init__(self, folder: Path, cure: str) -> None:
        self._folder = folder
        self._cure = cure

    def compare(self, today: Mapping[str, Promise], refuse: Refuse) -> Findings:
        """`cure` may name `{name}`: what to do instead of a breaking change."""
        promised = self.read()
        broken, stale = [], []
        for name in sorted({*promised, *today}):
            path = self._path(name)
            if name not in today:
                broken.append(f"{path}: it is gone from the code. {self._cured(name)}")
            elif name not in promised:
                stale.append(f"{path} is missing: run `make contracts`")
            elif promised[name] != today[name]:
                refused = refuse(promised[name], today[name])
                broken += [f"{path}: {what}. {self._cured(name)}" for what in refused]
                stale += [f"{path} is out of date: run `make contracts`"]
        return Findings(broken, stale)

    def read(self) -> dict[str, Promise]:
        paths = self._folder.glob("*.json")
        return {path.stem: json.loads(path.read_text()) for path in paths}

    def write(self, today: Mapping[str, Promise]) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        for name, promise in today.items():
            text = json.dumps(promise, ensure_ascii=False, indent=2, sort_keys=True)
            self._path(name).write_text(text + "\n")

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.json"

    def _cured(self, name: str) -> str:
        return self._cure.format(name=name)
