import pytest

from tests.notification.hooks.world import HookWorld


@pytest.fixture
def hooks() -> HookWorld:
    return HookWorld()
