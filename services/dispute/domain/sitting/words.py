"""Words behind the wall: what is known of them without opening them."""

from datetime import datetime
from typing import Literal

from services.dispute.domain.sitting.parts import Part

Kind = Literal["statement", "proposal", "minutes", "facts", "report"]
BY_A_PARTY: frozenset[Kind] = frozenset({"statement", "proposal"})
BY_THE_MEDIATOR: frozenset[Kind] = frozenset({"proposal", "minutes"})
MEDIATOR = "mediator"
"""Stands for whoever mediates, where an author is named."""


class Word(Part):
    """One text, sealed under a key of its mediation and its author."""

    word_id: str
    mediation_id: str
    kind: Kind
    author: str
    """A party's id, or `mediator`."""
    by: str
    """Which person of the house, by their login; a party: its id again."""
    at: datetime
    sealed: str
    body_digest: str
    answers: str | None = None
    """The proposal that this one counters."""
    session_id: str | None = None
    """The sitting whose minutes it is part of."""
    shown_to: tuple[str, ...] = ()
    """The parties that its author let read it; for good, since it cannot be unread."""
