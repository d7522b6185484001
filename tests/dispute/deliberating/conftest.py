from pathlib import Path

import pytest

from tests.dispute.deliberating.world import Square


@pytest.fixture
def square(tmp_path: Path) -> Square:
    return Square(tmp_path)
