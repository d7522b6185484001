"""Which of MongoDB's errors mean that it is away, and which that we are wrong."""

from collections.abc import Iterator
from contextlib import contextmanager

from pymongo.errors import (
    BulkWriteError,
    ConnectionFailure,
    DuplicateKeyError,
    ExecutionTimeout,
    OperationFailure,
    WriteConcernError,
    WTimeoutError,
)

from services.kit.errors import Unavailable

AWAY = (ConnectionFailure, ExecutionTimeout, WriteConcernError, WTimeoutError)
"""Network and fail-over; a refused document is a bug and no reason to wait."""

HOSTS_AWAY = {6, 7, 63, 89, 9001}
CHANGING_PRIMARY = {91, 189, 10058, 10107, 11600, 11601, 11602, 13435, 13436}
NOT_NOW = {11, 43, 50, 112, 134, 262, 14031}
"""Interrupted, cursor gone, time over, conflict, majority not known yet, disk full."""

AWAY_CODES = HOSTS_AWAY | CHANGING_PRIMARY | NOT_NOW

DUPLICATE = 11000


@contextmanager
def unavailable_when_away() -> Iterator[None]:
    try:
        yield
    except Exception as error:
        if is_away(error):
            raise Unavailable(f"MongoDB: {type(error).__name__}") from error
        raise


def is_away(error: Exception) -> bool:
    match error:
        case DuplicateKeyError():
            return False
        case BulkWriteError():
            concern = bool(error.details["writeConcernErrors"])
            return concern or bool(_codes(error) & AWAY_CODES)
        case OperationFailure():
            return isinstance(error, AWAY) or error.code in AWAY_CODES
    return isinstance(error, AWAY)


def raise_unless_duplicates(error: BulkWriteError) -> None:
    """What was there already is no error; anything else of a bulk write is."""
    if error.details["writeConcernErrors"] or _codes(error) - {DUPLICATE}:
        raise error


def _codes(error: BulkWriteError) -> set[int]:
    return {refused["code"] for refused in error.details["writeErrors"]}
