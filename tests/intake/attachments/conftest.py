from pathlib import Path

import pytest

from tests.intake.attachments.cupboard import Cupboard
from tests.intake.world import World


@pytest.fixture
async def world(tmp_path: Path):
    async with World(tmp_path).open() as world:
        yield world


@pytest.fixture
def cupboard(world: World) -> Cupboard:
    return Cupboard(world)
