"""How a case that an earlier version stored is read today."""

from collections.abc import Callable, Mapping
from typing import Any

Stored = dict[str, Any]


def _knows_when_it_was_answered(state: Stored) -> Stored:
    """1 -> 2: the 30 days in which it may be reopened count from the answer."""
    answers = [step["at"] for step in state["steps"] if step["code"] == "answered"]
    return {**state, "answered_at": answers[-1] if answers else None}


def _has_defaults(state: Stored) -> Stored:
    """From 2 on: nothing was renamed."""
    return state


UPCASTERS: Mapping[int, Callable[[Stored], Stored]] = {
    1: _knows_when_it_was_answered,
    2: _has_defaults,
    3: _has_defaults,
    4: _has_defaults,
    5: _has_defaults,
    6: _has_defaults,
}
