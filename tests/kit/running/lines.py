"""Leaves the process's logging as it was."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import structlog


@contextmanager
def without_handlers(kind: type[logging.Handler]) -> Iterator[None]:
    """Whatever of this kind was added to the root inside is taken away again."""
    root = logging.getLogger()
    level = root.level
    try:
        yield
    finally:
        root.handlers = [h for h in root.handlers if not isinstance(h, kind)]
        root.setLevel(level)
        structlog.reset_defaults()
