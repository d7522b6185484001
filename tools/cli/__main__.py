"""The operators' command line: `./tongban COMMAND`."""

import logging
import sys

import typer
from aiokafka.errors import KafkaError
from confluent_kafka import KafkaException
from pymongo.errors import PyMongoError
from rich.console import Console

from deploy.local.places import StackError
from services.kit.errors import Rejected, Unavailable
from tools.cli import (
    cases,
    departments,
    importing,
    lag,
    messages,
    outbox,
    parked,
    partners,
    rules,
    templates,
    tokens,
)

MISSING = (RuntimeError, StackError)
AWAY = (OSError, KafkaError, KafkaException, PyMongoError, Unavailable)
CURE = "does not answer; is the platform up? `make status` tells, `make up` starts it"

app = typer.Typer(no_args_is_help=True, help=__doc__, add_completion=False)
app.command("token")(tokens.token)
app.command("case")(cases.case)
app.command("erase")(cases.erase)
app.command("import", epilog=importing.EXAMPLE)(importing.import_)
app.command("outbox")(outbox.outbox)
app.command("lag")(lag.lag)
app.add_typer(parked.app, name="parked")
app.add_typer(messages.app, name="message")
app.add_typer(rules.app, name="rules")
app.add_typer(templates.app, name="templates")
app.add_typer(departments.app, name="department")
app.add_typer(partners.app, name="partner")


def main() -> None:
    """What cannot be done is said in one line, with what would help."""
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
    try:
        app(prog_name="./tongban")
    except Rejected as error:
        _fail(f"{error.en}\n{error.zh}")
    except MISSING as error:
        _fail(str(error))
    except FileNotFoundError as error:
        _fail(f"{error.filename} is missing: `make up` makes it")
    except AWAY as error:
        _fail(f"{_who(error)} {CURE}")


def _who(error: Exception) -> str:
    """Books that services share with the tools say themselves what is away."""
    books = isinstance(error, PyMongoError) or str(error).startswith("MongoDB")
    return "MongoDB" if books else "Kafka"


def _fail(words: str) -> None:
    Console(stderr=True).print(words, style="red", markup=False)
    sys.exit(1)


if __name__ == "__main__":
    main()
