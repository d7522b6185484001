"""Rules on the real stack: taken up while routing runs, replayed as an auditor."""

import shutil

import pytest

from contracts.routing import TaskAssigned
from services.routing.app import create_app
from services.routing.settings import RoutingSettings
from tests.dispute.live import eventually
from tests.routing.live import living
from tests.routing.world import CITY
from tools.access.installation import Installation
from tools.rules.accepted import accepted

pytestmark = pytest.mark.stack


@pytest.fixture
def city(tmp_path):
    return shutil.copytree(CITY, tmp_path / "city")


@pytest.fixture
async def live(stack, settings_for, city):
    settings = settings_for("routing", kind=RoutingSettings, city=city)
    async with living(stack, create_app(settings)) as live:
        yield live


async def refused(live) -> bool:
    page = await live.http.get("/metrics")
    return "tongban_rules_refused 1.0" in page.text


async def test_new_rules_are_taken_up_and_wrong_ones_are_told(live, city):
    path = city / "routing/rules.json"
    path.write_text(path.read_text().replace('\\"transport\\"', '\\"moon\\"'))
    await eventually(lambda: refused(live))

    path.write_text(path.read_text().replace('\\"moon\\"', '\\"housing\\"'))
    await eventually(lambda: refused(live), lambda is_refused: not is_refused)
    case_id = await live.accept(category="transit-taxi")
    (task,) = await live.feed("housing", case_id, 1)
    assert isinstance(task, TaskAssigned)


async def test_an_auditor_reads_the_latest_cases_once_each(live, stack):
    ids = [await live.accept(category="other") for _ in range(3)]
    await live.repeat()
    steps: list[None] = []
    platform = Installation(root=stack.places.root, port_base=stack.ports.base)
    found = await accepted(platform, 1_000, lambda: steps.append(None))

    numbers = [case.case_id for case in found]
    assert set(ids) <= set(numbers)
    assert len(numbers) == len(set(numbers)) < len(steps)
