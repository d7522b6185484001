import pytest

from services.intake.domain.case import Case
from services.kit.testing.platform import MemoryPlatform
from services.kit.writing.repository import Repository
from tests.intake.open311.books_suite import FiledSuite, PartnersSuite, RepeatsSuite
from tests.intake.open311.memory import MemoryFiled, MemoryPartners, MemoryRepeats


class TestMemoryPartners(PartnersSuite):
    @pytest.fixture
    def partners(self) -> MemoryPartners:
        return MemoryPartners()


class TestMemoryRepeats(RepeatsSuite):
    @pytest.fixture
    def repeats(self) -> MemoryRepeats:
        return MemoryRepeats()


class TestMemoryFiled(FiledSuite):
    @pytest.fixture
    def repository(self) -> Repository[Case]:
        return MemoryPlatform().repository("intake", "cases", Case)

    @pytest.fixture
    def filed(self, repository: Repository[Case]) -> MemoryFiled:
        return MemoryFiled(repository.documents)
