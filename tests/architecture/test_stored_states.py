"""What lies in the databases can still be read, and its locks say so."""

import pytest

from tests.architecture.source import service_names
from tools.state_schemas import aggregates_of, compare, locks_of


@pytest.mark.parametrize("service", service_names())
def test_stored_states_are_what_their_locks_say(service):
    found = compare(service)

    assert found.broken + found.stale == []


@pytest.mark.parametrize("service", service_names())
def test_every_lock_has_its_aggregate(service):
    names = {kind.__name__ for kind in aggregates_of(service)}

    assert set(locks_of(service).read()) == names
