"""`python -m deploy.local COMMAND`: the embedded stack from the command line."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from deploy.local.jars import example, java, libraries
from deploy.local.places import (
    CITY,
    DEFAULT_BASE,
    DEFAULT_PORTS,
    REPOSITORY,
    StackError,
)
from deploy.local.stack import Stack

MADE = ("data", "logs", "run", "secrets", "keys", "clients")
Name = Annotated[str, typer.Argument(help="a part as `status` lists it")]

app = typer.Typer(no_args_is_help=True, add_completion=False)
console = Console(highlight=False)


@app.command()
def fetch() -> None:
    """Get the Java programs, once; afterwards nothing needs the network."""
    with _told():
        java()
        for program in ("kafka", "zipkin"):
            libraries(program, _say())
        example(_say())


@app.command()
def up() -> None:
    """Start everything and wait until it is ready; safe to repeat."""
    with _told():
        stack = _stack()
        stack.start()
        console.print(f"Tongban is up: {stack.ports.url('intake')}/readyz")
        console.print(f"Traces: {stack.ports.url('zipkin')}")


@app.command()
def down() -> None:
    """Stop everything gracefully; data, secrets and what is queued stay."""
    with _told():
        _stack().stop()
        console.print("Tongban is down")


@app.command()
def status() -> None:
    """Show every part: its state, process and address."""
    with _told():
        stack = _stack()
        table = Table("part", "state", "pid", "address", "since", box=None)
        known = stack.supervision.states()
        for name in (*stack.names, *(n for n in known if n not in stack.names)):
            table.add_row(*_row(stack, name))
        console.print(table)


@app.command()
def logs(
    name: Annotated[str, typer.Argument(help="one part; all if left out")] = "",
    lines: Annotated[int, typer.Option("--lines", "-n")] = 40,
    follow: Annotated[bool, typer.Option("--follow", "-f")] = False,
) -> None:
    """Show the end of the logs."""
    with _told():
        folder = _stack().places.logs
        files = sorted(map(str, folder.glob(f"{name or '*'}.log")))
        if not files:
            raise StackError(f"no log of {name or 'any part'} in {folder}")
        more = ["-F"] if follow else []
        os.execvp("tail", ["tail", "-n", str(lines), *more, *files])


@app.command()
def restart(name: Name) -> None:
    """Stop one part gracefully and start it again."""
    with _told():
        _stack().restart(name)


@app.command()
def clean() -> None:
    """Stop everything and delete its data and secrets; the jars stay."""
    with _told():
        stack = _stack()
        stack.stop()
        for folder in MADE:
            shutil.rmtree(stack.places.root / folder, ignore_errors=True)
        console.print(f"{stack.places.root} is clean")


def _stack() -> Stack:
    """Where the operators' commands look for it, too."""
    root = Path(os.environ.get("TONGBAN_ROOT") or REPOSITORY / ".local")
    city = Path(os.environ.get("TONGBAN_CITY") or CITY)
    return Stack(root, _base(root), city=city.absolute(), say=_say())


def _base(root: Path) -> int:
    """As asked for; else where the stack runs or ran; else the ordinary one."""
    asked = os.environ.get("TONGBAN_PORT_BASE", "")
    if asked and not asked.isdigit():
        raise StackError(f"TONGBAN_PORT_BASE={asked} is no number; take 18000")
    return int(asked) if asked else Stack.base_of(root) or DEFAULT_BASE


def _say() -> Callable[[str], None]:
    return lambda text: console.print(f"  {text}")


def _row(stack: Stack, name: str) -> tuple[str, ...]:
    info = stack.supervision.states().get(name, {})
    address = stack.ports.address(name) if name in DEFAULT_PORTS else ""
    since = info.get("description", "").partition("uptime ")[2]
    state = info.get("statename", "DOWN").lower()
    return (name, state, str(info.get("pid") or ""), address, since)


@contextmanager
def _told() -> Iterator[None]:
    """What the user can cure is said in words, without a stack trace."""
    try:
        yield
    except StackError as error:
        sys.stdout.flush()
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(1) from None


if __name__ == "__main__":
    app(prog_name="python -m deploy.local")
