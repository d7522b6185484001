import pytest

from services.kit.testing.clock import StoppedClock
from services.kit.testing.documents import MemoryDocuments
from tests.kit.writing.documents_suite import DocumentsSuite


class TestMemoryDocuments(DocumentsSuite):
    @pytest.fixture
    def documents(self) -> MemoryDocuments:
        return MemoryDocuments("things", StoppedClock())
