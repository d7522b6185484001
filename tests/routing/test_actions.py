import pytest

from contracts.routing import (
    CaseConcluded,
    ReturnDecided,
    TaskAcknowledged,
    TaskCompleted,
    TaskReturned,
)
from services.kit.errors import Rejected
from services.routing.domain.alarms import alarms_of
from services.routing.domain.handling import MOST_TASKS
from services.routing.domain.task import LONGEST_ANSWER
from tests.routing.world import ANSWER


@pytest.fixture
async def transit(world):
    """Led by transport, with urban-mgmt."""
    await world.accept(category="transit")
    return world


@pytest.fixture
async def returned(transit):
    await transit.give_back("transport")
    return transit


async def test_a_department_signs_for_its_task(transit):
    await transit.sign("transport")

    assert len(transit.said(TaskAcknowledged)) == 1
    assert (await transit.task("transport")).state == "acknowledged"


async def test_the_last_open_task_concludes_with_the_word_of_the_lead(transit):
    for department in ("transport", "urban-mgmt"):
        await transit.sign(department)
    await transit.complete("urban-mgmt", "explained")
    assert not transit.said(CaseConcluded)
    await transit.complete("transport", "partly_resolved")

    concluded = transit.said(CaseConcluded)[0]
    assert (concluded.outcome, concluded.answer) == ("partly_resolved", ANSWER)
    assert (await transit.handling()).state == "concluded"


async def test_signing_does_not_move_the_clock(transit):
    before = (await transit.task("transport")).due_at
    await transit.sign("transport")

    assert (await transit.task("transport")).due_at == before


@pytest.mark.parametrize(
    ("steps", "action", "allowed"),
    [
        (
            (),
            "complete",
            "acknowledge, record-contact, return, request-mediation, assess",
        ),
        (
            ("sign",),
            "acknowledge",
            (
                "record-contact, return, pause, extend, request-parking, whistle,"
                " sub-assign, request-mediation, complete, assess"
            ),
        ),
        (("give_back",), "complete", "nothing"),
    ],
)
async def test_a_wrong_moment_says_the_state_and_what_is_allowed(
    transit, steps, action, allowed
):
    for step in steps:
        await getattr(transit, step)("transport")
    state = (await transit.task("transport")).state

    with pytest.raises(Rejected, match="wrong-state") as no:
        await transit.act("transport", action, outcome="resolved")
    assert no.value.en == f"the task is {state}; allowed now: {allowed}"
    assert no.value.status == 409


@pytest.mark.parametrize(
    ("action", "fields", "reason"),
    [
        ("dance", {}, "unknown-action"),
        ("return", {"law": "潍坊 22"}, "reason-needed"),
        ("return", {"reason": "not_our_duty"}, "law-needed"),
        ("return", {"reason": "tired", "law": "潍坊 22"}, "unknown-reason"),
        ("complete", {}, "outcome-needed"),
        ("complete", {"outcome": "vanished"}, "unknown-outcome"),
        (
            "complete",
            {"outcome": "resolved", "answer": "a" * (LONGEST_ANSWER + 1)},
            "answer-too-long",
        ),
    ],
)
async def test_an_action_needs_what_it_needs(transit, action, fields, reason):
    await transit.sign("transport")

    with pytest.raises(Rejected, match=reason):
        await transit.act("transport", action, **fields)


async def test_a_task_of_another_department_is_unknown(transit):
    theirs = (await transit.task("urban-mgmt")).task_id

    with pytest.raises(Rejected, match="unknown-task") as no:
        await transit.act("transport", "acknowledge", task_id=theirs)
    assert no.value.status == 404


async def test_the_same_request_twice_does_it_once(transit):
    for _ in range(2):
        await transit.act("transport", "acknowledge", id="key#digest")

    assert len(transit.said(TaskAcknowledged)) == 1


async def test_the_same_key_for_another_request_is_refused(transit):
    await transit.act("transport", "acknowledge", id="key#digest")

    with pytest.raises(Rejected, match="idempotency-key-reused"):
        await transit.act("transport", "complete", id="key#other", outcome="resolved")


async def test_mediation_asked_for_is_a_co_handlers_task(transit):
    await transit.act("transport", "request-mediation")

    asked = transit.assigned()[-1]
    assert (asked.department, asked.role) == ("mediation-centre", "co_handler")
    with pytest.raises(Rejected, match="already-with-mediation"):
        await transit.act("urban-mgmt", "request-mediation")


async def test_a_return_keeps_the_reason_and_its_legal_basis(returned):
    fact = returned.said(TaskReturned)[0]
    task = await returned.task("transport")

    assert (fact.reason, fact.law) == ("not_our_duty", "潍坊 22")
    assert {alarm.rings for alarm in alarms_of(task)} >= {"due", "undecided"}


async def test_an_upheld_return_hands_the_task_on_with_its_clock(returned):
    before = await returned.task("transport")
    returned.city.clock.advance(before.due_at - before.clock.started_at)
    await returned.decide("transport", "upheld", "housing")

    after = await returned.task("housing")
    assert (after.role, after.due_at, after.clock) == (
        "lead",
        before.due_at,
        before.clock,
    )
    assert returned.assigned()[-1].assigned_at == returned.city.clock.now
    assert (await returned.handling()).lead == after


async def test_the_new_lead_has_the_last_word(returned):
    await returned.decide("transport", "upheld", "housing")
    for department in ("urban-mgmt", "housing"):
        await returned.sign(department)
        await returned.complete(department, "explained")

    assert len(returned.said(CaseConcluded)) == 1
    assert len(returned.said(TaskCompleted)) == 2


@pytest.mark.parametrize("signed", [(), ("transport",)])
async def test_a_dismissed_return_puts_the_task_back(transit, signed):
    for department in signed:
        await transit.sign(department)
    before = await transit.task("transport")
    await transit.give_back("transport")
    await transit.decide("transport", "dismissed")

    after = await transit.task("transport")
    assert after.but(levels={}, ladders={}) == before
    assert after.levels == {"refused": 1}
    assert transit.said(ReturnDecided)[0].decision == "dismissed"
    assert (await transit.handling()).returns == 1


@pytest.mark.parametrize(
    ("to", "reason"),
    [
        (None, "department-needed"),
        ("ministry-of-walks", "unknown-department"),
        ("transport", "same-department"),
    ],
)
async def test_an_upheld_return_needs_another_department(returned, to, reason):
    with pytest.raises(Rejected, match=reason):
        await returned.decide("transport", "upheld", to)


async def test_only_a_returned_task_is_decided_on(transit):
    with pytest.raises(Rejected, match="wrong-state"):
        await transit.decide("transport", "dismissed")


async def test_a_handling_does_not_grow_without_end(transit):
    holder, successor = "transport", "housing"
    for _ in range(MOST_TASKS - 2):
        await transit.transfer(holder, successor)
        holder, successor = successor, holder

    with pytest.raises(Rejected, match="too-many-tasks"):
        await transit.transfer(holder, successor)


async def test_a_co_handler_can_take_the_lead_beside_its_own_part(transit):
    await transit.give_back("transport")
    await transit.decide("transport", "upheld", "urban-mgmt")

    states = [(task.role, task.state) for task in (await transit.handling()).open_tasks]
    assert states == [("co_handler", "assigned"), ("lead", "assigned")]
