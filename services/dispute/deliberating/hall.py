"""What deliberation works with; made when the service starts."""

from dataclasses import dataclass

from services.dispute.deliberating.domain.norms import Norms
from services.dispute.deliberating.domain.raising.recurring import Recurrence
from services.dispute.deliberating.domain.topic import Topic
from services.dispute.deliberating.people import People
from services.dispute.deliberating.seams import Numbers, Recurrences, Topics, Voices
from services.kit.running.clock import Clock
from services.kit.serving.readings import Readings
from services.kit.writing.repository import Repository


@dataclass(frozen=True)
class Hall:
    topics: Repository[Topic]
    recurrences: Repository[Recurrence]
    books: Topics
    counts: Recurrences
    voices: Voices
    numbers: Numbers
    readings: Readings
    people: People
    norms: Norms
    clock: Clock

    @property
    def city(self) -> str:
        """The area that holds all others."""
        return min(self.norms.areas, key=len)
