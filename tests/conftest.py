"""What tests that need the whole platform share."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from deploy.local.places import CITY, free_base
from deploy.local.stack import Stack

AT_ANY_SPEED: dict[str, Any] = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.too_slow],
}
settings.register_profile("explore", **AT_ANY_SPEED)
settings.register_profile("steady", derandomize=True, **AT_ANY_SPEED)
settings.load_profile("steady")
"""The same examples in every run; `make explore` looks for others."""

AT_ONCE = {"quiet: true": "quiet: false", "merged: true": "merged: false"}
"""A city that writes to people at night as well, and each message by itself."""


@pytest.fixture(scope="session")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The whole platform as `make up` starts it, on ports and data of its own.

    Every part is ready; stopped when the last test is done. Only nobody is let sleep:
    what the tests look at is the same at any hour.
    """
    root = tmp_path_factory.mktemp("platform")
    with Stack(root, free_base(), city=_awake(root / "city")) as running:
        yield running


def _awake(city: Path) -> Path:
    shutil.copytree(CITY, city)
    sending = city / "notification" / "sending.yaml"
    text = sending.read_text()
    for usual, here in AT_ONCE.items():
        assert usual in text
        text = text.replace(usual, here)
    sending.write_text(text)
    return city
