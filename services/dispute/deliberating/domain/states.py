"""What a topic of a deliberation may be."""

from typing import Literal

State = Literal[
    "proposed",
    "taken",
    "declined",
    "surveying",
    "surveyed",
    "scheduled",
    "held",
    "following",
    "closed",
]
"""`held`: people met; `following`: what was promised there is followed."""

OVER: frozenset[State] = frozenset({"declined", "closed"})
HIDDEN: frozenset[State] = frozenset({"proposed", "declined"})
"""Shown to nobody but the host and whoever proposed it."""
