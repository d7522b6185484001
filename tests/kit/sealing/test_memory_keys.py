import pytest

from services.kit.testing.keys import MemoryKeys
from tests.kit.sealing.key_store_suite import KeyStoreSuite


class TestMemoryKeys(KeyStoreSuite):
    @pytest.fixture
    def keys(self) -> MemoryKeys:
        return MemoryKeys()
