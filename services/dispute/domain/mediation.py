"""A mediation and its parties: what is known, never what was said."""

from datetime import datetime
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict

from contracts.codes import derived_id
from services.dispute.domain.lifting import with_days_to_answer
from services.dispute.domain.states import OVER, State
from services.dispute.domain.term import Appraisal, Extension
from services.kit.errors import Rejected
from services.kit.writing.change import Aggregate

CENTRE = "mediation-centre"
MOST_PARTIES = 200


class Party(BaseModel):
    """One who is asked; the name is sealed, the token known by its hash only."""

    model_config = ConfigDict(frozen=True)

    party_id: str
    card: str | None
    """A `Person`, sealed at rest under the mediation's key; None: forgotten."""
    invitation: str
    """A `PartyCard`, sealed for notification: nobody here can open it."""
    token_hash: str
    body_digest: str = ""
    accepts: bool | None = None
    notices: int = 0
    noticed_at: datetime | None = None
    answer_by: datetime | None = None
    """When silence is an event: the next notice, or after the last one the end."""

    @property
    def silent_at(self) -> datetime | None:
        return self.answer_by if self.accepts is None else None


class Mediation(Aggregate):
    SCHEMA: ClassVar[int] = 4
    UPCASTERS: ClassVar = {
        1: lambda state: state,
        2: lambda state: state,
        3: with_days_to_answer,
    }

    mediation_id: str
    case_id: str
    task_id: str
    state: State
    area: str = ""
    regime: str = ""
    dispute_type: str = ""
    """By the city's list; empty: of none of them."""
    mediator: str | None = None
    """By the roster. None: nobody is chosen, or it was begun before there was one."""
    term_days: int = 30
    term_ends_at: datetime | None = None
    warn_at: datetime | None = None
    """When everybody is told that the term ends soon; None: they have been."""
    extension: Extension | None = None
    """What all parties are asked for now."""
    appraisals: tuple[Appraisal, ...] = ()
    referrals: tuple[str, ...] = ()
    """Which other ways the parties were shown."""
    matter: str | None = None
    """The `CaseContent` the centre was granted, sealed at rest."""
    parties: tuple[Party, ...] = ()
    terms: str | None = None
    """What was agreed, sealed at rest; it stays between the parties."""
    terms_digest: str = ""
    """Keyed, of the terms as written."""
    revoked: bool = False
    """The centre's task has ended, and with it the right to the content."""
    end_reason: str | None = None
    refused: bool = False
    """Routing has not taken the centre's word on the task; it is said again."""
    others_done: bool = False
    """By the last report, nobody else is at work on the case."""
    task_over: bool = False
    """The task has ended, by the centre's word or by somebody else's."""

    @property
    def over(self) -> bool:
        return self.state in OVER

    @property
    def everybody_accepted(self) -> bool:
        return all(party.accepts for party in self.parties)

    @property
    def keeping_what_is_needed(self) -> "Mediation":
        """Without what the right to has ended; names serve until the mediation ends."""
        if not self.revoked:
            return self
        if not self.over:
            return self.but(matter=None)
        parties = (party.model_copy(update={"card": None}) for party in self.parties)
        return self.but(matter=None, parties=tuple(parties))

    @property
    def wake_at(self) -> datetime | None:
        """The earliest of what it waits for; `waking` has a decision for each."""
        awaited = (self.silence_at, self.warned_at, self.expires_at)
        return min((at for at in awaited if at), default=None)

    @property
    def silence_at(self) -> datetime | None:
        """When the next party will have been silent for too long."""
        if self.state != "inviting":
            return None
        notices = (party.silent_at for party in self.parties)
        return min((at for at in notices if at), default=None)

    @property
    def warned_at(self) -> datetime | None:
        return self.warn_at if self.state == "mediating" else None

    @property
    def expires_at(self) -> datetime | None:
        return self.term_ends_at if self.state == "mediating" else None

    def index(self) -> dict[str, Any]:
        return {
            "case_id": self.case_id,
            "area": self.area,
            "mediation_state": self.state,
            "token_hashes": [party.token_hash for party in self.parties],
        }

    def party_with(self, token_hash: str) -> Party:
        for party in self.parties:
            if party.token_hash == token_hash:
                return party
        raise unknown_invitation()

    def but(self, **fields: Any) -> "Mediation":
        return self.model_copy(update=fields)

    def with_party(self, changed: Party) -> "Mediation":
        return self.but(
            parties=tuple(
                changed if party.party_id == changed.party_id else party
                for party in self.parties
            )
        )


def mediation_id(task_id: str) -> str:
    """One mediation a task: a case may have several."""
    return derived_id("mediation", task_id)


def unknown_invitation() -> Rejected:
    """The same words whatever was wrong with the token."""
    return Rejected(
        "unknown-invitation",
        "no invitation is known by this link",
        "该链接对应的调解邀请不存在",
        status=404,
    )


def unknown_mediation() -> Rejected:
    return Rejected(
        "unknown-mediation", "no such mediation", "未找到该调解", status=404
    )


def mediation_over() -> Rejected:
    return Rejected("mediation-over", "the mediation is over", "该调解已经结束")
