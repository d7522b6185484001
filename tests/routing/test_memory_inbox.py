import pytest

from tests.routing.inbox_suite import InboxSuite
from tests.routing.memory import MemoryInbox


class TestMemoryInbox(InboxSuite):
    @pytest.fixture
    def inbox(self):
        return MemoryInbox()
