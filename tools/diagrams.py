"""`python -m tools.diagrams` draws the states of all that has a course.

`--check` only looks.
"""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import fill
from typing import Any, Protocol

from services.dispute.deliberating.domain import moves as topics
from services.dispute.deliberating.domain import refusals as words_of_topics
from services.dispute.domain import moves as mediations
from services.dispute.domain import refusals as words_of_mediations
from services.dispute.domain.performing import tables as agreements
from services.intake.domain import moves as cases
from services.intake.domain import refusals as words_of_cases
from services.notification.domain import moves as messages
from services.notification.domain import words as words_of_messages
from services.routing.domain import moves as tasks
from services.routing.domain.refusals import words as words_of_tasks

DOCS = Path(__file__).parent.parent / "docs"
CURE = "make contracts"
WIDTH = 88

INTRO = (
    "Written by `python -m tools.diagrams` from `services/{table}`, the table that the"
    " program itself obeys; `make check` refuses a page that says anything else."
)
WHO_OF_MESSAGES: dict[messages.Who, str] = {
    "service": "the service itself",
    "provider": "the provider of the channel",
    "person": "whoever calls, visits or writes",
    "operator": "an operator",
    "time": "time alone",
}
HEAD_OF_AGREEMENTS = """\
# What becomes of an agreement, and who moves it

Written by `python -m tools.diagrams` from the tables that the program itself obeys,
`services/dispute/domain/performing/tables.py`; `make check` refuses a page that says
anything else. Both run beside the mediation, which stays what it was.
"""
WHO_OF_CASES: dict[cases.Who, str] = {
    "resident": "the resident, or the window for them",
    "window": "the window",
    "offices": "the offices that have it",
    "operator": "an operator",
    "time": "time alone",
}
WHO_OF_TASKS: dict[tasks.Actor, str] = {
    "department": "the department that has it",
    "dispatcher": "a dispatcher",
    "supervisor": "a supervisor",
    "approver": "whom `limits.yaml` names",
    "case": "what becomes of the case or of the whole",
    "time": "time alone",
}
WHO_OF_MEDIATIONS: dict[mediations.Who, str] = {
    "party": "a party, or who acts for it",
    "mediator": "the mediator",
    "body": "the mediation body's administrator",
    "offices": "routing and the window",
    "time": "time alone",
}
WHO_OF_TOPICS: dict[topics.Who, str] = {
    "resident": "a resident",
    "host": "the host",
    "cases": "cases that repeat themselves",
    "offices": "the offices that owe what was promised",
    "time": "time alone",
}


@dataclass(frozen=True)
class Course:
    """A table of moves, and how its page speaks of it."""

    noun: str
    table: str
    drawn: Iterable[str]
    """Lines of a Mermaid state diagram."""
    moves: Sequence[Any]
    who: Mapping[Any, str]
    states_zh: Mapping[Any, str]
    steps_zh: Mapping[Any, str]
    may: str
    """What the third column of the states says."""
    open_to: Callable[[Any], Iterable[str]]
    step: str = "action"
    more: str = ""
    beside: Mapping[str, Callable[[Any], str]] = field(default_factory=dict)
    """Columns that only this table has: what each says of a move."""

    def page(self) -> str:
        of = f"of a {self.noun} that is"
        steps = (self.step, "中文", "who", of, "leads to", *self.beside)
        return "".join(
            [
                f"# What a {self.noun} may be, and who moves it\n\n",
                fill(f"{INTRO.format(table=self.table)}{self.more}", WIDTH),
                "\n\n```mermaid\n",
                *(f"{line}\n" for line in self.drawn),
                "```\n\n## States\n\n",
                *_table(("state", "中文", self.may), self._states()),
                f"\n## {self.step.capitalize()}s\n\n",
                *_table(steps, self._steps()),
            ]
        )

    def _states(self) -> Iterator[tuple[str, ...]]:
        for state, name in self.states_zh.items():
            yield f"`{state}`", name, _codes(self.open_to(state)) or "nothing"

    def _steps(self) -> Iterator[tuple[str, ...]]:
        for move in self.moves:
            to = (move.to,) if isinstance(move.to, str) else move.to
            yield (
                f"`{move.action}`",
                self.steps_zh[move.action].partition("(")[0],
                self.who[move.by],
                _codes(move.of),
                _codes(to) or "the same state",
                *(said(move) for said in self.beside.values()),
            )


@dataclass(frozen=True)
class Beside:
    """Small machines that run beside another one, which stays what it was."""

    machines: Mapping[str, Sequence[agreements.Step[Any]]]

    def page(self) -> str:
        parts = (_machine(name, table) for name, table in self.machines.items())
        return "".join([HEAD_OF_AGREEMENTS, *(line for part in parts for line in part)])


