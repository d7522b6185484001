"""The inbox as routing's facts leave it, in whatever way they come."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.codes import derived_id
from contracts.routing import (
    TASK_FACTS,
    CoHandlerReported,
    ExclusionDecided,
    ExclusionRequested,
    ExtensionDecided,
    ExtensionRequested,
    FirstContactMissed,
    FirstContactRecorded,
    ParkingRefused,
    ParkingRequested,
    ReturnDecided,
    TaskAcknowledged,
    TaskAssessed,
    TaskAssigned,
    TaskCancelled,
    TaskCompleted,
    TaskDesignated,
    TaskDueSoon,
    TaskOverdue,
    TaskParked,
    TaskPaused,
    TaskRescheduled,
    TaskResumed,
    TaskReturned,
    TaskSubAssigned,
    TaskSupervised,
    TaskTransferred,
    TaskUrged,
    TaskWaived,
)
from services.kit.testing.clock import MONDAY
from services.kit.testing.platform import arrived
from services.routing.views.inbox import CHANGES, inbox_handlers
from tests.routing.memory import MemoryInbox
from tests.routing.world import CASE, CASE_NO

TASK, OTHER = derived_id("a task"), derived_id("another task")
ABOUT = {"case_id": CASE, "task_id": TASK, "department": "housing"}
LATER = MONDAY + timedelta(days=3)
ASSIGNED = TaskAssigned(
    **ABOUT,
    case_no=CASE_NO,
    role="lead",
    kind="request",
    category="property",
    area="990101001",
    urgency="normal",
    assigned_at=MONDAY,
    due_at=MONDAY,
    sign_by=MONDAY,
    round=2,
    parent_task=OTHER,
    whistled_by="street-qingshi",
)
SIGNED = TaskAcknowledged(**ABOUT)
RETURNED = TaskReturned(**ABOUT, reason="not_our_duty", law="潍坊 22")
DISMISSED = ReturnDecided(**ABOUT, decision="dismissed")
UPHELD = ReturnDecided(**ABOUT, decision="upheld")
PAUSED = TaskPaused(
    **ABOUT, reason="inspection", statutory=True, evidence="QH-1", until=LATER
)
RESUMED = TaskResumed(**ABOUT, due_at=LATER)
SOON = TaskDueSoon(**ABOUT, due_at=MONDAY)
ASKED = ExtensionRequested(
    **ABOUT, reason="complex", amount=2, unit="working_days", approver="dispatcher"
)
GRANTED = ExtensionDecided(**ABOUT, decision="granted", due_at=LATER)
REFUSED = ExtensionDecided(**ABOUT, decision="refused", due_at=MONDAY)
PARK = ParkingRequested(**ABOUT, reason="no_land")
PARKED = TaskParked(**ABOUT, reason="no_land", review_at=LATER)
COMPLETED = TaskCompleted(**ABOUT, outcome="resolved")
URGED = TaskSupervised(**ABOUT, level=1, reason="urged")
LATE = TaskSupervised(**ABOUT, level=2, reason="overdue")


async def shown(facts, numbers=None):
    inbox = MemoryInbox()
    handlers = inbox_handlers(inbox)
    for number in range(len(facts)) if numbers is None else numbers:
        fact = facts[number]
        await handlers[type(fact)](arrived(fact, sequence=number + 1))
    return inbox.rows.get(TASK)


def test_every_fact_about_a_task_is_followed():
    never_a_plain_change = {TaskAssigned, TaskSupervised}

    assert set(inbox_handlers(MemoryInbox())) == set(TASK_FACTS)
    assert set(CHANGES) == set(TASK_FACTS) - never_a_plain_change


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ([], {"state": "assigned", "round": 2, "parent_task": OTHER, "open": True}),
        ([SIGNED], {"state": "acknowledged", "signed": True}),
        ([RETURNED], {"state": "returned", "return_reason": "not_our_duty"}),
        ([SIGNED, RETURNED, DISMISSED], {"state": "acknowledged", "open": True}),
        ([RETURNED, DISMISSED], {"state": "assigned", "open": True}),
        ([RETURNED, UPHELD], {"state": "reassigned", "open": False}),
        ([SIGNED, PAUSED], {"state": "paused", "paused_until": LATER}),
        ([SIGNED, PAUSED, RESUMED], {"state": "acknowledged", "paused_until": None}),
        ([SOON, RESUMED], {"due_at": LATER, "due_soon": False}),
        ([SOON], {"due_soon": True, "due_at": MONDAY}),
        ([SOON, TaskOverdue(**ABOUT, due_at=MONDAY)], {"due_soon": False}),
        ([TaskRescheduled(**ABOUT, due_at=LATER)], {"due_at": LATER}),
        ([ASKED], {"extension": "requested", "approver": "dispatcher"}),
        ([ASKED, SOON, GRANTED], {"extension": "granted", "due_soon": False}),
        ([ASKED, SOON, REFUSED], {"extension": "refused", "due_soon": True}),
        ([PARK], {"parking": "requested", "state": "assigned"}),
        ([PARK, ParkingRefused(**ABOUT)], {"parking": "refused"}),
        ([SIGNED, PARK, PARKED], {"state": "parked", "review_at": LATER}),
        ([SIGNED, PARK, PARKED, RESUMED], {"state": "acknowledged", "open": True}),
        ([LATE, URGED], {"level": 2, "supervised_for": "overdue"}),
        ([URGED, COMPLETED], {"supervised": False, "level": 1, "open": False}),
        ([COMPLETED], {"state": "completed", "outcome": "resolved"}),
        ([TaskDesignated(**ABOUT)], {"designated": True}),
        ([TaskUrged(**ABOUT, times=2)], {"urged": 2}),
        ([FirstContactRecorded(**ABOUT, reached=True)], {"contacted": True}),
        ([FirstContactMissed(**ABOUT, due_at=MONDAY)], {"contact_missed": True}),
        (
            [TaskSubAssigned(**ABOUT, sub_task_id=OTHER, to="market")],
            {"handed_down_to": "market"},
        ),
        (
            [
                CoHandlerReported(
                    **ABOUT, by="market", by_task=OTHER, result="waived", open=1
                )
            ],
            {"waits_for": 1},
        ),
        (
            [TaskTransferred(**ABOUT, to="market")],
            {"state": "transferred", "transferred_to": "market", "open": False},
        ),
        ([TaskWaived(**ABOUT, reason="silent")], {"state": "waived", "open": False}),
        (
            [TaskCancelled(**ABOUT, reason="withdrawn")],
            {"state": "cancelled", "end_reason": "withdrawn", "ended_at": MONDAY},
        ),
        ([COMPLETED, TaskAssessed(**ABOUT, by="market", grade=2)], {"grade": 2}),
        (
            [COMPLETED, ExclusionRequested(**ABOUT, reason="unreasonable")],
            {"exclusion": "requested", "state": "completed", "open": False},
        ),
        (
            [COMPLETED, ExclusionDecided(**ABOUT, decision="granted", reason="x")],
            {"exclusion": "granted", "exclusion_decided_for": "x"},
        ),
    ],
)
async def test_a_row_is_as_the_facts_left_it(facts, said):
    row = await shown([ASSIGNED, *facts])

    assert row | said == row


async def test_an_attempt_to_speak_to_the_resident_undoes_no_contact():
    reached, tried = (
        FirstContactRecorded(**ABOUT, reached=reached) for reached in (True, False)
    )

    assert (await shown([ASSIGNED, reached, tried]))["contacted"]
    assert "contacted" not in await shown([ASSIGNED, tried])


COURSE = [
    ASSIGNED,
    SIGNED,
    RETURNED,
    LATE,
    DISMISSED,
    ASKED,
    GRANTED,
    PAUSED,
    URGED,
    RESUMED,
    COMPLETED,
]


@given(st.lists(st.integers(0, len(COURSE) - 1), max_size=6))
async def test_repeats_of_any_beginning_leave_the_row_as_it_is(restarts):
    numbers = [n for last in restarts for n in range(last + 1)]
    furthest = max(numbers, default=-1)

    assert await shown(COURSE, numbers) == await shown(COURSE, range(furthest + 1))


@given(st.lists(st.integers(0, len(COURSE) - 1), max_size=20))
async def test_an_older_fact_never_undoes_a_later_one(stragglers):
    everything = [*range(len(COURSE)), *stragglers]

    assert await shown(COURSE, everything) == await shown(COURSE)


async def test_every_task_of_a_case_has_its_row(world):
    await world.accept(category="transit")
    await world.sign("transport")
    await world.show()
    await world.show()

    states = {row["department"]: row["state"] for row in world.inbox.rows.values()}
    assert states == {"transport": "acknowledged", "urban-mgmt": "assigned"}
