"""`tongban templates`: what people are told, tried before anybody is told it."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from services.notification.delivery.rules import load_rules
from services.notification.hooks.rules import load_hook_rules
from services.notification.texts.forms import FORMS, Form
from services.notification.texts.loading import load_texts
from services.notification.texts.plain import load_plain
from services.notification.texts.templates import LANGUAGES
from services.notification.trying.previews import Previews
from tools.access.installation import Installation

app = typer.Typer(no_args_is_help=True, help=__doc__)
BASE = "https://tongban.example"

City = Annotated[
    Path | None, typer.Option("--city", help="A city's folder; default: its own")
]


@app.callback()
def templates() -> None:
    """What people are told: the texts of deploy/config/notification."""


@app.command("check")
def check(city: City = None) -> None:
    """Reads every text and subscription; each fault by file and line, exit 1 if any.

    Also how and how fast they are sent, and webhooks; then whether the words are plain:
    long sentences, officialese, nobody to ask.
    """
    folder, console = city or Installation().city, Console()
    load_rules(folder / "notification")
    load_hook_rules(folder / "notification")
    texts = load_texts(folder)
    plain = load_plain(folder / "notification")
    every = [
        texts.templates.text(name, language)
        for name in texts.templates.names
        for language in LANGUAGES
    ]
    faults = [fault for text in every for fault in plain.faults(text)]
    for fault in faults:
        console.print(fault, style="red", markup=False, soft_wrap=True)
    if faults:
        raise typer.Exit(1)
    rows, silent = texts.subscriptions.subscriptions, texts.subscriptions.nobody
    console.print(f"{len(every)} texts, {len(rows)} subscriptions: in order")
    console.print(f"{len(silent)} events that nobody is told of, each with its reason")


@app.command("preview")
def preview(
    template: Annotated[str, typer.Argument(help="A name in templates/, without .zh")],
    language: Annotated[str, typer.Option("--lang", help="zh or en")] = "zh",
    form: Annotated[str, typer.Option(help=", ".join(FORMS))] = "letter",
    event: Annotated[
        Path | None, typer.Option(help="An event's JSON; default: the contracts' own")
    ] = None,
    city: City = None,
) -> None:
    """Shows a text as it would be told, with invented people; nothing is sent.

    For example: ./tongban templates preview invitation --form sms --lang en
    """
    if language not in LANGUAGES:
        raise typer.BadParameter(f"languages are {', '.join(LANGUAGES)}")
    known: dict[str, Form] = {name: name for name in FORMS}
    if form not in known:
        raise typer.BadParameter(f"forms are {', '.join(FORMS)}")
    document = _read(event) if event else None
    previews = Previews(load_texts(city or Installation().city), BASE)
    made = previews.preview(template, language, known[form], document)
    console = Console()
    console.print(f"{made.template} {made.version}: {made.event}, {made.audience}")
    console.print(f"\n{made.subject}\n\n{made.body}", markup=False, soft_wrap=True)


def _read(path: Path) -> dict[str, object]:
    try:
        return dict(json.loads(path.read_text()))
    except (OSError, ValueError, TypeError) as error:
        raise typer.BadParameter(f"{path}: no JSON document: {error}") from error
