"""`python -m contracts.evolution` writes the locks; `--check` only looks."""

import sys
from collections.abc import Sequence

from contracts.evolution.locks import Locks
from contracts.evolution.promises import CURE, SCHEMAS, promises, refuse


def main(arguments: Sequence[str]) -> int:
    """0: kept; 1: refused, or out of date under `--check`."""
    locks = Locks(SCHEMAS, CURE)
    today = promises()
    findings = locks.compare(today, refuse)
    only_looking = "--check" in arguments
    said = findings.broken + (findings.stale if only_looking else [])
    for sentence in said:
        sys.stderr.write(f"{sentence}\n")
    if not said and not only_looking:
        locks.write(today)
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
