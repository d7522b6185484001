import pytest

from services.dispute.deliberating.domain.raising.recurring import Recurrence
from services.dispute.deliberating.domain.topic import Topic
from services.kit.testing.platform import MemoryPlatform
from services.kit.writing.repository import Repository
from tests.dispute.deliberating.books_suite import (
    EVERYTHING,
    NumbersSuite,
    RecurrencesSuite,
    TopicsSuite,
    VoicesSuite,
)
from tests.dispute.deliberating.memory import (
    MemoryNumbers,
    MemoryRecurrences,
    MemoryTopics,
    MemoryVoices,
)


class TestMemoryTopics(TopicsSuite):
    @pytest.fixture
    async def filled(self) -> Repository[Topic]:
        topics = MemoryPlatform().repository("dispute", "topics", Topic)
        await topics.create([(each.topic_id, each) for each in EVERYTHING])
        return topics

    @pytest.fixture
    def topics(self, filled: Repository[Topic]) -> MemoryTopics:
        return MemoryTopics(filled.documents)


class TestMemoryRecurrences(RecurrencesSuite):
    @pytest.fixture
    def recurrences(self) -> Repository[Recurrence]:
        return MemoryPlatform().repository("dispute", "recurrences", Recurrence)

    @pytest.fixture
    def counts(self, recurrences: Repository[Recurrence]) -> MemoryRecurrences:
        return MemoryRecurrences(recurrences.documents)


class TestMemoryVoices(VoicesSuite):
    @pytest.fixture
    def voices(self) -> MemoryVoices:
        return MemoryVoices()


class TestMemoryNumbers(NumbersSuite):
    @pytest.fixture
    def numbers(self) -> MemoryNumbers:
        return MemoryNumbers()
