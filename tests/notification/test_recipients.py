"""Who is told of what becomes of a task, and what the letter says."""

from datetime import timedelta

import pytest

from contracts.envelope import Payload
from contracts.intake import CaseReopened, CaseWithdrawn
from contracts.routing import (
    CaseSupervised,
    CoHandlerReported,
    ExclusionRequested,
    ExtensionDecided,
    ExtensionRequested,
    JointMeetingCalled,
    ParkingRefused,
    ParkingRequested,
    ReturnDecided,
    StillFixedAsked,
    TaskOverdue,
    TaskParked,
    TaskPaused,
    TaskRescheduled,
    TaskResumed,
    TaskReturned,
    TaskSupervised,
    TaskTransferred,
    TaskUrged,
)
from services.kit.testing.clock import MONDAY
from tests.notification.world import (
    CASE,
    CASE_NO,
    ZHANG,
    World,
    accepted,
    assigned,
    task,
)

LATER = MONDAY + timedelta(days=3)
HOUSING, DESK = "housing@qinghe.example", "dispatch@qinghe.example"
OFFICE, CITY = "supervision@qinghe.example", "leadership@qinghe.example"
REPORT = task() | {"by": "urban-mgmt", "by_task": CASE, "result": "completed"}
RETURN = task() | {"reason": "not_our_duty", "law": "潍坊 22"}
MORE = task() | {"reason": "complex_matter", "amount": 3, "unit": "working_days"}
PAUSE = task() | {"reason": "inspection", "evidence": "QH-2026-0012", "until": LATER}
PARK = task() | {"reason": "no_land"}


async def _told(world: World, fact: Payload) -> list[str]:
    """Who gets a letter about the fact, in a case whose applicant is known."""
    await world.receive(world.contact(), assigned())
    await world.send()
    before = len(world.mail.sent)
    await world.receive(fact)
    await world.send()
    return sorted(world.to[before:])


@pytest.mark.parametrize(
    ("fact", "recipients"),
    [
        (CaseWithdrawn(case_id=CASE), [ZHANG.email]),
        (CaseReopened(case_id=CASE, reason="not_solved"), [ZHANG.email]),
        (StillFixedAsked(case_id=CASE, concluded_at=MONDAY), [ZHANG.email]),
        (TaskPaused(**PAUSE, statutory=False), [ZHANG.email]),
        (TaskResumed(**task(), due_at=LATER), [HOUSING, ZHANG.email]),
        (TaskParked(**PARK, review_at=LATER), [HOUSING, ZHANG.email]),
        (TaskUrged(**task(), times=1), [HOUSING]),
        (TaskTransferred(**task(), to="transport"), [HOUSING]),
        (ReturnDecided(**task(), decision="dismissed"), [HOUSING]),
        (ParkingRefused(**task()), [HOUSING]),
        (JointMeetingCalled(case_id=CASE, department="housing", at=LATER), [HOUSING]),
        (TaskReturned(**RETURN), [DESK]),
        (ExclusionRequested(**task(), reason="against_law"), [DESK]),
        (ParkingRequested(**PARK), [OFFICE]),
    ],
    ids=lambda value: type(value).__name__,
)
async def test_whoever_waits_is_told(
    world: World, fact: Payload, recipients: list[str]
) -> None:
    assert await _told(world, fact) == recipients


@pytest.mark.parametrize(
    ("approver", "recipient"),
    [("dispatcher", DESK), ("head", HOUSING), ("government", CITY)],
)
async def test_an_extension_is_asked_of_whoever_may_approve_it(
    world: World, approver: str, recipient: str
) -> None:
    asked = ExtensionRequested.model_validate(MORE | {"approver": approver})

    assert await _told(world, asked) == [recipient]
    assert "延长 3 个工作日" in world.mail.sent[-1][1].body


@pytest.mark.parametrize(
    ("decision", "recipients"),
    [("granted", [HOUSING, ZHANG.email]), ("refused", [HOUSING])],
)
async def test_only_a_new_date_is_told_to_the_resident(
    world: World, decision: str, recipients: list[str]
) -> None:
    decided = {"decision": decision, "due_at": LATER}
    fact = ExtensionDecided.model_validate(task() | decided)

    assert await _told(world, fact) == recipients


async def test_time_that_the_law_does_not_count_is_told_in_writing(
    world: World,
) -> None:
    await _told(world, TaskPaused(**PAUSE, statutory=True))

    body = world.mail.sent[-1][1].body
    for part in ("行政许可法第四十五条", "QH-2026-0012", "2026年3月5日17:00"):
        assert part in body


