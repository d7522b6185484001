"""What comes to the window in these tests."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from contracts.codes import derived_id
from contracts.envelope import Payload
from services.intake.domain.case import Case
from services.intake.domain.window.registering import RegisterCase, register
from services.kit.testing.clock import MONDAY
from services.kit.writing.change import Change

MATTER = RegisterCase(
    case_id=derived_id("a matter"),
    case_no="202603020000015",
    kind="service",
    request_type=None,
    item="food-licence",
    category="consumer",
    area="990101001",
    channel="counter",
    urgency="normal",
    owner=None,
    request_digest="digest",
    query_code="sealed",
    query_code_digest="digest of the code",
    content="sealed",
    contact="e.e.e.e.e",
)


def matter(**changed: Any) -> RegisterCase:
    return replace(MATTER, **changed)


def examined() -> Case:
    """Registered on a Monday; the window has until the next."""
    new = matter(examine_by=MONDAY + timedelta(days=7))
    change = register(None, new, MONDAY)
    assert change is not None
    return change.state


def kinds(change: Change[Any]) -> list[type[Payload]]:
    return [type(fact) for fact in change.facts]