def of_agreements() -> Beside:
    return Beside(
        {
            "Its duties": agreements.PERFORMANCE,
            "Confirmation by a court": agreements.CONFIRMATION,
        }
    )


def of_tasks() -> Course:
    return Course(
        noun="task",
        table="routing/domain/moves.py",
        drawn=tasks.diagram().splitlines(),
        moves=tasks.MOVES,
        who=WHO_OF_TASKS,
        states_zh={each: words_of_tasks.STATES_ZH[each] for each in tasks.STATES},
        steps_zh=words_of_tasks.ACTIONS_ZH,
        may="what the department may do",
        open_to=lambda state: tasks.ALLOWED[state],
    )


def of_cases() -> Course:
    return Course(
        noun="case",
        table="intake/domain/moves.py",
        drawn=cases.diagram(),
        moves=cases.MOVES,
        who=WHO_OF_CASES,
        states_zh={each: words_of_cases.STATES_ZH[each] for each in cases.STATES},
        steps_zh=words_of_cases.ACTIONS_ZH,
        may="what people may do",
        open_to=lambda state: cases.from_here(state, "resident", "window"),
        more=" What becomes of the tasks of a case is in `handling-states.md`.",
    )


def of_mediations() -> Course:
    zh = {code: words[0] for code, words in words_of_mediations.STATES.items()}
    return Course(
        noun="mediation",
        table="dispute/domain/moves.py",
        drawn=mediations.diagram(),
        moves=mediations.MOVES,
        who=WHO_OF_MEDIATIONS,
        states_zh=zh,
        steps_zh={code: w[0] for code, w in words_of_mediations.ACTIONS.items()},
        may="what people may do",
        open_to=lambda state: mediations.from_here(state, "party", "mediator", "body"),
        step="step",
        more=" Which rule is held by which test is in `mediation-rules.md`.",
        beside={"law": lambda move: move.law or "—"},
    )


def of_topics() -> Course:
    return Course(
        noun="topic",
        table="dispute/deliberating/domain/moves.py",
        drawn=topics.diagram(),
        moves=topics.MOVES,
        who=WHO_OF_TOPICS,
        states_zh={each: words_of_topics.STATES_ZH[each] for each in topics.STATES},
        steps_zh=words_of_topics.ACTIONS_ZH,
        may="what people may do",
        open_to=lambda state: topics.from_here(state, "resident", "host"),
        more=" What a host does with it is in `deliberation.md`.",
    )


def of_messages() -> Course:
    return Course(
        noun="message",
        table="notification/domain/moves.py",
        drawn=messages.diagram(),
        moves=messages.MOVES,
        who=WHO_OF_MESSAGES,
        states_zh={each: words_of_messages.STATES_ZH[each] for each in messages.STATES},
        steps_zh=words_of_messages.ACTIONS_ZH,
        may="what may become of it",
        open_to=lambda state: (m.action for m in messages.MOVES if state in m.of),
        step="step",
    )


def main(arguments: Sequence[str]) -> int:
    """0: the pages say what the tables say; 1: they do not, under `--check`."""
    if "--check" not in arguments:
        for name, course in PAGES.items():
            (DOCS / name).write_text(course().page())
        return 0
    wrong = [n for n, course in PAGES.items() if not _says(n, course().page())]
    for name in wrong:
        sys.stderr.write(f"docs/{name} is not what moves.py says: {CURE}\n")
    return 1 if wrong else 0


def _machine(name: str, table: Sequence[agreements.Step[Any]]) -> Iterator[str]:
    yield f"\n## {name}\n\n```mermaid\n"
    yield from (f"{line}\n" for line in agreements.drawn(tuple(table)))
    yield "```\n\n"
    rows = (
        (f"`{s.action}`", ", ".join(s.by), f"`{s.of}`", f"`{s.to}`", s.law)
        for s in table
    )
    yield from _table(("action", "who", "from", "to", "law"), rows)


def _says(name: str, text: str) -> bool:
    path = DOCS / name
    return path.exists() and path.read_text() == text


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |\n"
    yield f"|{'---|' * len(heads)}\n"
    for row in rows:
        yield f"| {' | '.join(row)} |\n"


def _codes(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


class Page(Protocol):
    def page(self) -> str: ...


PAGES: Mapping[str, Callable[[], Page]] = {
    "handling-states.md": of_tasks,
    "case-states.md": of_cases,
    "mediation-states.md": of_mediations,
    "agreement-states.md": of_agreements,
    "topic-states.md": of_topics,
    "message-states.md": of_messages,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
