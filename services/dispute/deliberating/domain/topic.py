"""A topic of a deliberation: one document from the proposal to the last promise."""

from datetime import datetime
from typing import Any, ClassVar, Literal

from services.dispute.deliberating.domain.parts import (
    Commitment,
    Meeting,
    Originator,
    Result,
    Survey,
    Voice,
    Wording,
)
from services.dispute.deliberating.domain.states import HIDDEN, OVER, State
from services.kit.writing.change import Aggregate

Origin = Literal["resident", "committee", "organisation", "repetition"]


class Topic(Aggregate):
    SCHEMA: ClassVar[int] = 1

    topic_id: str
    origin: Origin
    category: str
    area: str
    state: State
    cases: int = 0
    """Of how many it was made; some may have been withdrawn since."""
    originators: tuple[Originator, ...] = ()
    proposer: str | None = None
    """Keyed hash of who proposed it."""
    digest: str = ""
    """Keyed, of the request that proposed it."""
    screen_by: datetime | None = None
    """Until when the host decides whether to take it up."""
    times_late: int = 0
    """How often that day has passed, and another one was set."""
    wording: Wording | None = None
    declined_for: str | None = None
    survey: Survey | None = None
    voices: tuple[Voice, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    closed_for: str | None = None
    forget_at: datetime | None = None
    """When names and words of residents go."""
    result: Result | None = None
    keys_to_go: tuple[str, ...] = ()
    """To be destroyed: of a person who left, or at the end of all that was sealed."""

    @property
    def over(self) -> bool:
        return self.state in OVER

    @property
    def public(self) -> bool:
        return self.state not in HIDDEN and self.wording is not None

    @property
    def originator_ids(self) -> tuple[str, ...]:
        return tuple(each.originator_id for each in self.originators)

    @property
    def meeting(self) -> Meeting | None:
        """The one that is to come, else the last one."""
        return self.meetings[-1] if self.meetings else None

    @property
    def survey_ends_at(self) -> datetime | None:
        return self.survey.until if self.survey and self.state == "surveying" else None

    @property
    def meeting_soon_at(self) -> datetime | None:
        """When those who raised it are reminded of the meeting that is to come."""
        return self.meetings[-1].remind_at if self.state == "scheduled" else None

    @property
    def unscreened_at(self) -> datetime | None:
        """When the host should have decided."""
        return self.screen_by if self.state == "proposed" else None

    @property
    def escalated(self) -> bool:
        """Late, and late again: it is shown before all others."""
        return self.state == "proposed" and self.times_late > 1

    @property
    def place(self) -> tuple[int, str]:
        """Where a list shows it."""
        return (0 if self.escalated else 1), self.topic_id

    @property
    def wake_at(self) -> datetime | None:
        awaited = (
            self.unscreened_at,
            self.survey_ends_at,
            self.meeting_soon_at,
            self.forget_at,
        )
        return min((at for at in awaited if at), default=None)

    def index(self) -> dict[str, Any]:
        return {
            "area": self.area,
            "category": self.category,
            "topic_state": self.state,
            "public": self.public,
            "rank": self.place[0],
            "proposer": self.proposer,
            "originators": list(self.originator_ids),
            "commitments": [each.commitment_id for each in self.commitments],
            "met_at": [each.at for each in self.meetings if each.held],
            "meets_at": self.meetings[-1].at if self.state == "scheduled" else None,
            "key_to_go": bool(self.keys_to_go),
        }

    def but(self, **fields: Any) -> "Topic":
        return self.model_copy(update=fields)

    def with_meeting(self, changed: Meeting) -> "Topic":
        """In the place of the one of that id."""
        id = changed.meeting_id
        return self.but(
            meetings=tuple(changed if m.meeting_id == id else m for m in self.meetings)
        )

    def with_voice(self, changed: Voice) -> "Topic":
        id = changed.voice_id
        return self.but(
            voices=tuple(changed if v.voice_id == id else v for v in self.voices)
        )

    def with_commitment(self, changed: Commitment) -> "Topic":
        id = changed.commitment_id
        return self.but(
            commitments=tuple(
                changed if c.commitment_id == id else c for c in self.commitments
            )
        )
