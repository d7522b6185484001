"""What the city decided of sittings, of words and of dangers: data, with its source."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

LONGEST = timedelta(days=3 * 365)
LONGEST_RECORD = timedelta(days=10 * 365)


@dataclass(frozen=True)
class Venue:
    """`how`: in person, phone or online."""

    code: str
    zh: str
    en: str
    address: str = ""
    how: str = "in_person"


@dataclass(frozen=True)
class DangerKind:
    """A sign of danger or of a crime, and the article that has it reported."""

    code: str
    zh: str
    en: str
    law: str
    authorities: frozenset[str]


@dataclass(frozen=True)
class Sentence:
    """What is said with everything that is shown from behind the wall."""

    zh: str = ""
    en: str = ""
    law: str = ""


@dataclass(frozen=True)
class SittingRules:
    venues: Mapping[str, Venue] = field(default_factory=dict)
    dangers: Mapping[str, DangerKind] = field(default_factory=dict)
    withheld_reasons: Mapping[str, str] = field(default_factory=dict)
    """Why parties may be kept from knowing that something was reported."""
    words_kept: timedelta = LONGEST
    """After the end of a mediation."""
    record_kept: timedelta = LONGEST_RECORD
    """As long names and what was agreed; never shorter than words."""
    inadmissible: Sentence = Sentence()
    remind_before: timedelta = timedelta(hours=24)
    """How long before a sitting those who meet are reminded of it."""
