import pytest

from tests.sdk.city_suite import CitySuite
from tests.sdk.watching import Watching
from tongban_department import Department, Store
from tongban_department.harness import City, Quick
from tongban_department.harness.paper import PaperWire
from tongban_department.reading.feed import topics_read


class OnPaper(Watching):
    def __init__(self) -> None:
        self.city = City("housing")
        topics = tuple(topics_read("housing"))
        wire = PaperWire(self.city.paper, topics, "departments.housing.replies")
        super().__init__(Department("housing", wire, self.city.keys, Store(), Quick))

    async def new_task(self):
        return await self.task_of(self.city.assign().case_id)

    async def grant(self, task) -> None:
        self.city.grant(self.facts[task.case_id][0])

    async def facts_of(self, task) -> list[str]:
        return await self.names_of(task.case_id, 3)


class TestPaperCity(CitySuite):
    @pytest.fixture
    async def here(self):
        async with OnPaper() as here:
            yield here
