"""More time: once, asked in time, by so much, and by the word of who may."""

import pytest

from contracts.routing import ExtensionDecided, ExtensionRequested
from services.kit.errors import Rejected
from services.routing.domain.deciding.afterwards import Redo, redo
from services.routing.domain.deciding.wishes import Decider
from tests.kit.limits.world import moment
from tests.routing.limits.steps import (
    DISPATCHER,
    SUPERVISOR,
    ask,
    at,
    due,
    go,
    head_of,
    pause,
    rule,
    ruled,
)


@pytest.mark.parametrize(
    ("limit", "amount", "unit", "approver"),
    [
        ("licence", 10, "working_days", "head"),
        ("licence_joint", 15, "working_days", "government"),
        ("petition", 30, "calendar_days", "head"),
        ("complaint", 3, "working_days", "dispatcher"),
        ("inquiry", 2, "working_days", "dispatcher"),
        ("urgent", 12, "hours", "dispatcher"),
    ],
)
async def test_the_amount_and_who_decides_follow_from_the_limit(
    world, limit, amount, unit, approver
):
    await ruled(world, limit, "market")
    await world.sign("market")
    await ask(world, "market")

    asked = world.said(ExtensionRequested)[0]
    assert (asked.amount, asked.unit, asked.approver) == (amount, unit, approver)


async def test_the_law_extends_its_own_limit_and_not_a_co_handlers(world):
    await ruled(world, "licence", "market", "health")
    await world.sign("health")
    await ask(world, "health")

    asked = world.said(ExtensionRequested)[0]
    assert (asked.amount, asked.approver) == (6, "dispatcher")


async def test_a_later_round_has_a_limit_of_its_own_to_extend(world):
    """Thirty calendar days by law are not thirty working days of a second round."""
    await ruled(world, "petition", "petition")
    await world.sign("petition")
    await world.complete("petition", "explained")
    await world.command(redo, Redo())
    await world.sign("petition")
    before = (await world.handling()).statutory
    await ask(world, "petition")
    await rule(world, "petition", "granted")

    asked = world.said(ExtensionRequested)[0]
    assert (asked.amount, asked.unit) == (3, "working_days")
    assert (await world.handling()).statutory == before


@pytest.mark.parametrize("verdict", [None, "granted", "refused"])
async def test_more_time_is_asked_for_once_whatever_was_decided(transit, verdict):
    await ask(transit, "transport")
    if verdict:
        await rule(transit, "transport", verdict)

    with pytest.raises(Rejected, match="extended-before"):
        await ask(transit, "transport")


async def test_who_takes_over_cannot_ask_once_more(transit):
    await ask(transit, "transport")
    await rule(transit, "transport", "granted")
    await transit.transfer("transport", "housing")
    await transit.sign("housing")

    with pytest.raises(Rejected, match="extended-before"):
        await ask(transit, "housing")


@pytest.mark.parametrize("late", ["Mon 2026-03-09 18:00", "Tue 2026-03-10 09:00"])
async def test_what_is_due_is_not_extended(transit, late):
    go(transit, late)

    with pytest.raises(Rejected, match="extension-too-late"):
        await ask(transit, "transport")


async def test_it_adds_exactly_its_amount(transit):
    await ask(transit, "transport")
    await rule(transit, "transport", "granted")

    told = transit.said(ExtensionDecided)[0]
    assert (told.decision, told.reason) == ("granted", "complex_matter")
    assert told.due_at == await due(transit, "transport")
    assert told.due_at == moment("Thu 2026-03-12 18:00")


async def test_refused_the_end_is_where_it_was(transit):
    before = await transit.task("transport")
    await ask(transit, "transport")
    await rule(transit, "transport", "refused")

    after = await transit.task("transport")
    assert (after.clock, after.timing) == (before.clock, before.timing)
    assert transit.said(ExtensionDecided)[0].due_at == before.due_at


async def test_asked_in_time_it_may_be_granted_after_the_end(transit):
    await ask(transit, "transport")
    await at(transit, "Tue 2026-03-10 09:00")
    assert (await transit.task("transport")).overdue
    await rule(transit, "transport", "granted")

    task = await transit.task("transport")
    assert task.due_at == moment("Thu 2026-03-12 18:00")
    assert (task.overdue, task.level) == (False, 0)


async def test_in_a_pause_it_adds_its_amount_and_nothing_of_the_pause(transit):
    await ask(transit, "transport")
    go(transit, "Tue 2026-03-03 10:00")
    await pause(transit, "transport", "Thu 2026-03-05 10:00")
    await at(transit, "Wed 2026-03-04 10:00")
    await rule(transit, "transport", "granted")

    assert await due(transit, "transport") == moment("Thu 2026-03-12 18:00")
    await at(transit, "Thu 2026-03-05 10:00")
    assert await due(transit, "transport") == moment("Mon 2026-03-16 18:00")


async def test_the_case_by_law_is_extended_with_its_lead(licence):
    await ask(licence, "market")
    await rule(licence, "market", "granted", head_of("market"))

    assert await due(licence, "market") == moment("Tue 2026-04-14 18:00")
    case = (await licence.handling()).statutory
    assert case.due_at == moment("Tue 2026-04-14 18:00")


@pytest.mark.parametrize(
    ("by", "refused"),
    [
        (DISPATCHER, "not-the-approver"),
        (SUPERVISOR, "not-the-approver"),
        (head_of("health"), "not-the-approver"),
        (Decider("officer-1", frozenset({"department"}), "market"), "own-wish"),
    ],
)
async def test_a_licence_is_extended_by_another_of_the_same_organ(licence, by, refused):
    await ask(licence, "market", by="officer-1")

    with pytest.raises(Rejected, match=refused):
        await rule(licence, "market", "granted", by)


async def test_a_joint_licence_is_extended_by_the_government(world):
    await ruled(world, "licence_joint", "market")
    await world.sign("market")
    await ask(world, "market")

    with pytest.raises(Rejected, match="not-the-approver"):
        await rule(world, "market", "granted", head_of("market"))
    await rule(world, "market", "granted", SUPERVISOR)
    assert (await world.task("market")).clock.extended == 15


@pytest.mark.parametrize("before", ["granted", "refused", None])
async def test_only_what_is_asked_for_is_decided(transit, before):
    if before:
        await ask(transit, "transport")
        await rule(transit, "transport", before)

    with pytest.raises(Rejected, match="nothing-asked"):
        await rule(transit, "transport", "granted")


async def test_what_the_law_ends_sooner_is_extended_before_that(world):
    """Deemed accepted at the receipt, the case is due before its task."""
    received = moment("Fri 2026-02-13 10:00")
    await ruled(world, "licence", "market", accepted_at=received)
    await world.sign("market")
    go(world, "Thu 2026-03-19 18:00")

    with pytest.raises(Rejected, match="extension-too-late") as no:
        await ask(world, "market")
    assert "2026-03-19 18:00" in no.value.zh


async def test_a_co_handler_is_not_bound_to_the_end_of_the_case(world):
    received = moment("Mon 2026-02-02 10:00")
    await ruled(world, "licence", "market", "health", accepted_at=received)
    await world.sign("health")
    go(world, "Tue 2026-03-10 10:00")
    await ask(world, "health")

    assert world.said(ExtensionRequested)


async def test_who_may_not_decide_hears_who_does_in_both_languages(licence):
    await ask(licence, "market")

    with pytest.raises(Rejected) as no:
        await rule(licence, "market", "granted", DISPATCHER)
    assert "本单位负责人" in no.value.zh
    assert "the department's head" in no.value.en
