"""`python -m contracts.evolution` writes the locks; `--check` only looks."""

import sys
from collections.abc import Sequence

from contracts.asyncapi.document import FILE, is_kept, text
from contracts.evolution.locks import Findings, Locks, Promise
from contracts.evolution.orphans import orphans
from contracts.evolution.promises import CURE, EXAMPLES, SCHEMAS, promises, refuse
from contracts.evolution.replay import replay


def main(arguments: Sequence[str]) -> int:
    """0: kept; 1: refused, or out of date under `--check`."""
    today = promises(EXAMPLES)
    findings = found(today)
    only_looking = "--check" in arguments
    said = findings.broken + (findings.stale if only_looking else [])
    for sentence in said:
        sys.stderr.write(f"{sentence}\n")
    if not said and not only_looking:
        Locks(SCHEMAS, CURE).write(today)
        FILE.write_text(text())
    return 1 if said else 0


def found(today: dict[str, Promise]) -> Findings:
    """Of the schemas, of the examples, and of the AsyncAPI document."""
    locked = Locks(SCHEMAS, CURE).compare(today, refuse)
    stale = [] if is_kept(FILE) else [f"{FILE} is out of date: run `make contracts`"]
    alone = orphans(EXAMPLES) + replay(EXAMPLES)
    return Findings(locked.broken + alone, locked.stale + stale)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
