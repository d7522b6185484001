"""The store in memory is what the lines' tests rely on."""

import pytest

from services.kit.writing.repository import Repository
from services.notification.delivery.house import Queries
from services.notification.domain.contact import Contact
from services.notification.domain.message import Message
from tests.notification.sending.queries_suite import QueriesSuite
from tests.notification.world import World


class TestInMemory(QueriesSuite):
    @pytest.fixture
    def messages(self, world: World) -> Repository[Message]:
        return world.messages

    @pytest.fixture
    def contacts(self, world: World) -> Repository[Contact]:
        return world.contacts

    @pytest.fixture
    def queries(self, world: World) -> Queries:
        return world.queries
