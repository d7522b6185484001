"""What tests that need the whole platform share."""

from collections.abc import Iterator

import pytest

from deploy.local.places import free_base
from deploy.local.stack import Stack


@pytest.fixture(scope="session")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The whole platform as `make up` starts it, on ports and data of its own.

    Every part is ready; stopped when the last test is done.
    """
    root = tmp_path_factory.mktemp("platform")
    with Stack(root, free_base()) as running:
        yield running
