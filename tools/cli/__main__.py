"""`python -m tools.cli`, also installed as `tongban`."""

import sys

import typer
from aiokafka.errors import KafkaError
from pymongo.errors import PyMongoError
from rich.console import Console

from deploy.local.places import StackError
from services.kit.errors import Rejected, Unavailable
from tools.cli import cases, departments, lag, outbox, parked, tokens

FAULTS = (RuntimeError, OSError, StackError, KafkaError, PyMongoError, Unavailable)

app = typer.Typer(no_args_is_help=True, help=__doc__, add_completion=False)
app.command("token")(tokens.token)
app.command("case")(cases.case)
app.command("erase")(cases.erase)
app.command("outbox")(outbox.outbox)
app.command("lag")(lag.lag)
app.add_typer(parked.app, name="parked")
app.add_typer(departments.app, name="department")


def main() -> None:
    """What cannot be done is said in one line, with what would help."""
    try:
        app()
    except Rejected as error:
        _fail(error.en)
    except FAULTS as error:
        _fail(f"{error}\nIs the platform up? `make status` tells, `make up` starts it.")


def _fail(words: str) -> None:
    Console(stderr=True).print(words, style="red", markup=False)
    sys.exit(1)


if __name__ == "__main__":
    main()
