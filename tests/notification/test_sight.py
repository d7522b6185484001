"""Who of the staff may see which message."""

import pytest

from contracts.dispute import DangerReported
from services.kit.serving.principal import Principal, Role
from services.notification.masking import masked_phone
from services.notification.sight import Sight
from tests.notification.test_many import MEDIATION
from tests.notification.world import World, accepted


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


@pytest.mark.parametrize(("area", "sees"), [("990101", True), ("990102", False)])
async def test_a_clerk_sees_the_messages_of_the_own_area(
    world: World, area: str, sees: bool
) -> None:
    await world.receive(accepted())
    [message] = await world.queries.all()

    assert sight("clerk", area).sees(message.but(area="990101001")) is sees


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
