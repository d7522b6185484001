"""When something that is needed is away, a client of either format is told so."""

from dataclasses import replace
from pathlib import Path

from services.intake.open311.seams import Partner
from services.kit.errors import Unavailable
from tests.intake.open311.memory import MemoryPartners
from tests.intake.open311.partner import App, tree
from tests.intake.world import World


class Away(MemoryPartners):
    async def with_key(self, key_digest: str) -> Partner | None:
        raise Unavailable("MongoDB")


async def test_it_is_told_as_errors_with_a_time_to_wait(tmp_path: Path):
    world = World(tmp_path)
    world.georeport = replace(world.georeport, partners=Away())
    async with world.open():
        answer = await App(world, "a-key").get("requests.xml")

    assert answer.status_code == 503
    assert answer.headers["retry-after"]
    assert tree(answer).findtext("error/code") == "503"
