import pytest

from services.kit.testing.clock import StoppedClock
from tests.kit.files.files_suite import FilesSuite
from tests.kit.files.memory import MemoryFiles


class TestMemoryFiles(FilesSuite):
    @pytest.fixture
    def files(self) -> MemoryFiles:
        return MemoryFiles(StoppedClock())
