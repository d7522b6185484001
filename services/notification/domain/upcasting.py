"""Messages as they lay in the store before, lifted to what they are now."""

from datetime import timedelta
from typing import Any

from services.notification.domain.states import EMAIL

A_DAY = timedelta(days=1)
"""For how long every message was tried before its city could say."""


def as_it_is(state: dict[str, Any]) -> dict[str, Any]:
    return state


def with_channels(state: dict[str, Any]) -> dict[str, Any]:
    """There was e-mail, and a person."""
    kept = {name: value for name, value in state.items() if name != "person_channel"}
    person = state.get("person_channel", "visit")
    by_person = state.get("state") == "handed_to_person"
    tried = EMAIL if state.get("tries") else ""
    return kept | {
        "channels": (EMAIL, person),
        "channel": person if by_person else tried,
        "tries_here": state.get("tries", 0),
        "expires_at": state["created_at"] + A_DAY,
    }
