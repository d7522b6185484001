"""Mediations as they were stored before, made into those of today."""

from datetime import timedelta
from typing import Any

NATURAL = timedelta(days=3)
"""After which a notice was met by silence, while days were counted as they come."""


def with_days_to_answer(state: dict[str, Any]) -> dict[str, Any]:
    """Whoever was asked answers by then; who mediates was not written down yet."""
    return state | {"parties": [_with_a_day(party) for party in state["parties"]]}


def _with_a_day(party: dict[str, Any]) -> dict[str, Any]:
    noticed = party["noticed_at"] if party["notices"] else None
    return party | {"answer_by": noticed and noticed + NATURAL}
