"""`tongban-department STORE …`: what was set aside, while the program runs."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from tongban_department.store import Store

UNKNOWN = "no such event is set aside; `list` shows those that are"


def main(arguments: Sequence[str] | None = None) -> int:
    """0: done; 1: there is no such event or store."""
    asked = _parser().parse_args(arguments)
    if not asked.store.exists():
        sys.stderr.write(f"{asked.store} is missing: name the program's store\n")
        return 1
    store = Store(asked.store)
    try:
        return _carry_out(asked, store)
    finally:
        store.close()


def _carry_out(asked: Namespace, store: Store) -> int:
    if asked.command == "list":
        for row in store.kept.set_aside():
            told = (row.id, row.at, row.topic, row.case_id, row.reason)
            sys.stdout.write("\t".join(map(str, told)) + f"\t+{row.waiting}\n")
        return 0
    step = store.kept.release if asked.command == "release" else store.kept.remove
    if step(asked.id):
        return 0
    sys.stderr.write(f"{UNKNOWN}\n")
    return 1


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="tongban-department", description=__doc__)
    parser.add_argument("store", type=Path, help="the program's SQLite file")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("list", help="number, time (UTC), topic, case, why, +waiting")
    for name, meaning in (
        ("release", "hand it out once more, then what waits behind it"),
        ("drop", "never handle it; what waits behind it goes on"),
    ):
        command = commands.add_parser(name, help=meaning)
        command.add_argument("id", type=int)
    return parser
