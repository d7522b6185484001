import pytest

from tests.routing.feed.memory import MemoryFeedRows
from tests.routing.feed.rows_suite import FeedRowsSuite


class TestMemoryFeedRows(FeedRowsSuite):
    @pytest.fixture
    def rows(self):
        return MemoryFeedRows()
