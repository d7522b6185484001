"""A template's file: its head, its letter, and what is said by SMS and by voice.

Version: 2
Subject: ...

The letter.
--- sms ---
The same in two short messages at most.
--- voice ---
The same, to be read out.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

VERSION, SUBJECT = "Version: ", "Subject: "
MARK = re.compile(r"^--- *([a-z_-]+) *---$")
SECTIONS = ("sms", "voice")


@dataclass(frozen=True)
class Section:
    """`line`: where its text begins."""

    source: str
    line: int


@dataclass(frozen=True)
class Sheet:
    """One file, taken apart; `version` is the clerk's own count of its changes."""

    path: Path
    version: int
    subject: Section
    body: Section
    others: Mapping[str, Section]

    @property
    def parts(self) -> Mapping[str, Section]:
        return {"subject": self.subject, "body": self.body} | dict(self.others)


class Faulty(Exception):
    """A fault of one line of a template."""

    def __init__(self, path: Path, line: int, words: str) -> None:
        super().__init__(f"{path}:{line}: {words}")


def read_sheet(path: Path) -> Sheet:
    """Raises `Faulty` that names file and line."""
    try:
        lines = path.read_text().splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise Faulty(path, 1, type(error).__name__) from error
    version = _head(path, lines, 0, VERSION)
    if not version.isdecimal() or int(version) < 1:
        raise Faulty(path, 1, f"{VERSION}is a number from 1, one more at each change")
    subject = _head(path, lines, 1, SUBJECT)
    found = _sections(path, lines[2:], 3)
    return Sheet(path, int(version), Section(subject, 2), found.pop("body"), found)


def _head(path: Path, lines: list[str], index: int, begins: str) -> str:
    line = lines[index] if index < len(lines) else ""
    rest = line.removeprefix(begins).strip()
    if not line.startswith(begins) or not rest:
        words = f"this line must begin with {begins!r} and say it"
        raise Faulty(path, index + 1, words)
    return rest


def _sections(path: Path, lines: Iterable[str], first: int) -> dict[str, Section]:
    name, begins, kept = "body", first, list[str]()
    found: dict[str, Section] = {}
    for number, line in enumerate(lines, start=first):
        mark = MARK.match(line)
        if mark is None:
            kept.append(line)
            continue
        found[name] = _section(path, name, kept, begins)
        name, begins, kept = mark[1], number + 1, []
        if name not in SECTIONS or name in found:
            known = ", ".join(SECTIONS)
            words = f"the sections are {known}, each once; not {name!r} here"
            raise Faulty(path, number, words)
    found[name] = _section(path, name, kept, begins)
    return found


def _section(path: Path, name: str, lines: list[str], begins: int) -> Section:
    """Without the empty lines around it, which are there for the eye."""
    empty = begins
    while lines and not lines[0].strip():
        lines, begins = lines[1:], begins + 1
    text = "\n".join(lines).rstrip()
    if not text:
        raise Faulty(path, empty, f"{name} says nothing")
    return Section(text + "\n", begins)
