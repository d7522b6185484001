"""Waiting for a condition of another process, with an end."""

from collections.abc import Callable
from threading import Event
from time import monotonic

INTERVAL = 0.1


def until(condition: Callable[[], bool], patience: float) -> bool:
    """Asks again and again; False: not within `patience` seconds."""
    pause = Event()
    end = monotonic() + patience
    while not condition():
        if monotonic() > end:
            return False
        pause.wait(INTERVAL)
    return True
