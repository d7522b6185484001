import pytest

from services.kit.testing.clock import StoppedClock
from services.routing.views.figures import Figures
from tests.routing.figures_suite import FiguresSuite
from tests.routing.handlings_suite import STORED, HandlingsSuite
from tests.routing.inbox_suite import InboxSuite
from tests.routing.memory import MemoryCensus, MemoryHandlings, MemoryInbox
from tests.routing.memory_figures import MemoryReturns, MemoryRounds


class TestMemoryInbox(InboxSuite):
    @pytest.fixture
    def inbox(self):
        return MemoryInbox()

    @pytest.fixture
    def census(self, inbox):
        return MemoryCensus(inbox, StoppedClock())


class TestMemoryFigures(FiguresSuite):
    @pytest.fixture
    def figures(self):
        return Figures(MemoryRounds(), MemoryReturns())


class Kept:
    """Stands where a repository does."""

    def __init__(self):
        self.documents = self
        self.rows = {}

    @property
    def ids(self):
        return list(self.rows)

    async def find(self, id):
        return self.rows[id]


class TestMemoryHandlings(HandlingsSuite):
    @pytest.fixture
    def kept(self):
        return Kept()

    @pytest.fixture
    def keep(self, kept):
        async def keep(id, **fields):
            kept.rows[id] = STORED | {"_id": id} | fields

        return keep

    @pytest.fixture
    def handlings(self, kept):
        return MemoryHandlings(kept)
