"""How a handling ends, and what is asked afterwards."""

from typing import Annotated, ClassVar, Literal

from pydantic import AwareDatetime, Field

from contracts.codes import CaseId, Code
from contracts.envelope import Payload
from contracts.routing.task import OfTask
from contracts.sealed import For, Sealed

Round = Annotated[int, Field(ge=1, le=20)]


class CaseConcluded(Payload):
    """Every task of the case is done; the outcome and the answer are the lead's."""

    TYPE: ClassVar[str] = "tongban.routing.case-concluded.v1"

    outcome: Code
    answer: Annotated[Sealed, For("intake")] | None = None
    round: Round = 1
    """Above 1: it had been concluded before."""
    merged_into: CaseId | None = None
    """The case that goes on for both."""
    authority: Code | None = None
    """Who has the power, where the city has not."""


class FollowUpRecorded(Payload):
    """Somebody who did not handle the case asked the resident; None: not answered."""

    TYPE: ClassVar[str] = "tongban.routing.follow-up-recorded.v1"

    reached: Literal["reached", "refused", "unreachable"]
    """Whether the resident was spoken to now."""
    contacted: bool | None = None
    """What the resident says: whether whoever handled it had spoken to them."""
    resolved: bool | None = None
    """What the resident says of the matter."""
    satisfied: bool | None = None
    """What the resident says of the handling."""
    round: Round = 1
    """Which conclusion it is about."""


class StillFixedAsked(Payload):
    """Thirty days later: is what was resolved still so?"""

    TYPE: ClassVar[str] = "tongban.routing.still-fixed-asked.v1"

    concluded_at: AwareDatetime
    """Of what is asked about."""


class ExclusionRequested(OfTask):
    """A department asks that an unreasonable demand be left out of its rates."""

    TYPE: ClassVar[str] = "tongban.routing.exclusion-requested.v1"

    reason: Code


class ExclusionDecided(OfTask):
    """Somebody else has decided on it; the reason stays."""

    TYPE: ClassVar[str] = "tongban.routing.exclusion-decided.v1"

    decision: Literal["granted", "refused"]
    """Granted: the case does not count in the department's rates."""
    reason: Code
