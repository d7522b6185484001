"""What was promised: told on its way, and settled with the reason."""

from datetime import timedelta
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stdnum.iso7064 import mod_11_10

from contracts.codes import derived_id
from contracts.dispute import CommitmentMade, CommitmentProgressed
from contracts.envelope import Payload
from contracts.routing import (
    CaseConcluded,
    ExtensionDecided,
    TaskAcknowledged,
    TaskAssigned,
    TaskCompleted,
    TaskOverdue,
    TaskPaused,
    TaskResumed,
    TriageRequested,
)
from services.dispute.deliberating.domain.keeping.promising import Promises, promise
from services.dispute.deliberating.numbers import FIRST, MOST_A_DAY, promise_no
from services.intake.receiving.identifiers import MOST_A_DAY as OF_THE_WINDOW
from services.kit.errors import Rejected
from services.kit.testing.clock import MONDAY
from services.kit.testing.platform import arrived
from tests.dispute.deliberating.world import DAY, TOPIC, Square

ID = derived_id("promise", "urban-mgmt")
OF_LEAD = {"case_id": ID, "task_id": derived_id("task"), "department": "urban-mgmt"}
OF_OTHER = OF_LEAD | {"task_id": derived_id("co"), "department": "housing"}
DUE = MONDAY + timedelta(days=20)
CONCLUDED = CaseConcluded(case_id=ID, outcome="resolved")


def assigned(of: dict[str, str], role: str) -> TaskAssigned:
    return TaskAssigned(
        **of,
        case_no="202603029000014",
        role=role,
        kind="commitment",
        category="sanitation",
        area="990101001",
        urgency="normal",
        assigned_at=MONDAY,
        due_at=DUE,
    )


COURSE: tuple[Payload, ...] = (
    assigned(OF_LEAD, "lead"),
    assigned(OF_OTHER, "co_handler"),
    TaskAcknowledged(**OF_OTHER),
    TaskAcknowledged(**OF_LEAD),
    TaskPaused(
        **OF_LEAD, reason="weather", statutory=False, evidence="QH-1", until=DUE
    ),
    TaskResumed(**OF_LEAD, due_at=DUE + DAY),
    ExtensionDecided(**OF_LEAD, decision="granted", due_at=DUE + 9 * DAY),
    TaskOverdue(**OF_LEAD, due_at=DUE + 9 * DAY),
    TaskCompleted(**OF_OTHER, outcome="resolved"),
    TaskCompleted(**OF_LEAD, outcome="resolved"),
    CONCLUDED,
)
TOLD = [
    "commitment-progressed assigned",
    "commitment-progressed acknowledged",
    "commitment-progressed paused",
    "commitment-progressed resumed",
    "commitment-progressed extended",
    "commitment-progressed overdue",
    "commitment-progressed completed",
    "commitment-settled True",
    "topic-closed all_settled",
]


async def test_a_promise_names_those_who_raised_the_topic(square: Square) -> None:
    topic = await square.promised()

    made = square.city.facts[-1]
    assert isinstance(made, CommitmentMade)
    assert made.originators == topic.originator_ids != ()
    assert (made.commitment_id, made.case_id) == (ID, TOPIC)
    assert topic.state == "following"


async def test_its_course_is_told_step_by_step_until_it_is_settled(
    square: Square,
) -> None:
    await square.promised()
    before = len(square.said())
    await square.receive(*COURSE)

    assert square.said()[before:] == TOLD
    topic = await square.topic()
    assert (topic.state, topic.closed_for) == ("closed", "all_settled")
    steps = [f for f in square.city.facts if isinstance(f, CommitmentProgressed)]
    assert [step.due_at for step in steps][-3:] == [DUE + 9 * DAY] * 3
    assert {step.originators for step in steps} == {topic.originator_ids}


async def test_it_closes_with_the_last_promise_only(square: Square) -> None:
    await square.promised("urban-mgmt", "housing")
    await square.receive(CONCLUDED)
    assert (await square.topic()).state == "following"

    last = derived_id("promise", "housing")
    await square.receive(CaseConcluded(case_id=last, outcome="not_our_power"))

    assert square.said()[-2:] == [
        "commitment-settled not_our_power False",
        "topic-closed all_settled",
    ]


async def test_nobody_knows_yet_who_does_it(square: Square) -> None:
    await square.promised()
    await square.receive(TriageRequested(case_id=ID, rules_version="r1", due_at=DUE))

    assert square.said()[-1] == "commitment-progressed triage"


async def test_what_is_no_promise_of_ours_changes_nothing(square: Square) -> None:
    await square.promised()
    before = square.said()
    other = {"case_id": derived_id("a case of the window")}
    await square.receive(
        TaskAcknowledged(**OF_LEAD | other), CaseConcluded(**other, outcome="resolved")
    )

    assert square.said() == before


@settings(
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.integers(1, len(COURSE)), max_size=6))
async def test_reading_again_from_anywhere_says_nothing_twice(
    tmp_path, back: list[int]
) -> None:
    """As after a crash: what was read since some earlier place is read again."""
    square = Square(tmp_path)
    await square.promised()
    before = len(square.said())
    for until in (*back, len(COURSE)):
        for place, fact in enumerate(COURSE[:until], 1):
            arrival = arrived(fact, source=f"/routing/handlings/{ID}", sequence=place)
            await square.city.deliver(square.handlers, arrival)

    assert square.said()[before:] == TOLD


async def test_the_same_request_makes_the_same_promises(square: Square) -> None:
    await square.promised()
    decide = partial(promise, square.norms)
    before = square.said()
    await square.command(Promises((square.promise("urban-mgmt"),), "d"), decide)
    assert square.said() == before

    other = Promises((square.promise("urban-mgmt"),), "another body")
    with pytest.raises(Rejected, match="idempotency-key-reused"):
        await square.command(other, decide)


@pytest.mark.parametrize(
    ("department", "by", "reason"),
    [
        ("nobody", 9, "unknown-department"),
        ("mediation-centre", 9, "unknown-department"),
        ("housing", -1, "not-ahead"),
        ("housing", 1_831, "too-far-ahead"),
    ],
)
async def test_what_cannot_be_promised(
    square: Square, department: str, by: int, reason: str
) -> None:
    await square.held()
    made = square.promise("housing")
    wrong = type(made)(
        **vars(made) | {"department": department, "promised_by": square.now + by * DAY}
    )
    with pytest.raises(Rejected, match=reason):
        await square.command(Promises((wrong,), "d"), partial(promise, square.norms))


def test_no_case_of_the_window_has_the_number_of_a_promise() -> None:
    first, last = promise_no("20260302", 1), promise_no("20260302", MOST_A_DAY)

    assert int(first[8:14]) > OF_THE_WINDOW
    assert (int(first[8:14]), int(last[8:14])) == (FIRST + 1, 999_999)
    assert mod_11_10.is_valid(first)
    with pytest.raises(ValueError, match="99,999"):
        promise_no("20260302", MOST_A_DAY + 1)
