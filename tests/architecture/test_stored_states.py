"""What lies in the databases can still be read, and its locks say so."""

import ast

import pytest

from tests.architecture.source import Source, service_names, sources
from tools.state_schemas import aggregates_of, compare, locks_of


@pytest.mark.parametrize("service", service_names())
def test_stored_states_are_what_their_locks_say(service):
    found = compare(service)

    assert found.broken + found.stale == []


@pytest.mark.parametrize("service", service_names())
def test_every_lock_has_its_aggregate(service):
    names = {kind.__name__ for kind in aggregates_of(service)}

    assert set(locks_of(service).read()) == names


def reads_past_the_upcasters(source: Source) -> list[str]:
    """Where a document's state is taken as it is: it may be an older or newer one."""
    return [
        f"{source.place}:{node.lineno}"
        for node in source.nodes
        if isinstance(node, ast.Subscript)
        and isinstance(node.slice, ast.Constant)
        and node.slice.value == "state"
        and isinstance(node.ctx, ast.Load)
    ]


def test_services_read_a_stored_state_by_state_from_only():
    """Rows of routing's inbox have a state of their own, a word."""
    stores = [s for s in sources("services") if s.service and "store" in s.parts]
    readers = [s for s in stores if "model_validate" in s.text]

    assert [place for s in readers for place in reads_past_the_upcasters(s)] == []
