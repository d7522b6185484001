"""联席会议: called when needed; then its minutes come before the designation."""

import pytest

from contracts.routing import JointMeetingCalled, JointMeetingHeld, TaskDesignated
from services.kit.errors import Rejected
from services.routing.domain.handling import MOST_MEETINGS


@pytest.fixture
async def twice(world):
    """Led by transport, and returned twice."""
    await world.accept(category="transit")
    await world.give_back("transport")
    await world.decide("transport", "dismissed")
    await world.give_back("transport")
    return world


@pytest.fixture
async def called(twice):
    await twice.call_meeting("transport", "housing")
    return twice


async def test_each_department_is_asked_in_its_own_feed(called):
    for department in ("transport", "housing"):
        heard = called.city.bus.on(f"departments.{department}.tasks")[-1].data
        assert isinstance(heard, JointMeetingCalled)
        assert heard.department == department


async def test_who_is_named_twice_is_asked_once(twice):
    await twice.call_meeting("housing", "housing")

    assert len(twice.said(JointMeetingCalled)) == 1


async def test_without_a_meeting_no_minutes_are_needed(twice):
    await twice.designate("transport", "housing")

    assert not twice.said(TaskDesignated)[0].after_meeting


async def test_a_called_meeting_comes_before_the_designation(called):
    with pytest.raises(Rejected, match="minutes-needed"):
        await called.designate("transport", "housing")


async def test_its_minutes_open_the_way(called):
    await called.record_meeting("transport", "housing", "planning")
    await called.designate("transport", "planning")

    (held,) = called.said(JointMeetingHeld)
    assert held.departments == ("transport", "housing", "planning")
    assert called.said(TaskDesignated)[0].after_meeting


async def test_there_are_no_minutes_of_what_nobody_called(twice):
    with pytest.raises(Rejected, match="no-meeting"):
        await twice.record_meeting("transport")


async def test_a_second_meeting_is_called_after_the_minutes_of_the_first(called):
    with pytest.raises(Rejected, match="meeting-called"):
        await called.call_meeting("transport")
    await called.record_meeting("transport")
    await called.call_meeting("transport")

    with pytest.raises(Rejected, match="minutes-needed"):
        await called.designate("transport", "housing")


async def test_a_handling_has_only_so_many_meetings(called):
    for _ in range(MOST_MEETINGS - 1):
        await called.record_meeting("transport")
        await called.call_meeting("transport")
    await called.record_meeting("transport")

    with pytest.raises(Rejected, match="too-many-meetings"):
        await called.call_meeting("transport")


async def test_strangers_to_the_city_are_not_asked(twice):
    with pytest.raises(Rejected, match="unknown-department"):
        await twice.call_meeting("transport", "ministry-of-walks")


async def test_nobody_meets_about_what_was_withdrawn(called):
    await called.withdraw()

    with pytest.raises(Rejected, match="wrong-state"):
        await called.record_meeting("transport")


async def test_the_fact_of_a_meeting_carries_no_word_of_it(called):
    await called.record_meeting("transport", minutes="sealed words")

    held = called.city.published[-1].model_dump_json()
    assert "sealed words" not in held