async def test_whoever_was_told_of_a_stop_is_told_when_it_goes_on(world) -> None:
    await _told(world, TaskResumed(**task(), due_at=LATER))

    bodies = [each.body for _, each in world.mail.sent if each.to == ZHANG.email]
    assert "接着办了" in bodies[-1]
    assert "2026年3月5日17:00" in bodies[-1]


@pytest.mark.parametrize(("still", "recipients"), [(1, []), (0, [HOUSING])])
async def test_the_lead_is_told_when_nobody_is_waited_for(
    world: World, still: int, recipients: list[str]
) -> None:
    fact = CoHandlerReported.model_validate(REPORT | {"open": still})

    assert await _told(world, fact) == recipients


@pytest.mark.parametrize(
    ("level", "recipient"), [(1, "heads@qinghe.example"), (2, OFFICE), (3, CITY)]
)
async def test_each_level_over_a_case_has_its_desk(
    world: World, level: int, recipient: str
) -> None:
    fact = CaseSupervised(case_id=CASE, level=level, reason="nobody_assigned")

    assert await _told(world, fact) == [recipient]


async def test_supervision_without_a_reason_is_told_all_the_same(world: World) -> None:
    assert await _told(world, TaskSupervised(**task(), level=2)) == [OFFICE]


async def test_a_task_tells_the_number_of_a_case_nobody_has_heard_of(
    world: World,
) -> None:
    await world.receive(TaskUrged(**task(), times=1))
    await world.send()
    assert world.to == []

    await world.receive(assigned())
    await world.send()
    assert world.to == [HOUSING, HOUSING]
    assert all(CASE_NO in letter.subject for _, letter in world.mail.sent)


async def test_a_commitment_is_told_to_departments_and_has_no_applicant(
    world: World,
) -> None:
    parked = TaskParked(**PARK, review_at=LATER)
    await world.receive(assigned(kind="commitment"), parked)
    await world.send()

    assert world.to == [HOUSING, HOUSING]
    states = [(m.audience, m.state) for m in await world.queries.all()]
    assert ("applicant", "suppressed") in states
    assert {state for _, state in states} == {"sent", "suppressed"}


async def test_a_designated_department_is_not_told_that_it_may_return(
    world: World,
) -> None:
    await world.receive(assigned().model_copy(update={"designated": True}))
    await world.send()

    [(_, letter)] = world.mail.sent
    assert "不能再退单" in letter.body


@pytest.mark.parametrize(
    ("role", "recipients"),
    [("lead", [HOUSING, ZHANG.email]), ("co_handler", [HOUSING]), (None, [HOUSING])],
)
@pytest.mark.parametrize("kind", [TaskOverdue, TaskRescheduled])
async def test_whoever_waits_is_told_of_the_answer_and_of_no_part(
    world: World, kind: type[Payload], role: str | None, recipients: list[str]
) -> None:
    """A part that was handed down, a co-handler: they answer to the lead."""
    fact = kind.model_validate(task() | {"due_at": LATER, "role": role})

    assert await _told(world, fact) == recipients


async def test_that_it_is_late_says_who_by_when_and_whom_to_ask(world: World) -> None:
    late = TaskOverdue(**task(), due_at=LATER, role="lead")
    await _told(world, late)
    world.received -= 1
    await world.receive(late)
    await world.send()

    [letter] = [e for _, e in world.mail.sent if e.to == ZHANG.email]
    for part in ("住房和城乡建设局", "3月", "还没有办好", "不用做什么", "12345"):
        assert part in letter.body


async def test_each_change_of_the_date_is_told_once(world: World) -> None:
    moved = TaskRescheduled(**task(), due_at=LATER, role="lead")
    again = moved.model_copy(update={"due_at": LATER + timedelta(days=1)})
    await world.receive(accepted(), world.contact(), moved, again)
    await world.send()

    told = [e.body for _, e in world.mail.sent if e.template == "task-new-date"]
    assert len(told) == 2
    assert len(set(told)) == 2


async def test_of_a_promise_that_is_late_there_is_no_applicant_to_tell(
    world: World,
) -> None:
    late = TaskOverdue(**task(), due_at=LATER, role="lead")
    await world.receive(assigned(kind="commitment"), late)
    await world.send()

    assert world.to == [HOUSING, HOUSING]
