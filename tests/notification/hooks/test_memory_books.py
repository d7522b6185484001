import pytest

from tests.notification.hooks.books_suite import DeliveriesSuite, EndpointsSuite
from tests.notification.hooks.world import HookWorld


class TestMemoryEndpoints(EndpointsSuite):
    @pytest.fixture
    def repository(self, hooks: HookWorld):
        return hooks.repository

    @pytest.fixture
    def endpoints(self, hooks: HookWorld):
        return hooks.endpoints


class TestMemoryDeliveries(DeliveriesSuite):
    @pytest.fixture
    def repository(self, hooks: HookWorld):
        hooks.city.clock.advance(hooks.office.rules.answer_within)
        return hooks.pushes

    @pytest.fixture
    def deliveries(self, hooks: HookWorld):
        return hooks.deliveries
