import pytest

from services.kit.testing.clock import StoppedClock
from services.kit.testing.documents import MemoryDocuments
from tests.dispute.sitting.memory import MemoryReadLog, MemoryWords
from tests.dispute.sitting.words_suite import ReadLogSuite, WordsSuite


class TestMemoryWords(WordsSuite):
    @pytest.fixture
    def words(self) -> MemoryWords:
        return MemoryWords(MemoryDocuments("mediations", StoppedClock()))


class TestMemoryReadLog(ReadLogSuite):
    @pytest.fixture
    def log(self) -> MemoryReadLog:
        return MemoryReadLog()
