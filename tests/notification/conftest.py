from collections.abc import Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from tests.notification.world import World


@pytest.fixture(scope="package", autouse=True)
def quiet() -> Iterator[None]:
    """Bugs planted by tests are logged with their stack: slow, and nobody reads it."""
    with capture_logs():
        yield


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)
