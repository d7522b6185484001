"""Who of the staff may see which message."""

from typing import get_args, get_type_hints

import pytest

from contracts.dispute import DangerReported
from services.kit.serving.principal import Principal, Role
from services.notification.api.worklist import list_calls
from services.notification.domain.audience import AGENT, EVERYBODY
from services.notification.masking import masked_phone
from services.notification.sight import BRINGERS, Sight
from tests.notification.sending.queries_suite import message
from tests.notification.test_many import MEDIATION
from tests.notification.world import World, accepted, loaded


def sight(role: Role, area: str = "9901") -> Sight:
    caller = Principal(subject="chen", roles=frozenset({role}), area=area)
    return Sight(caller)


@pytest.mark.parametrize(("role", "sees"), [("clerk", False), ("operator", True)])
async def test_what_a_mediator_reports_of_a_danger_is_on_no_clerks_list(
    world: World, role: Role, sees: bool
) -> None:
    danger = DangerReported(**MEDIATION, kind="domestic_violence", to="line_110")
    await world.receive(accepted(), danger)
    [reported] = [m for m in await world.queries.all() if m.audience == "supervisor"]
    placed = reported.but(area="990101001")

    assert sight(role).sees(placed) is sees


def on_the_list_of(audience: str) -> set[Role]:
    """Whoever has a work list and sees a line for that audience on it."""
    line = message("a line", audience=audience, area="990101001")
    return {role for role in BRINGERS if sight(role).sees(line)}


def test_nobodys_message_ends_on_a_list_that_no_role_reads() -> None:
    """Whatever fails: its last channel is a person's, who has a list with it."""
    rows = loaded().subscriptions.subscriptions
    told = {row.audience for row in rows} | {AGENT}
    listed = get_args(get_type_hints(list_calls)["channel"])[0]

    assert {row.channels[-1] for row in rows} <= set(get_args(listed))
    assert [audience for audience in told if not on_the_list_of(audience)] == []
    assert told == EVERYBODY


@pytest.mark.parametrize(
    ("audience", "role"),
    [
        ("supervisor", "supervisor"),
        ("mediator", "supervisor"),
        ("department", "clerk"),
        ("dispatcher", "clerk"),
        ("applicant", "clerk"),
        ("party", "clerk"),
    ],
)
def test_each_line_is_on_one_kind_of_list(audience: str, role: Role) -> None:
    """No counter learns of a danger, no supervisor a resident's number."""
    assert on_the_list_of(audience) == {role}


@pytest.mark.parametrize("role", ["dispatcher", "department", "resident", "auditor"])
def test_who_has_no_list_sees_nothing(role: Role) -> None:
    assert sight(role).hidden == EVERYBODY


@pytest.mark.parametrize(("area", "sees"), [("990101", True), ("990102", False)])
async def test_a_clerk_sees_the_messages_of_the_own_area(
    world: World, area: str, sees: bool
) -> None:
    await world.receive(accepted())
    [told] = await world.queries.all()

    assert sight("clerk", area).sees(told.but(area="990101001")) is sees


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("139-0000-0001", "139****0001"),
        ("0536-0000001", "053****0001"),
        ("0000 0001", "****0001"),
        ("110", None),
        (None, None),
    ],
)
def test_a_number_on_a_list_is_no_number_to_call(
    number: str | None, shown: str | None
) -> None:
    assert masked_phone(number) == shown
