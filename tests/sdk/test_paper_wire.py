import pytest

from tests.sdk.wire_suite import WireSuite
from tongban_department.harness.paper import Paper, PaperWire


class PaperPost:
    tasks, contents = "departments.x.tasks", "departments.x.contents"

    def __init__(self) -> None:
        self.paper = Paper()

    def wire(self) -> PaperWire:
        topics = (self.tasks, self.contents)
        return PaperWire(self.paper, topics, "departments.x.replies")

    async def write(self, key: str, value: bytes, topic: str = tasks) -> None:
        self.paper.write(topic, key, value)

    async def replies(self, count: int):
        places = self.paper.places(["departments.x.replies"])
        found = [r for place in places for r in self.paper.records.get(place, ())]
        assert len(found) == count
        return found


class TestPaperWire(WireSuite):
    @pytest.fixture
    def post(self):
        return PaperPost()
