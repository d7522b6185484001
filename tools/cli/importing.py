"""`tongban import`: rows of a file come in through the one window."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from tools.access.installation import Installation
from tools.importing.command import Command, Order

EXAMPLE = (
    "For example: ./tongban import messages.jsonl.gz"
    " --mapping deploy/import/messages.yaml --dry-run"
)
SOME_REJECTED = 3
INTERRUPTED = 130

Given = Annotated[Path, typer.Argument(help="CSV, XLSX or JSON lines, also .gz")]
Plan = Annotated[Path, typer.Option(help="Where each field comes from (YAML)")]
Encoding = Annotated[str | None, typer.Option(help="Otherwise UTF-8 or GB18030")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Judge all, write nothing")]
Limit = Annotated[int | None, typer.Option(min=1, help="Only the first rows")]
To = Annotated[Path | None, typer.Option(help=".jsonl or .csv; else beside FILE")]
Url = Annotated[str | None, typer.Option(help="An intake that is not the local one")]
Token = Annotated[str | None, typer.Option(envvar="TONGBAN_TOKEN", hidden=True)]
From = Annotated[Path, typer.Option(envvar="TONGBAN_CALLED_FROM", hidden=True)]


def import_(  # noqa: PLR0913, PLR0917
    file: Given,
    mapping: Plan,
    encoding: Encoding = None,
    dry_run: DryRun = False,
    limit: Limit = None,
    rejects: To = None,
    intake: Url = None,
    token: Token = None,
    called_from: From = Path(),
) -> None:
    """Makes a case of each row, or concluded history where it has an answer.

    The same row is one case, however often it is imported. Broken off, the same command
    goes on where it was. Exit codes: 0 all in, 3 some rejected, 1 stopped, 130 Ctrl-C.
    """
    order = Order(
        file=_there(called_from / file),
        mapping=_there(called_from / mapping),
        encoding=encoding,
        dry_run=dry_run,
        limit=limit,
        rejects=called_from / rejects if rejects else None,
        intake=intake,
        token=token,
    )
    try:
        tally = Command(order, Installation(), Console()).run()
    except KeyboardInterrupt:
        typer.echo("stopped; the same command goes on from here", err=True)
        raise typer.Exit(INTERRUPTED) from None
    if tally.rejected:
        raise typer.Exit(SOME_REJECTED)


def _there(path: Path) -> Path:
    if not path.is_file():
        raise typer.BadParameter(f"there is no file {path}")
    return path
