"""What comes on a department's topics is written down for its endpoints."""

from datetime import timedelta

import pytest

from contracts.codes import derived_id
from contracts.envelope import Payload
from contracts.intake import ContactErased
from contracts.topics import FEED, TOPICS, department_of, read_by
from services.kit.testing.clock import MONDAY
from services.kit.testing.platform import arrived
from services.notification.domain.hooks.keeping import Edit, edit
from services.notification.hooks.filling import taken_by
from services.notification.subscriptions import READ
from tests.notification.hooks.made import (
    CONTENTS,
    URL,
    document,
    received,
)


async def test_each_endpoint_of_the_department_gets_its_own(hooks):
    other = "https://other.example.org/"
    await hooks.endpoint("one")
    await hooks.endpoint("two", url=other)
    await hooks.endpoint("not ours", owner="transport", url="https://t.example/")
    await hooks.take(received(1))
    await hooks.push()

    assert sorted(url for url, *_ in hooks.addresses.got) == sorted([URL, other])


async def test_only_the_types_that_were_asked_for_are_pushed(hooks):
    await hooks.endpoint(types=("tongban.routing.task-completed.v1",))
    await hooks.take(received(1))

    assert await hooks.states() == []


async def test_what_was_said_before_the_registration_is_not_pushed(hooks):
    await hooks.endpoint()
    await hooks.take(received(1, sent_at=MONDAY.timestamp() - 60))

    assert await hooks.states() == []


async def test_reading_everything_again_changes_nothing(hooks):
    """Whatever was wished for since: one endpoint came late, one changed its types."""
    other = ("tongban.routing.task-completed.v1",)
    one = await hooks.endpoint("one")
    said = [received(number) for number in range(1, 10)]
    await hooks.take(*said[:3])
    hooks.city.clock.advance(timedelta(seconds=3))
    await hooks.repository.command(one.endpoint_id, Edit(None, other), edit)
    later = hooks.city.clock() + timedelta(seconds=2)
    await hooks.endpoint("two", created_at=later)
    await hooks.take(*said[3:])
    await hooks.push()
    before = await hooks.deliveries.all()
    hooks.restart()
    await hooks.take(*said)
    await hooks.push()

    assert await hooks.deliveries.all() == before
    assert len(hooks.addresses.got) == len(before) == 8


async def test_what_is_older_than_the_log_is_not_pushed_again(hooks):
    """It was, and nobody remembers."""
    await hooks.endpoint()
    hooks.city.clock.advance(hooks.office.rules.log_for + timedelta(seconds=2))
    await hooks.take(received(1), received(3))

    [pushed] = await hooks.deliveries.all()
    assert pushed.said_at == MONDAY + timedelta(seconds=3)


def test_every_topic_of_a_department_is_taken_unopened(hooks):
    """None of it comes to the handlers that write letters."""
    codes = ("housing", "mediation-centre")
    read = {topic.name for topic in read_by("notification", codes)}

    taken = set(taken_by(hooks.filling, codes))
    assert taken == {name for name in read if department_of(name)}
    assert not any(
        fact.TYPE in READ
        for topic in FEED
        for fact in topic.carries
        if topics_of_city(fact) == ()
    )


def topics_of_city(fact: type[Payload]) -> tuple[str, ...]:
    return tuple(
        topic.name
        for topic in TOPICS
        if fact in topic.carries and not topic.per_department
    )


@pytest.mark.parametrize("value", [b"", b"[1]", b"{}", b"\xff", b'{"id": "\\n"}'])
async def test_what_is_no_document_is_left_to_whoever_keeps_the_feed(hooks, value):
    await hooks.endpoint()
    await hooks.take(received(1, value))

    assert await hooks.states() == []


async def test_what_erased_people_wrote_is_not_pushed_however_late_it_comes(hooks):
    await hooks.endpoint()
    hooks.erased.add(derived_id("a case"))
    await hooks.take(received(1), received(2, topic=CONTENTS))
    await hooks.push()

    assert len(hooks.addresses.got) == 1
    task, content = await hooks.deliveries.all()
    assert (task.state, content.state, content.body) == ("accepted", "erased", None)


async def test_what_residents_wrote_goes_from_the_log_when_they_are_erased(hooks):
    await hooks.endpoint()
    await hooks.take(received(1), received(2, topic=CONTENTS))
    order = []
    erased = arrived(ContactErased(case_id=derived_id("a case"), cause="on-request"))

    async def before(arrival):
        order.append(arrival)

    await hooks.erasing.beside({ContactErased: before})[ContactErased](erased)
    task, content = await hooks.deliveries.all()
    assert (task.body, content.body) == (document(1), None)
    assert order == [erased]
