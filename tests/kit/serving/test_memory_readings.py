import pytest

from services.kit.testing.readings import MemoryReadings
from tests.kit.serving.readings_suite import ReadingsSuite


class TestMemoryReadings(ReadingsSuite):
    @pytest.fixture
    def readings(self) -> MemoryReadings:
        return MemoryReadings()
