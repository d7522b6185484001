from pathlib import Path

import pytest

from tests.intake.open311.partner import App, joined
from tests.intake.world import World


@pytest.fixture
async def world(tmp_path: Path):
    async with World(tmp_path).open() as world:
        yield world


@pytest.fixture
async def app(world: World) -> App:
    return await joined(world)
