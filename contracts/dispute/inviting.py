"""How a mediation begins: who is asked, what they say, and who mediates."""

from typing import Annotated, ClassVar, Literal

from pydantic import AwareDatetime, Field

from contracts.codes import Code, MediationId, PartyId, TaskId
from contracts.dispute.mediation import OfMediation, ToldToParties
from contracts.sealed import For, Sealed


class MediationOpened(OfMediation):
    """The mediation centre has taken the dispute."""

    TYPE: ClassVar[str] = "tongban.dispute.mediation-opened.v1"

    task_id: TaskId
    regime: Code
    continues: MediationId | None = None
    """The mediation that was agreed in part, where this one is of the rest."""
    rest: bool = False
    """True: it is of the rest, and nobody hears of a dispute taken up anew."""
    mediator: Code | None = None
    """Who mediates it from the start: of a rest, whoever mediated before."""
    term_ends_at: AwareDatetime | None = None
    """When a rest has to be settled: its term begins with it."""


class InvitationSent(OfMediation):
    """A party is asked whether it wants to mediate: `contact` is a `PartyCard`."""

    TYPE: ClassVar[str] = "tongban.dispute.invitation-sent.v1"

    party_id: PartyId
    contact: Annotated[Sealed, For("notification")]
    notice: Annotated[int, Field(ge=1, le=3)] = 1
    """2: by another channel, since the first was met by silence; 3: the last one."""
    for_agent: bool = False
    """True: the card is the one of who acts for the party, with a link of their own."""
    rest: bool = False
    """True: nobody is asked, all want to go on; this is the link to the rest's own
    mediation."""
    mediator: Code | None = None
    """Who mediates the rest: the same as before; None: somebody is to be chosen."""
    term_ends_at: AwareDatetime | None = None
    """When the rest has to be settled."""


class PartyAnswered(OfMediation):
    """A party said yes or no; anybody may say no (人民调解法 17)."""

    TYPE: ClassVar[str] = "tongban.dispute.party-answered.v1"

    party_id: PartyId
    accepts: bool
    """Whether it wants to mediate."""


class PartySilent(OfMediation):
    """A party has not answered in the time that a notice gives."""

    TYPE: ClassVar[str] = "tongban.dispute.party-silent.v1"

    party_id: PartyId
    notices: Annotated[int, Field(ge=1, le=3)]
    """How many it has had; after the third the mediation ends."""


class ContactMissed(OfMediation):
    """Nobody has been asked for the first time by the day that is set for it.

    在线调解规则 15; nobody mediates yet, so that the body has to see to it.
    """

    TYPE: ClassVar[str] = "tongban.dispute.contact-missed.v1"

    due_at: AwareDatetime
    """Until when every party should have been asked."""
    reason: Code
    """What is missing: another side, or the questions that are asked alone first."""


class MediatorChosen(ToldToParties):
    """The parties agreed on a mediator, or the body appointed one."""

    TYPE: ClassVar[str] = "tongban.dispute.mediator-chosen.v1"

    mediator: Code
    """By the roster of the city's mediators."""
    how: Literal["jointly", "appointed"]
    """By all parties, or by the body in their place."""
    confirm_by: AwareDatetime
    """Until when the mediator says whether to take it (在线调解规则 12)."""


class MediatorConfirmed(ToldToParties):
    """The mediator takes it, and has disclosed what might make them partial."""

    TYPE: ClassVar[str] = "tongban.dispute.mediator-confirmed.v1"

    mediator: Code
    term_ends_at: AwareDatetime
    """Until when the mediation may take."""
    disclosed: bool = False
    """True: there is a disclosure to read; what it says stays sealed."""


class MediatorReplaced(ToldToParties):
    """Another mediator is chosen: a challenge needs no decision (深圳 23)."""

    TYPE: ClassVar[str] = "tongban.dispute.mediator-replaced.v1"

    mediator: Code
    """Who mediates no more."""
    reason: Code
    """Challenged, stepped down, or did not answer."""
