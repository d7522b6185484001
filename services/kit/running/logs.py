"""JSON lines on standard output: time, level, service, trace, case, event.

No value of anybody's ever belongs in a line. An exception is told by its type and
where it happened, not in its words: they may quote what was being handled.
"""

import logging
import sys
import traceback
from collections.abc import Iterator
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from services.kit.errors import Unavailable
from services.kit.running.settings import ServiceSettings
from services.kit.running.telemetry import current_trace_id

SPEAKS_OF_MACHINES = (OSError, Unavailable)
THE_SYSTEMS_OWN = ("builtins", "socket", "ssl", "services.")
"""Their words are of hosts, files and ports; a mail library's may be of recipients."""
FRAMES = 12
OURS = ("services", "tongban")
"""Who may say more than INFO: at DEBUG, drivers print whole documents and messages."""
UVICORNS = ("uvicorn", "uvicorn.error", "uvicorn.access")
QUOTING = ("uvicorn.access", "httpx")
"""Their INFO lines hold raw URLs, and URLs hold query codes; serving has its own."""


def start_logs(settings: ServiceSettings) -> None:
    """Everything that logs in this process, structlog or stdlib, goes one way out."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper("iso", key="time"),
        _named(settings.service),
        _traced,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    _one_way_out(Lines(_formatter(shared)), settings.log_level)


class Lines(logging.Handler):
    """Writes to the standard output of the moment."""

    def __init__(self, formatter: logging.Formatter) -> None:
        super().__init__()
        self.setFormatter(formatter)
        self.addFilter(_without_words)

    def emit(self, record: logging.LogRecord) -> None:
        try:
            sys.stdout.write(self.format(record) + "\n")
            sys.stdout.flush()
        except (ValueError, OSError):
            self.handleError(record)


def _formatter(shared: list[Processor]) -> logging.Formatter:
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            _told_by_type,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )


def _one_way_out(lines: Lines, level: str) -> None:
    root = logging.getLogger()
    root.handlers = [h for h in root.handlers if not isinstance(h, Lines)] + [lines]
    root.setLevel(logging.INFO)
    for name in OURS:
        logging.getLogger(name).setLevel(level)
    for name in QUOTING:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in UVICORNS:
        logging.getLogger(name).handlers = []
        logging.getLogger(name).propagate = True


def _named(service: str) -> Processor:
    def named(_: WrappedLogger, __: str, line: EventDict) -> EventDict:
        line["service"] = service
        return line

    return named


def _traced(_: WrappedLogger, __: str, line: EventDict) -> EventDict:
    line["trace_id"] = current_trace_id()
    return {name: value for name, value in line.items() if value != ""}


def _without_words(record: logging.LogRecord) -> bool:
    """Libraries put exceptions, and asyncio their `repr`, into their sentences."""
    if isinstance(record.args, tuple):
        record.args = tuple(_type_of_error(value) for value in record.args)
    if record.name == "asyncio" and isinstance(record.msg, str):
        record.msg = record.msg.partition("\n")[0]
    return True


def _type_of_error(value: object) -> object:
    return type(value).__qualname__ if isinstance(value, BaseException) else value


def _told_by_type(_: WrappedLogger, __: str, line: EventDict) -> EventDict:
    told = line.pop("exc_info", None)
    line.pop("stack_info", None)
    error = _error_of(told)
    if error is not None:
        line["error"] = [_described(each) for each in _chain(error)]
    return line


def _error_of(told: Any) -> BaseException | None:
    match told:
        case BaseException():
            return told
        case (_, BaseException() as error, _):
            return error
        case True:
            return sys.exc_info()[1]
        case _:
            return None


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error, what caused it, and what caused that; the members of a group too."""
    told: list[BaseException] = []
    left: list[BaseException | None] = [error]
    while left:
        each = left.pop(0)
        if each is None or each in told:
            continue
        told.append(each)
        yield each
        hidden = None if each.__suppress_context__ else each.__context__
        left.append(each.__cause__ or hidden)
        if isinstance(each, BaseExceptionGroup):
            left.extend(each.exceptions)


def _described(error: BaseException) -> dict[str, Any]:
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    told: dict[str, Any] = {
        "type": f"{type(error).__module__}.{type(error).__qualname__}",
        "stack": [f"{f.filename}:{f.lineno} {f.name}" for f in frames],
    }
    home = type(error).__module__
    if isinstance(error, SPEAKS_OF_MACHINES) and home.startswith(THE_SYSTEMS_OWN):
        told["words"] = str(error)[:300]
    return told
