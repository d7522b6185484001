"""Every fact a service reads is handled, or ignored on purpose: never forgotten."""

from importlib import import_module

import pytest

from contracts.topics import read_by
from tests.architecture.source import service_names

DEPARTMENTS = ("housing", "mediation-centre", "transport")


def carried_to(service: str) -> set[type]:
    return {fact for topic in read_by(service, DEPARTMENTS) for fact in topic.carries}


@pytest.mark.parametrize("service", service_names())
def test_what_is_read_is_handled_or_ignored_on_purpose(service):
    table = import_module(f"services.{service}.handlers")

    assert carried_to(service) == table.REACTS_TO | table.IGNORED
    assert not table.REACTS_TO & table.IGNORED


@pytest.mark.parametrize("service", service_names())
def test_a_service_reads_something(service):
    assert carried_to(service)
