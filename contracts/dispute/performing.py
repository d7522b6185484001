"""After an agreement: whether its duties are done, and what a court says of it."""

from typing import ClassVar, Literal

from pydantic import AwareDatetime

from contracts.codes import Code, DutyId
from contracts.dispute.mediation import ToldToParties


class OfDuty(ToldToParties):
    """A fact about one duty of an agreement; what it is stays between the parties."""

    duty_id: DutyId


class DutyDue(OfDuty):
    """A duty comes due, or its day has passed without word."""

    TYPE: ClassVar[str] = "tongban.dispute.duty-due.v1"

    due_at: AwareDatetime
    """Until when it was promised."""
    overdue: bool = False
    """True: the day has passed."""


class DutyPerformed(OfDuty):
    """Who is entitled to it says so, or evidence does."""

    TYPE: ClassVar[str] = "tongban.dispute.duty-performed.v1"

    last: bool = False
    """True: with it everything that was agreed is done."""


class DutyBreached(OfDuty):
    """It was not done: a court or another mediation are open."""

    TYPE: ClassVar[str] = "tongban.dispute.duty-breached.v1"

    reason: Code
    """By the city's list."""


class ConfirmationDueSoon(ToldToParties):
    """Soon no court can be asked to confirm it any more (人民调解法 33)."""

    TYPE: ClassVar[str] = "tongban.dispute.confirmation-due-soon.v1"

    confirm_by: AwareDatetime
    """Until when the parties may ask together."""
    mediator: Code | None = None
    """Who mediated, and is told too."""


class ConfirmationApplied(ToldToParties):
    """The parties ask a court together to confirm it (人民调解法 33, 民诉法 205)."""

    TYPE: ClassVar[str] = "tongban.dispute.confirmation-applied.v1"


class ConfirmationDecided(ToldToParties):
    """What the court, or those who asked it, decided."""

    TYPE: ClassVar[str] = "tongban.dispute.confirmation-decided.v1"

    decision: Literal["accepted", "not_accepted", "confirmed", "refused", "withdrawn"]
    """Whether it takes it up; then, whether it confirms it."""
