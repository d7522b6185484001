import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.codes import derived_id
from contracts.routing import (
    ReturnDecided,
    TaskAcknowledged,
    TaskAssigned,
    TaskCompleted,
    TaskOverdue,
    TaskReturned,
)
from services.kit.testing.clock import MONDAY
from services.kit.testing.platform import arrived
from services.routing.views import inbox_handlers
from tests.routing.memory import MemoryInbox
from tests.routing.world import CASE, CASE_NO

TASK = derived_id("a task")
ABOUT = {"case_id": CASE, "task_id": TASK, "department": "housing"}
COURSE = [
    TaskAssigned(
        **ABOUT,
        case_no=CASE_NO,
        role="lead",
        kind="request",
        category="property",
        area="990101001",
        urgency="normal",
        assigned_at=MONDAY,
        due_at=MONDAY,
    ),
    TaskAcknowledged(**ABOUT),
    TaskReturned(**ABOUT, reason="not_our_duty", law="潍坊 22"),
    TaskOverdue(**ABOUT, due_at=MONDAY),
    ReturnDecided(**ABOUT, decision="dismissed"),
    TaskCompleted(**ABOUT, outcome="resolved"),
]
STATES = [
    "assigned",
    "acknowledged",
    "returned",
    "returned",
    "acknowledged",
    "completed",
]


async def shown(numbers):
    inbox = MemoryInbox()
    handlers = inbox_handlers(inbox)
    for number in numbers:
        fact = COURSE[number]
        await handlers[type(fact)](arrived(fact, sequence=number + 1))
    return inbox.rows


@pytest.mark.parametrize("last", range(len(COURSE)))
async def test_a_row_is_as_the_facts_so_far_left_it(last):
    rows = await shown(range(last + 1))

    assert rows[TASK]["state"] == STATES[last]
    assert rows[TASK]["overdue"] == (last >= 3)


@given(st.lists(st.integers(0, len(COURSE) - 1), max_size=6))
async def test_repeats_of_any_beginning_leave_the_row_as_it_is(restarts):
    numbers = [n for last in restarts for n in range(last + 1)]
    furthest = max(numbers, default=-1)

    assert await shown(numbers) == await shown(range(furthest + 1))


async def test_every_task_of_a_case_has_its_row(world):
    await world.accept(category="transit")
    await world.sign("transport")
    await world.show()
    await world.show()

    states = {row["department"]: row["state"] for row in world.inbox.rows.values()}
    assert states == {"transport": "acknowledged", "urban-mgmt": "assigned"}
