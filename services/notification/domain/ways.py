"""By which channels, in which order, one person is told."""

from collections.abc import Collection

from contracts.sealed import Preferences
from services.notification.domain.states import BY_PERSON, IN_APP


def wished(channels: tuple[str, ...], said: Preferences | None) -> tuple[str, ...]:
    """The city's channels in the person's own order; the last is always a person.

    Whoever wants a human, or names a visit before anything else, gets one; whose wishes
    the city cannot meet here is told in its own order.
    """
    person = channels[-1]
    if said is None or (not said.channels and not said.human):
        return channels
    if said.human:
        return (_first_by_person(said, person),)
    before: list[str] = []
    for channel in said.channels:
        if channel in BY_PERSON:
            return (*before, channel)
        if channel in channels or channel == IN_APP:
            before.append(channel)
    return (*before, person) if before else channels


def allowed(ways: tuple[str, ...], opted_out: Collection[str]) -> tuple[str, ...]:
    """Without what they do not want; a person's work stays."""
    return tuple(way for way in ways if way in BY_PERSON or way not in opted_out)


def reachable(ways: tuple[str, ...], addresses: Collection[str]) -> tuple[str, ...]:
    """Only what they have an address for; a person can always go there."""
    return tuple(way for way in ways if way in BY_PERSON or way in addresses)


def _first_by_person(said: Preferences, usual: str) -> str:
    return next((way for way in said.channels if way in BY_PERSON), usual)
