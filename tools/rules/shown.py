"""What a trial of rules looks like on a terminal."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

from services.routing.domain.norms import Ruling
from tools.rules.comparing import TRIAGE, Comparison, Turn
from tools.rules.examples import Difference
from tools.rules.messages import Outcome

MOST = 20
"""So many lines of a ranking are shown; the rest is one line."""

Step = Callable[[], None]


@contextmanager
def progress(console: Console, words: str, total: int | None) -> Iterator[Step]:
    bar = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
    )
    with bar:
        task = bar.add_task(words, total=total)
        yield lambda: bar.advance(task)


@contextmanager
def counting(console: Console, words: str) -> Iterator[Step]:
    """Of something whose end is not known."""
    with progress(console, words, None) as step:
        yield step


def differences(console: Console, found: Iterable[Difference]) -> None:
    table = Table("no.", "example", "about", "expected", "decided", "why")
    for one in found:
        table.add_row(
            str(one.number), one.says, one.about, one.expected, one.decided, one.why
        )
    console.print(table)


def ruling(console: Console, found: Ruling, language: str) -> None:
    table = Table(show_header=False)
    table.add_row("lead", found.lead or TRIAGE)
    table.add_row("co-handlers", ", ".join(found.co_handlers) or "-")
    table.add_row("limit", found.limit_name)
    table.add_row("priority", str(found.priority))
    table.add_row("rule", found.rule or "-")
    table.add_row("version", found.rules_version)
    console.print(table)
    for sentence in found.why_zh if language == "zh" else found.why_en:
        console.print(sentence, soft_wrap=True, markup=False, highlight=False)


def comparison(console: Console, found: Comparison) -> None:
    _ranked(console, "lead now", found.now, found.cases)
    console.print(
        f"{found.cases} cases; {found.elsewhere} would go elsewhere, "
        f"{len(found.otherwise)} stay but with other co-handlers, limit or priority"
    )
    for (before, after), numbers in _most(found.turned):
        console.print(f"{before} -> {after}: {len(numbers)}", style="bold")
        console.print("  " + " ".join(numbers), soft_wrap=True, highlight=False)
    if found.otherwise:
        console.print("otherwise:", style="bold")
        console.print("  " + " ".join(found.otherwise), soft_wrap=True, highlight=False)


def outcome(console: Console, found: Outcome) -> None:
    _ranked(console, "category", found.categories, found.messages)
    _ranked(console, "lead", found.leads, found.messages)
    if found.labels:
        _labels(console, found)
    console.print(
        f"{found.messages} messages: {_share(found.matched, found.messages)} matched "
        f"by a rule, {_share(found.triage, found.messages)} to triage "
        f"({found.no_word} without a known word)"
    )


def _labels(console: Console, found: Outcome) -> None:
    table = Table("label", "messages", "agrees", "found as")
    for label, tops in sorted(found.labels.items(), key=lambda row: -row[1].total()):
        total = tops.total()
        named = ", ".join(f"{top} {n}" for top, n in tops.most_common(5))
        table.add_row(label, str(total), _share(found.agreed[label], total), named)
    total = sum(tops.total() for tops in found.labels.values())
    table.add_row("all", str(total), _share(found.agreed.total(), total), "")
    console.print(table)


def _most(turned: Mapping[Turn, list[str]]) -> list[tuple[Turn, list[str]]]:
    return sorted(turned.items(), key=lambda row: (-len(row[1]), row[0]))


def _ranked(console: Console, name: str, counted: Counter[str], of: int) -> None:
    table = Table(name, "number", "share")
    shown = counted.most_common(MOST)
    for code, number in shown:
        table.add_row(code, str(number), _share(number, of))
    rest = counted.total() - sum(number for _, number in shown)
    if rest:
        table.add_row(f"{len(counted) - MOST} more", str(rest), _share(rest, of))
    console.print(table)


def _share(number: int, of: int) -> str:
    return f"{number / of:.1%}" if of else "-"
