"""Any handler may ask for mediation: the centre becomes a co-handler."""

from datetime import UTC, datetime

import pytest

from contracts.routing import CoHandlerReported
from services.kit.errors import Rejected

CENTRE = "mediation-centre"


@pytest.fixture
async def estate(world):
    await world.accept(category="property")
    return world


@pytest.mark.parametrize("by", ["street-qingshi", "housing"])
async def test_lead_and_co_handlers_may_ask(estate, by):
    await estate.act(by, "request-mediation")
    task = await estate.task(CENTRE)

    assert (task.role, task.parent) == ("co_handler", None)
    assert task.due_at == datetime(2026, 4, 1, 10, tzinfo=UTC)


async def test_the_lead_waits_for_the_centre_whoever_asked(estate):
    await estate.act("housing", "request-mediation")
    await estate.sign(CENTRE)
    await estate.complete(CENTRE, "explained")

    (told,) = estate.said(CoHandlerReported)
    assert (told.department, told.by) == ("street-qingshi", CENTRE)


async def test_asking_moves_no_clock(estate):
    before = (await estate.task("housing")).clock
    await estate.act("housing", "request-mediation")

    assert (await estate.task("housing")).clock == before


async def test_it_is_asked_again_once_the_first_has_ended(estate):
    await estate.act("housing", "request-mediation")
    await estate.sign(CENTRE)
    await estate.complete(CENTRE)
    await estate.act("street-qingshi", "request-mediation")

    tasks = [t for t in (await estate.handling()).tasks if t.department == CENTRE]
    assert [task.state for task in tasks] == ["completed", "assigned"]


async def test_the_centre_does_not_ask_itself(world):
    await world.accept(category="other")
    await world.assign(CENTRE)

    with pytest.raises(Rejected, match="already-with-mediation"):
        await world.act(CENTRE, "request-mediation")
