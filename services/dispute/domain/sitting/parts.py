"""What a mediation knows of its sittings, of its reports, and of how long words lie.

Never a word of what was said: words are documents of their own, behind the wall.
"""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

How = Literal["itself", "agent", "absent"]


class Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class Attendance(Part):
    party_id: str
    how: How


class Session(Part):
    """A sitting of one party, or of several together."""

    session_id: str
    parties: tuple[str, ...]
    at: datetime
    venue: str
    times: int = 1
    """How often a time was named for it."""
    remind_at: datetime | None = None
    """When those who meet are reminded of this time; None: they were, or it is near."""
    cancelled_at: datetime | None = None
    """When it was called off: nobody is expected."""
    held_at: datetime | None = None
    attendance: tuple[Attendance, ...] = ()
    body_digest: str = ""

    @property
    def joint(self) -> bool:
        return len(self.parties) > 1

    @property
    def attended(self) -> int:
        return sum(each.how != "absent" for each in self.attendance)


class Danger(Part):
    """Signs of danger or of a crime that were reported; what they were lies sealed."""

    report_id: str
    kind: str
    to: str
    law: str
    at: datetime
    withheld: str | None = None
    """Why the parties are not told; a code of the city."""
    body_digest: str = ""


class Undisputed(Part):
    """Facts nobody disputes: a sealed text, and who agreed to have it on record."""

    word_id: str
    digest: str
    """Keyed, of the text as written: consent to another text is none to this."""
    put_at: datetime
    consents: tuple[str, ...] = ()


class Kept(Part):
    """How long words lie: until `until`, by the city's rule for what is over.

    Names and what was agreed lie on until `record_until`, under a key of their own.
    """

    until: datetime | None = None
    erased: bool = False
    keys_gone: bool = False
    """False while `erased`: their keys are still to be destroyed."""
    record_until: datetime | None = None
    record_erased: bool = False
    record_gone: bool = False
    """As `keys_gone`, of the record's key."""

    @property
    def to_go(self) -> bool:
        words, record = self.keys_gone, self.record_gone
        return (self.erased and not words) or (self.record_erased and not record)

    def due_at(self, over_at: datetime | None) -> datetime | None:
        """Of what is over: at once, to note how long it lies; then, to erase it."""
        if not self.erased:
            return self.until or over_at
        return None if self.record_erased else self.record_until or over_at


class Sitting(Part):
    sessions: tuple[Session, ...] = ()
    dangers: tuple[Danger, ...] = ()
    undisputed: Undisputed | None = None
    kept: Kept = Kept()

    @property
    def remind_at(self) -> datetime | None:
        """When somebody is next reminded of a sitting."""
        due = (each.remind_at for each in self.sessions if not each.held_at)
        return min((at for at in due if at), default=None)

    @property
    def told_dangers(self) -> tuple[Danger, ...]:
        """Those that every party is told of."""
        return tuple(each for each in self.dangers if each.withheld is None)

    @property
    def withholds(self) -> bool:
        """Something was reported that the parties must not learn, by nothing."""
        return any(each.withheld for each in self.dangers)
