import pytest

from services.intake.domain.case import Case
from services.kit.testing.attempts import MemoryAttempts
from services.kit.testing.platform import MemoryPlatform
from services.kit.writing.repository import Repository
from tests.intake.books_suite import (
    CasesSuite,
    NumbersSuite,
    TalliesSuite,
)
from tests.intake.memory import (
    MemoryCases,
    MemoryNumbers,
    MemoryRepeats,
    MemoryTallies,
)
from tests.intake.repeats_suite import RepeatsSuite
from tests.kit.serving.attempts_suite import AttemptsSuite


@pytest.fixture
def repository() -> Repository[Case]:
    return MemoryPlatform().repository("intake", "cases", Case)


class TestMemoryCases(CasesSuite):
    @pytest.fixture
    def cases(self, repository: Repository[Case]) -> MemoryCases:
        return MemoryCases(repository.documents)


class TestMemoryRepeats(RepeatsSuite):
    @pytest.fixture
    def cases(self, repository: Repository[Case]) -> MemoryCases:
        return MemoryCases(repository.documents)

    @pytest.fixture
    def repeats(self, repository: Repository[Case]) -> MemoryRepeats:
        return MemoryRepeats(repository.documents)


class TestMemoryTallies(TalliesSuite):
    @pytest.fixture
    def tallies(self, repository: Repository[Case]) -> MemoryTallies:
        return MemoryTallies(repository.documents)


class TestMemoryNumbers(NumbersSuite):
    @pytest.fixture
    def numbers(self) -> MemoryNumbers:
        return MemoryNumbers()


class TestMemoryAttempts(AttemptsSuite):
    @pytest.fixture
    def attempts(self) -> MemoryAttempts:
        return MemoryAttempts()
