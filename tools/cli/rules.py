"""`tongban rules`: try the decision tables before they decide about anybody."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from services.routing.rules.listing import vocabulary_of
from tools.access.installation import Installation
from tools.cli.words import LANGUAGES
from tools.rules import shown
from tools.rules.accepted import accepted
from tools.rules.comparing import compared
from tools.rules.examples import EXAMPLES, differences, examples_of
from tools.rules.mapping import meanings_of
from tools.rules.messages import Trial, first
from tools.rules.question import RULES, Question, rulebook_of, unknown

app = typer.Typer(no_args_is_help=True, help=__doc__)

Other = Annotated[
    Path | None, typer.Option("--rules", help="A rule file; default: the city's own")
]
SOMEWHERE = "990101001"
REQUEST = "request"
MORE = {"kind", "request_type", "item", "urgency", "channel", "accused"}


@app.callback()
def rules() -> None:
    """The decision tables: who gets a case, and for how long."""


@app.command("test")
def checked(
    file: Annotated[
        Path | None, typer.Argument(help="A rule file; default: the city's own")
    ] = None,
    examples: Annotated[
        Path | None, typer.Option(help="Examples; default: routing/examples.yaml")
    ] = None,
) -> None:
    """Checks a rule file, then decides the city's examples by it; exit 1 if it fails.

    A fault of the file is told by table, row and column; nothing is put in force.
    """
    city, console = Installation().city, Console()
    rulebook = rulebook_of(city, file)
    told = examples_of(examples or city / EXAMPLES)
    wrong = list(differences(rulebook, told))
    console.print(f"{file or city / RULES}: {rulebook.version}", soft_wrap=True)
    if wrong:
        shown.differences(console, wrong)
    failed = len({difference.number for difference in wrong})
    console.print(f"{len(told) - failed} of {len(told)} examples as expected")
    if wrong:
        raise typer.Exit(1)


@app.command("explain")
def explain(
    category: Annotated[str, typer.Option(help="As in categories of city.yaml")],
    area: Annotated[str, typer.Option(help="As in areas of city.yaml")] = SOMEWHERE,
    given: Annotated[
        list[str] | None,
        typer.Option("--with", help=f"{', '.join(sorted(MORE))}: a=b"),
    ] = None,
    language: Annotated[str, typer.Option("--lang", help="zh or en")] = "zh",
    file: Other = None,
) -> None:
    """Says whom the rules would give such a case, and why, in words.

    For example: ./tongban rules explain --category neighbours --with kind=dispute

    A report names whom it is about: --with request_type=report --with accused=housing
    """
    if language not in LANGUAGES:
        raise typer.BadParameter(f"languages are {', '.join(LANGUAGES)}")
    city = Installation().city
    question = _question(given or [], category, area)
    for field, code in unknown(question, vocabulary_of(city)).items():
        raise typer.BadParameter(f"{field}: the city has no {code!r}")
    shown.ruling(Console(), rulebook_of(city, file).ruling(question), language)


def _question(given: list[str], category: str, area: str) -> Question:
    """Only a request has a type."""
    said = dict(pair.partition("=")[::2] for pair in given)
    if not said.keys() <= MORE or not all(said.values()):
        raise typer.BadParameter(f"--with FIELD=CODE, of {', '.join(sorted(MORE))}")
    untyped = {"request_type": None} if said.get("kind", REQUEST) != REQUEST else {}
    accused = tuple(filter(None, said.pop("accused", "").split(",")))
    return Question.model_validate(
        untyped | said | {"category": category, "area": area, "accused": accused}
    )


@app.command("replay")
def replay(
    last: Annotated[
        int | None, typer.Option(min=1, help="So many of the latest accepted cases")
    ] = None,
    file: Annotated[
        Path | None, typer.Option(help="Messages, offline: a .jsonl or .jsonl.gz")
    ] = None,
    mapping: Annotated[
        Path | None, typer.Option(help="For messages: word or label to category")
    ] = None,
    count: Annotated[
        int | None, typer.Option("--first", min=1, help="So many of the messages")
    ] = None,
    other: Other = None,
) -> None:
    """Shows what would go elsewhere under another rule file, or where messages go.

    --last reads accepted cases from the running platform, as an auditor.

    --file with --mapping needs no platform and files nothing.

    A message has a title, a text (or body), and a category if it bears a label.

    A mapping is CSV (word or label, category, item) or YAML (words, labels).
    """
    if (last is None) == (file is None) or (file is None) != (mapping is None):
        raise typer.BadParameter("either --last, or --file together with --mapping")
    if last is not None:
        _replay_cases(last, other)
    elif file is not None and mapping is not None:
        city = Installation().city
        words = vocabulary_of(city)
        trial = Trial(rulebook_of(city, other), words, meanings_of(mapping, words))
        _replay_messages(trial, file, count)


def _replay_cases(last: int, other: Path | None) -> None:
    installation, console = Installation(), Console()
    in_force = rulebook_of(installation.city)
    newer = rulebook_of(installation.city, other)
    with shown.counting(console, "reading accepted cases") as step:
        cases = asyncio.run(accepted(installation, last, step))
    if not cases:
        console.print("no case has been accepted yet; `make demo` files some")
        return
    with shown.progress(console, "asking the rules", len(cases)) as step:
        comparison = compared(cases, in_force, newer, step)
    console.print(f"in force: {in_force.version}; tried: {newer.version}")
    shown.comparison(console, comparison)


def _replay_messages(trial: Trial, file: Path, count: int | None) -> None:
    console = Console()
    messages = first(file, count)
    if not messages:
        console.print(f"{file} holds no messages", soft_wrap=True)
        return
    with shown.progress(console, "asking the rules", len(messages)) as step:
        outcome = trial.run(messages, step)
    shown.outcome(console, outcome)
