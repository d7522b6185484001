"""What time says once, and what it may say again."""

from datetime import timedelta

import pytest

from contracts.routing import (
    FirstContactMissed,
    TaskDueSoon,
    TaskOverdue,
    TaskRescheduled,
    TaskSupervised,
)
from tests.tools.journey import CASE, NOW, TASK, journey, said, with_more
from tools.checker.verdict import judged

ABOUT = {"case_id": CASE, "task_id": TASK, "department": "housing"}
LATER = NOW + timedelta(days=1)


def supervised(reason, level=1):
    return TaskSupervised(**ABOUT, level=level, reason=reason)


def found(*facts):
    more = said(f"/routing/handlings/{CASE}", *facts, after=50)
    return {each.what for each in judged(with_more(journey(), more)).duplicated}


@pytest.mark.parametrize(
    "fact",
    [
        TaskOverdue(**ABOUT, due_at=NOW),
        TaskDueSoon(**ABOUT, due_at=NOW),
        FirstContactMissed(**ABOUT, due_at=NOW),
    ],
)
def test_what_is_late_is_told_once(fact):
    assert found(fact, fact) == {"twice-fact"}


def test_a_later_end_can_be_missed_as_well():
    ends = [TaskOverdue(**ABOUT, due_at=at) for at in (NOW, LATER)]

    assert found(*ends) == set()


def test_a_level_is_reached_once_for_each_reason():
    assert found(supervised("unsigned"), supervised("overdue")) == set()
    assert found(supervised("overdue"), supervised("overdue", 2)) == set()
    assert found(supervised("overdue"), supervised("overdue")) == {"twice-supervised"}


def test_a_level_is_reached_again_for_a_later_end_or_a_later_review():
    moved = TaskRescheduled(**ABOUT, due_at=LATER)

    assert found(supervised("overdue"), moved, supervised("overdue")) == set()
    assert found(supervised("review", 2), supervised("review", 2)) == set()
