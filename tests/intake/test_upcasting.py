"""A case that an earlier version stored is read, and may be reopened, as ever."""

from typing import Any

import pytest

from services.intake.domain.case import Case
from services.kit.testing.clock import MONDAY
from services.kit.writing.stored import state_from

OLD: dict[str, Any] = {
    "case_id": "0",
    "case_no": "202603020000017",
    "kind": "request",
    "request_type": None,
    "item": None,
    "category": "sanitation",
    "area": "990101001",
    "channel": "web",
    "urgency": "normal",
    "state": "answered",
    "received_at": MONDAY,
    "accepted_at": MONDAY,
    "owner": None,
    "request_digest": "",
    "query_code": "",
    "query_code_digest": "",
    "content": "",
    "outcome": "resolved",
    "answer": None,
    "holders": [],
    "told": [],
}


@pytest.mark.parametrize(
    ("codes", "answered_at"), [(("registered", "answered"), MONDAY), ((), None)]
)
def test_the_answers_time_is_taken_from_its_step(codes: tuple[str, ...], answered_at):
    steps = [
        {"code": code, "at": MONDAY, "department": None, "detail": None}
        for code in codes
    ]
    case = state_from({"schema": 1, "state": OLD | {"steps": steps}}, Case)

    assert case.answered_at == answered_at
    assert (case.round, case.supplements, case.words) == (1, (), (0, (), ()))
