"""What a paper tells, before it has words. What the city names comes as `Names`."""

from dataclasses import dataclass
from datetime import datetime

from services.kit.papers.letterhead import Names


@dataclass(frozen=True)
class Matter:
    """What every paper of a case says. None, or nothing: the line is left out."""

    number: str
    """Of the document: `{case_no}-01`, `-02`, …"""
    case_no: str
    issued_at: datetime
    received_at: datetime
    applicant: str | None = None
    title: str | None = None
    item: Names | None = None
    item_version: str | None = None
    office: Names | None = None
    """Who issues it; None: the city's window."""
    fee: Names | None = None
    limit: Names | None = None
    """How long it may take."""


@dataclass(frozen=True)
class Receipt:
    query_code: str | None
    """None: it has been erased."""
    materials: tuple[Names, ...] = ()
    attachments: int = 0


@dataclass(frozen=True)
class Acceptance:
    accepted_at: datetime
    materials: tuple[Names, ...] = ()


@dataclass(frozen=True)
class Lacking:
    """One field or material that is missing or wrong, and what cures it."""

    field: Names
    wrong: Names
    cure: Names


@dataclass(frozen=True)
class Correction:
    """Everything at once: what was there the first time gets no second notice."""

    lacking: tuple[Lacking, ...]
    until: datetime
    words: str | None = None
    """What the clerk adds."""


@dataclass(frozen=True)
class Decline:
    reason: Names
    where: Names | None = None
    """Who can help instead, and how to reach them."""
    following: Names | None = None
    """What the resident can do then."""


@dataclass(frozen=True)
class HandOver:
    to: Names
    data: tuple[Names, ...]
    """What was passed on, so that the resident need not."""
    reach: Names | None = None
    """How to reach them, for those who want to."""


@dataclass(frozen=True)
class Withdrawal:
    withdrawn_at: datetime


@dataclass(frozen=True)
class Answer:
    text: str | None
    """As the department wrote it; None: it has been erased or was never readable."""
    outcome: Names | None = None
    where: Names | None = None
    """Who has the power, where the city has not."""
    replaced: bool = False
    """By a later answer, which is the one that is kept."""


@dataclass(frozen=True)
class DeemedAcceptance:
    """Nobody said in time what was missing."""

    since: datetime
    """The day of receipt."""


Told = (
    Receipt
    | Acceptance
    | Correction
    | Decline
    | HandOver
    | Withdrawal
    | Answer
    | DeemedAcceptance
)
