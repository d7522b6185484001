"""`python -m tools.diagrams` draws the states of a task; `--check` only looks."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from services.routing.domain.moves import MOVES, STATES, Actor, diagram
from services.routing.domain.refusals.words import ACTIONS_ZH, STATES_ZH

PAGE = Path(__file__).parent.parent / "docs/handling-states.md"
CURE = "make contracts"

HEAD = """\
# What a task may be, and who moves it

Written by `python -m tools.diagrams` from `services/routing/domain/moves.py`, the table
that the program itself obeys; `make check` refuses a page that says anything else.

```mermaid
"""
WHO: dict[Actor, str] = {
    "department": "the department that has it",
    "dispatcher": "a dispatcher",
    "supervisor": "a supervisor",
    "approver": "whom `limits.yaml` names",
    "case": "what becomes of the case or of the whole",
    "time": "time alone",
}


def main(arguments: Sequence[str]) -> int:
    """0: the page says what the table says; 1: it does not, under `--check`."""
    if "--check" not in arguments:
        PAGE.write_text(page())
        return 0
    if PAGE.exists() and PAGE.read_text() == page():
        return 0
    sys.stderr.write(f"docs/{PAGE.name} is not what moves.py says: {CURE}\n")
    return 1


def page() -> str:
    return "".join(
        [
            HEAD,
            diagram(),
            "```\n",
            "\n## States\n\n",
            *_table(("state", "中文", "what the department may do"), _states()),
            "\n## Actions\n\n",
            *_table(
                ("action", "中文", "who", "of a task that is", "leads to"), _rows()
            ),
        ]
    )


def _states() -> Iterator[tuple[str, ...]]:
    for state in STATES:
        own = (m.action for m in MOVES if m.by == "department" and state in m.of)
        yield f"`{state}`", STATES_ZH[state], _codes(own) or "nothing"


def _rows() -> Iterator[tuple[str, ...]]:
    for move in MOVES:
        yield (
            f"`{move.action}`",
            ACTIONS_ZH[move.action],
            WHO[move.by],
            _codes(move.of),
            _codes(move.to) or "the same state",
        )


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |\n"
    yield f"|{'---|' * len(heads)}\n"
    for row in rows:
        yield f"| {' | '.join(row)} |\n"


def _codes(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
