"""One who is asked to mediate: themselves, by an agent, or by a representative."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict


class Party(BaseModel):
    """The name is sealed, the token of each link known by its hash only."""

    model_config = ConfigDict(frozen=True)

    party_id: str
    card: str | None
    """A `Person`, sealed at rest under the mediation's key; None: forgotten."""
    label: str | None = None
    """A `Person` with the name alone, sealed: papers name it while they are kept."""
    invitation: str
    """A `PartyCard`, sealed for notification: nobody here can open it."""
    wishes: str | None = None
    """How it asked to be written to, sealed at rest; None: it has not said."""
    token_hash: str
    body_digest: str = ""
    organisation: bool = False
    role: str = ""
    """applicant, respondent or third."""
    needs_guardian: bool = False
    """A minor, or somebody without full capacity: cannot decide alone."""
    agent: str | None = None
    """An `Agent` with what shows their right, sealed at rest."""
    agent_label: str | None = None
    """An `Agent` with name and right alone, sealed, as `label` is."""
    agent_invitation: str | None = None
    """A `PartyCard` too: the agent has a link of their own."""
    agent_token_hash: str | None = None
    agent_digest: str = ""
    authority: str | None = None
    """By what right the agent acts."""
    represented_by: tuple[str, ...] = ()
    """Parties of the same group, who speak for this one as long as it lets them."""
    consent: str | None = None
    """The `Evidence` that it wants to be represented, sealed at rest."""
    left: bool = False
    """Went on without it: what is agreed does not bind it."""
    accepts: bool | None = None
    notices: int = 0
    noticed_at: datetime | None = None
    answer_by: datetime | None = None
    """When silence is an event: the next notice, or after the last one the end."""
    prefers: tuple[str, ...] | None = None
    """Mediators, the best first; empty: leaves it to the body; None: has not said."""
    wants_open: bool | None = None
    """Whether it asks that the mediation is open to the public; None: has not said."""
    challenges: int = 0
    """How many mediators it has had replaced."""

    @property
    def silent_at(self) -> datetime | None:
        waiting = self.accepts is None and self.speaks
        return self.answer_by if waiting else None

    @property
    def speaks(self) -> bool:
        """For itself: neither gone nor represented."""
        return not self.left and not self.represented_by

    @property
    def hashes(self) -> tuple[str, ...]:
        both = self.token_hash, self.agent_token_hash
        return tuple(found for found in both if found)

    def guarded_by(self, token_hash: str) -> bool:
        """Whether this link is the one of its guardian."""
        return self.authority in GUARDING and token_hash == self.agent_token_hash

    @property
    def needs_somebody(self) -> bool:
        return self.needs_guardian and self.authority not in GUARDING


class Screening(BaseModel):
    """What was asked at the start, of each side alone, and where the answer was yes."""

    model_config = ConfigDict(frozen=True)

    asked: tuple[str, ...]
    positive: tuple[str, ...] = ()


GUARDING = frozenset({"guardian", "statutory"})
"""Whose word is the word of somebody without full capacity (民法典 23)."""
