import pytest

from services.kit.testing.clock import StoppedClock
from tests.intake.attachments.files_suite import FilesSuite
from tests.intake.attachments.memory import MemoryFiles


class TestMemoryFiles(FilesSuite):
    @pytest.fixture
    def files(self) -> MemoryFiles:
        return MemoryFiles(StoppedClock())
