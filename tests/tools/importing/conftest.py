"""The window that rows are handed to is the real one, without infrastructure."""

from pathlib import Path

import pytest

from tests.intake.conftest import world
from tests.intake.world import World
from tests.tools.importing.desks import Desk, many_rows

__all__ = ["world"]


@pytest.fixture
def desk(world: World, tmp_path: Path) -> Desk:
    return many_rows(world, tmp_path)
