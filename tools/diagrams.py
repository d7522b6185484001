"""`python -m tools.diagrams` draws the states of tasks, cases and messages.

`--check` only looks.
"""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from services.dispute.domain import moves as mediations
from services.dispute.domain import refusals as words_of_mediations
from services.intake.domain import moves as cases
from services.intake.domain import refusals as words_of_cases
from services.notification.domain import moves as messages
from services.notification.domain import words as words_of_messages
from services.routing.domain.moves import MOVES, STATES, Actor, diagram
from services.routing.domain.refusals.words import ACTIONS_ZH, STATES_ZH

DOCS = Path(__file__).parent.parent / "docs"
CURE = "make contracts"

HEAD = """\
# What a task may be, and who moves it

Written by `python -m tools.diagrams` from `services/routing/domain/moves.py`, the table
that the program itself obeys; `make check` refuses a page that says anything else.

```mermaid
"""
HEAD_OF_CASES = """\
# What a case may be, and who moves it

Written by `python -m tools.diagrams` from `services/intake/domain/moves.py`, the table
that the program itself obeys; `make check` refuses a page that says anything else. What
becomes of the tasks of a case is in `handling-states.md`.

```mermaid
"""
HEAD_OF_MESSAGES = """\
# What a message may be, and who moves it

Written by `python -m tools.diagrams` from `services/notification/domain/moves.py`, the
table that the program itself obeys; `make check` refuses a page that says anything
else.

```mermaid
"""
WHO_OF_MESSAGES: dict[messages.Who, str] = {
    "service": "the service itself",
    "provider": "the provider of the channel",
    "person": "whoever calls, visits or writes",
    "operator": "an operator",
    "time": "time alone",
}
HEAD_OF_MEDIATIONS = """\
# What a mediation may be, and who moves it

Written by `python -m tools.diagrams` from `services/dispute/domain/moves.py`, the table
that the program itself obeys; `make check` refuses a page that says anything else.
Which rule is held by which test is in `mediation-rules.md`.

```mermaid
"""
WHO_OF_MEDIATIONS: dict[mediations.Who, str] = {
    "party": "a party, or who acts for it",
    "mediator": "the mediator",
    "body": "the mediation body's administrator",
    "offices": "routing and the window",
    "time": "time alone",
}
WHO_OF_CASES: dict[cases.Who, str] = {
    "resident": "the resident, or the window for them",
    "window": "the window",
    "offices": "the offices that have it",
    "operator": "an operator",
    "time": "time alone",
}
WHO: dict[Actor, str] = {
    "department": "the department that has it",
    "dispatcher": "a dispatcher",
    "supervisor": "a supervisor",
    "approver": "whom `limits.yaml` names",
    "case": "what becomes of the case or of the whole",
    "time": "time alone",
}


def main(arguments: Sequence[str]) -> int:
    """0: the pages say what the tables say; 1: they do not, under `--check`."""
    if "--check" not in arguments:
        for name, written in PAGES.items():
            (DOCS / name).write_text(written())
        return 0
    wrong = [name for name, written in PAGES.items() if not _says(name, written())]
    for name in wrong:
        sys.stderr.write(f"docs/{name} is not what moves.py says: {CURE}\n")
    return 1 if wrong else 0


def _says(name: str, text: str) -> bool:
    path = DOCS / name
    return path.exists() and path.read_text() == text


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


def page_of_cases() -> str:
    drawn = (f"{line}\n" for line in cases.diagram())
    return "".join(
        [
            HEAD_OF_CASES,
            *drawn,
            "```\n",
            "\n## States\n\n",
            *_table(("state", "中文", "what people may do"), _states_of_cases()),
            "\n## Actions\n\n",
            *_table(
                ("action", "中文", "who", "of a case that is", "leads to"),
                _rows_of_cases(),
            ),
        ]
    )


def page_of_messages() -> str:
    drawn = (f"{line}\n" for line in messages.diagram())
    return "".join(
        [
            HEAD_OF_MESSAGES,
            *drawn,
            "```\n",
            "\n## States\n\n",
            *_table(("state", "中文", "what may become of it"), _states_of_messages()),
            "\n## Steps\n\n",
            *_table(
                ("step", "中文", "who", "of a message that is", "leads to"),
                _rows_of_messages(),
            ),
        ]
    )


def _states_of_messages() -> Iterator[tuple[str, ...]]:
    for state in messages.STATES:
        may = (move.action for move in messages.MOVES if state in move.of)
        yield f"`{state}`", words_of_messages.STATES_ZH[state], _codes(may) or "nothing"


def _rows_of_messages() -> Iterator[tuple[str, ...]]:
    for move in messages.MOVES:
        yield (
            f"`{move.action}`",
            words_of_messages.ACTIONS_ZH[move.action],
            WHO_OF_MESSAGES[move.by],
            _codes(move.of),
            _codes((move.to,)),
        )


def _states_of_cases() -> Iterator[tuple[str, ...]]:
    for state in cases.STATES:
        may = cases.from_here(state, "resident", "window")
        name = words_of_cases.STATES_ZH[state]
        yield f"`{state}`", name, _codes(may) or "nothing"


def _rows_of_cases() -> Iterator[tuple[str, ...]]:
    for move in cases.MOVES:
        yield (
            f"`{move.action}`",
            words_of_cases.ACTIONS_ZH[move.action].partition("(")[0],
            WHO_OF_CASES[move.by],
            _codes(move.of),
            _codes(move.to) or "the same state",
        )


def page_of_mediations() -> str:
    drawn = (f"{line}\n" for line in mediations.diagram())
    return "".join(
        [
            HEAD_OF_MEDIATIONS,
            *drawn,
            "```\n",
            "\n## States\n\n",
            *_table(("state", "中文", "what people may do"), _states_of_mediations()),
            "\n## Steps\n\n",
            *_table(
                ("step", "中文", "who", "of a mediation that is", "leads to", "law"),
                _rows_of_mediations(),
            ),
        ]
    )


def _states_of_mediations() -> Iterator[tuple[str, ...]]:
    for state, (zh, _) in words_of_mediations.STATES.items():
        may = mediations.from_here(state, "party", "mediator", "body")
        yield f"`{state}`", zh, _codes(may) or "nothing"


def _rows_of_mediations() -> Iterator[tuple[str, ...]]:
    for move in mediations.MOVES:
        yield (
            f"`{move.action}`",
            words_of_mediations.ACTIONS[move.action][0],
            WHO_OF_MEDIATIONS[move.by],
            _codes(move.of),
            _codes(move.to) or "the same state",
            move.law or "—",
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


PAGES: Mapping[str, Callable[[], str]] = {
    "handling-states.md": page,
    "case-states.md": page_of_cases,
    "mediation-states.md": page_of_mediations,
    "message-states.md": page_of_messages,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
