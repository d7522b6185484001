"""The store in memory keeps what the suite promises."""

import pytest

from services.kit.testing.parked import MemoryParked
from tests.kit.reading.parkedsuite import ParkedStoreSuite


class TestMemoryParked(ParkedStoreSuite):
    @pytest.fixture
    def store(self) -> MemoryParked:
        return MemoryParked()
