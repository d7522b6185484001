"""A mediation and its parties: what is known, never what was said."""

from datetime import datetime
from typing import Any, ClassVar

from contracts.codes import derived_id
from services.dispute.domain.agreeing.agreement import Agreement
from services.dispute.domain.errors import (
    guardian_needed,
    represented,
    unknown_invitation,
    unknown_party,
)
from services.dispute.domain.lifting import with_days_to_answer
from services.dispute.domain.party import Party, Screening
from services.dispute.domain.performing.court import Confirmation
from services.dispute.domain.rest.part import Rest
from services.dispute.domain.sitting.parts import Sitting
from services.dispute.domain.states import OVER, Performance, State
from services.dispute.domain.term import Appraisal, Extension
from services.kit.writing.change import Aggregate

__all__ = ["CENTRE", "MOST_PARTIES", "Mediation", "Party", "Screening"]

CENTRE = "mediation-centre"
MOST_PARTIES = 200


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
    contact_by: datetime | None = None
    """Until then every party should have been asked for the first time."""
    contact_missed: bool = False
    """Nobody was, and the body has been told."""
    passed_over: tuple[str, ...] = ()
    """Who mediates no more: challenged, stepped down, or did not answer."""
    choose_by: datetime | None = None
    """Until then the parties may choose together."""
    appoint_by: datetime | None = None
    """Then the first suitable mediator is appointed, if nobody did."""
    confirm_by: datetime | None = None
    """Until then the chosen mediator says whether to take it."""
    disclosure: str | None = None
    """An `AnswerText`, sealed at rest: what might make the mediator partial."""
    screening: Screening | None = None
    apart: bool = False
    """After what was answered at the start: never all in one room."""
    term_days: int = 30
    term_began_at: datetime | None = None
    term_ends_at: datetime | None = None
    warn_at: datetime | None = None
    """When everybody is told that the term ends soon; None: they have been."""
    extension: Extension | None = None
    """What all parties are asked for now."""
    extensions: tuple[Extension, ...] = ()
    """Other ends of the term, each agreed to by all."""
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
    agreement: Agreement | None = None
    """In writing: on its way, or sealed."""
    performance: Performance = "none"
    """Of what was agreed."""
    confirmation: Confirmation = Confirmation()
    """By a court, beside the performance."""
    revoked: bool = False
    """The centre's task has ended, and with it the right to the content."""
    end_reason: str | None = None
    over_at: datetime | None = None
    """When it was agreed or ended."""
    refused: bool = False
    """Routing has not taken the centre's word on the task; it is said again."""
    others_done: bool = False
    """By the last report, nobody else is at work on the case."""
    task_over: bool = False
    """The task has ended, by the centre's word or by somebody else's."""
    sitting: Sitting = Sitting()
    rest: Rest | None = None
    """What becomes of what was not agreed, when a part was."""
    continues: str | None = None
    """The mediation of whose rest this is."""

    @property
    def over(self) -> bool:
        return self.state in OVER

    @property
    def present(self) -> tuple[Party, ...]:
        """Whom it concerns: everybody who has not left it."""
        return tuple(party for party in self.parties if not party.left)

    @property
    def told(self) -> tuple[str, ...]:
        return tuple(party.party_id for party in self.present)

    @property
    def everybody_accepted(self) -> bool:
        """Who is represented has said yes with all who represent them (宁波 20)."""
        return all(party.accepts for party in self.present if party.speaks)

    @property
    def openly(self) -> bool:
        """Closed, unless all parties ask that it is open (人民调解法 23)."""
        speaking = [party for party in self.present if party.speaks]
        return bool(speaking) and all(party.wants_open for party in speaking)

    @property
    def keeping_what_is_needed(self) -> "Mediation":
        """Without what the right to has ended; names serve until the mediation ends.

        After a partial agreement, until it is known what becomes of the rest.
        """
        if not self.revoked:
            return self
        if not self.over or (self.rest and self.rest.open):
            return self.but(matter=None)
        nobody = dict.fromkeys(("card", "agent", "consent", "wishes"))
        parties = (party.model_copy(update=nobody) for party in self.parties)
        return self.but(matter=None, parties=tuple(parties))

    @property
    def wake_at(self) -> datetime | None:
        """The earliest of what it waits for; `waking` has a decision for each."""
        awaited = (
            self.uncontacted_at,
            self.silence_at,
            self.unappointed_at,
            self.unconfirmed_at,
            self.warned_at,
            self.expires_at,
            self.meets_soon_at,
            self.unsealed_at,
            self.court_at,
            self.duty_at,
            self.words_due_at,
            self.rest_due_at,
        )
        return min((at for at in awaited if at), default=None)

    @property
    def uncontacted_at(self) -> datetime | None:
        """When somebody should have been asked: in every later state they have been."""
        waiting = self.state == "opened" and not self.contact_missed
        return self.contact_by if waiting else None

    @property
    def meets_soon_at(self) -> datetime | None:
        return self.sitting.remind_at if self.state == "mediating" else None

    @property
    def unsealed_at(self) -> datetime | None:
        """When the body should have sealed what everybody has signed."""
        waiting = self.state == "mediating" and self.awaits_seal
        return self.agreement.unsealed_at if waiting and self.agreement else None

    @property
    def court_at(self) -> datetime | None:
        """When the parties are told that a court can soon be asked no more."""
        asked = self.confirmation.state != "none" or self.performance == "performed"
        return None if asked or not self.agreement else self.agreement.remind_at

    @property
    def silence_at(self) -> datetime | None:
        """When the next party will have been silent for too long."""
        if self.state != "inviting":
            return None
        notices = (party.silent_at for party in self.parties)
        return min((at for at in notices if at), default=None)

    @property
    def warned_at(self) -> datetime | None:
        running = self.state == "mediating" and not self.awaits_seal
        return self.warn_at if running else None

    @property
    def expires_at(self) -> datetime | None:
        running = self.state in ("selecting", "mediating")
        return self.term_ends_at if running and not self.awaits_seal else None

    @property
    def awaits_seal(self) -> bool:
        """All have signed in time: only the body still has something to do."""
        made = self.agreement
        return made is not None and made.awaits_seal(self.told)

    @property
    def unappointed_at(self) -> datetime | None:
        """When the body should have appointed somebody."""
        return self.appoint_by if self.state == "selecting" else None

    @property
    def unconfirmed_at(self) -> datetime | None:
        """When the chosen mediator should have said yes or no."""
        return self.confirm_by if self.state == "selecting" else None

    @property
    def duty_at(self) -> datetime | None:
        """When somebody is next told of a duty that was agreed."""
        if self.agreement is None or not self.agreement.effective:
            return None
        told = (duty.wake_at for duty in self.agreement.duties)
        return min((at for at in told if at), default=None)

    @property
    def rest_due_at(self) -> datetime | None:
        """When the parties should have chosen what becomes of the rest."""
        return self.rest.due_at if self.rest else None

    @property
    def rest_ended(self) -> bool:
        """Nothing goes on: what was not agreed has other ways."""
        if self.state == "partly_agreed":
            return self.rest is None or self.rest.decision == "ended"
        return self.state == "ended"

    @property
    def words_due_at(self) -> datetime | None:
        """When what was said and written is next looked at, once it is over."""
        return self.sitting.kept.due_at(self.over_at) if self.over else None

    @property
    def words_to_go(self) -> bool:
        return self.sitting.kept.to_go

    def index(self) -> dict[str, Any]:
        return {
            "case_id": self.case_id,
            "area": self.area,
            "mediation_state": self.state,
            "mediator": self.mediator,
            "token_hashes": [h for party in self.parties for h in party.hashes],
            "words_to_go": self.words_to_go,
            "rest_to_continue": bool(self.rest and self.rest.to_continue),
        }

    def party_with(self, token_hash: str) -> Party:
        for party in self.parties:
            if token_hash in party.hashes:
                return party
        raise unknown_invitation()

    def speaking(self, token_hash: str) -> Party:
        """Who may say yes, choose or sign by this link; a no is heard from anybody."""
        party = self.party_with(token_hash)
        if party.left:
            raise unknown_invitation()
        if party.represented_by:
            raise represented()
        if party.needs_guardian and not party.guarded_by(token_hash):
            raise guardian_needed()
        return party

    def party_called(self, party_id: str) -> Party:
        for party in self.present:
            if party.party_id == party_id:
                return party
        raise unknown_party()

    def but(self, **fields: Any) -> "Mediation":
        return self.model_copy(update=fields)

    def with_sitting(self, **fields: Any) -> "Mediation":
        return self.but(sitting=self.sitting.model_copy(update=fields))

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
