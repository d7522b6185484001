"""Stacks that are started side by side keep out of each other's way."""

import pytest

from deploy.local import places
from deploy.local.places import DEFAULT_PORTS, TEST_BASES, Ports, StackError, free_base


def test_a_base_is_given_to_one_at_a_time(monkeypatch):
    """Long before its parts listen, and while one of them is started again."""
    given = free_base()
    monkeypatch.setattr(places, "TEST_BASES", range(given, given + 10, 10))

    with pytest.raises(StackError, match="no free range"):
        free_base()


def test_no_two_bases_share_a_port():
    """Each with its own, and with those of second processes behind its services'."""
    wanted = [Ports(base).of(name) for base in TEST_BASES for name in DEFAULT_PORTS]
    wanted += [base + n for base in TEST_BASES for n in (0, 6, 7, 8, 9)]

    assert len(set(wanted)) == len(wanted)
