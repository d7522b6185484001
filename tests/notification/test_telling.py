"""Everybody who waits is told: once, at the right address, in plain words."""

from datetime import timedelta

import pytest

from contracts.codes import derived_id
from contracts.routing import TaskOverdue, TaskSupervised, TriageRequested
from contracts.sealed import Preferences
from services.kit.testing.clock import MONDAY
from tests.notification.world import (
    AGENT,
    CASE,
    CASE_NO,
    NO_MAIL,
    ZHANG,
    World,
    accepted,
    answered,
    assigned,
)


async def test_the_applicant_is_told_with_number_code_and_link(world: World) -> None:
    await world.receive(world.contact(), accepted())
    await world.send()

    [(_, letter)] = world.mail.sent
    assert letter.to == ZHANG.email
    assert CASE_NO in letter.subject
    for part in ("张三", "K7M2PQ", "https://tongban.example/progress"):
        assert part in letter.body
    assert world.told() == ["message-sent applicant email"]


async def test_the_same_event_twice_is_one_message(world: World) -> None:
    await world.receive(world.contact(), accepted())
    world.received -= 1
    await world.receive(accepted())
    await world.send()
    world.received -= 1
    await world.receive(accepted())
    await world.send()

    assert len(world.mail.sent) == 1
    assert world.told() == ["message-sent applicant email"]


async def test_a_message_waits_for_its_contact_and_is_woken_by_it(world: World) -> None:
    await world.receive(accepted())
    await world.send()
    assert world.mail.sent == []
    assert [m.state for m in await world.queries.all()] == ["waiting_for_contact"]

    await world.receive(world.contact())
    await world.send()
    assert world.to == [ZHANG.email]


async def test_nobody_to_reach_for_a_day_goes_to_a_person(world: World) -> None:
    await world.receive(accepted())
    await world.send()
    await world.send(after=timedelta(days=1))
    await world.send(after=timedelta(days=1))

    assert world.told() == ["message-handed-to-person applicant visit"]
    [message] = await world.queries.all()
    assert (message.reason, message.area) == ("no_contact", "990101001")


async def test_the_agent_is_told_too(world: World) -> None:
    await world.receive(world.contact(agent=AGENT), accepted())
    await world.send()

    assert sorted(world.to) == sorted([ZHANG.email, AGENT.email])


async def test_an_agent_alone_is_told_instead(world: World) -> None:
    await world.receive(world.contact(applicant=None, agent=AGENT), accepted())
    await world.send()

    assert world.to == [AGENT.email]
    states = {m.recipient: m.state for m in await world.queries.all()}
    assert states == {"applicant": "suppressed", "agent": "sent"}


@pytest.mark.parametrize("address", [None, "no address", "a@b.example, c@d.example"])
async def test_without_an_address_a_person_calls(
    world: World, address: str | None
) -> None:
    person = NO_MAIL.model_copy(update={"email": address})
    await world.receive(world.contact(applicant=person), accepted())
    await world.send()

    assert world.mail.sent == []
    assert world.told() == ["message-handed-to-person applicant visit"]


@pytest.mark.parametrize(
    ("wishes", "reason"),
    [
        (Preferences(), None),
        (Preferences(channels=("sms", "email")), None),
        (Preferences(channels=("sms", "voice")), "no_address"),
        (Preferences(channels=("email",), human=True), "not_wished"),
    ],
)
async def test_who_wants_no_mail_is_spoken_to(
    world: World, wishes: Preferences, reason: str | None
) -> None:
    await world.receive(world.contact(agent=AGENT, preferences=wishes), accepted())
    await world.send()

    assert (ZHANG.email in world.to, AGENT.email in world.to) == (not reason, True)
    reasons = {m.recipient: m.reason for m in await world.queries.all()}
    assert reasons == {"applicant": reason, "agent": None}
    told = "message-sent applicant email"
    spoken = "message-handed-to-person applicant visit"
    assert (spoken if reason else told) in world.told()


async def test_words_are_in_the_language_of_the_reader(world: World) -> None:
    await world.receive(world.contact(language="en"), answered())
    await world.send()

    assert "has a result: solved" in world.mail.sent[0][1].body


async def test_departments_are_written_to_without_personal_data(world: World) -> None:
    await world.receive(world.contact(), assigned("housing"))
    await world.send()

    [(_, letter)] = world.mail.sent
    assert letter.to == "housing@qinghe.example"
    assert "2026年3月9日17:00" in letter.subject
    assert "张三" not in letter.subject + letter.body


async def test_each_level_of_supervision_has_its_address(world: World) -> None:
    task = {"case_id": CASE, "task_id": derived_id("t"), "department": "housing"}
    levels = [TaskSupervised(**task, level=level) for level in (1, 2, 3)]
    await world.receive(accepted(), *levels)
    await world.send()

    assert world.to == [
        f"{desk}@qinghe.example" for desk in ("housing", "supervision", "leadership")
    ]


async def test_an_event_without_the_case_number_waits_until_it_is_known(
    world: World,
) -> None:
    overdue = TaskOverdue(
        case_id=CASE, task_id=derived_id("t"), department="housing", due_at=MONDAY
    )
    triage = TriageRequested(case_id=CASE, rules_version="1", due_at=MONDAY)
    await world.receive(overdue, triage)
    await world.send()
    assert world.to == []

    await world.receive(accepted())
    await world.send()
    assert sorted(world.to) == ["dispatch@qinghe.example", "housing@qinghe.example"]


async def test_a_party_gets_a_link_of_its_own(world: World) -> None:
    await world.receive(accepted(), world.invitation(ZHANG))
    await world.send()

    [(_, letter)] = world.mail.sent
    assert "https://tongban.example/invitation#the-token" in letter.body


async def test_an_erased_contact_is_told_nothing_more(world: World) -> None:
    await world.receive(world.contact())
    await world.vault.destroy(CASE)
    await world.receive(answered())
    await world.send()

    assert world.mail.sent == []
    assert [m.state for m in await world.queries.all()] == ["suppressed"]


async def test_what_is_stored_and_said_names_nobody(world: World) -> None:
    await world.receive(world.contact(agent=AGENT), accepted(), world.invitation(ZHANG))
    await world.send()

    stored = [await world.messages.documents.find(id) for id in _ids(world.messages)]
    stored += [await world.contacts.documents.find(id) for id in _ids(world.contacts)]
    everything = repr(stored) + repr(world.city.published)
    secrets = ("张三", "李四", ZHANG.email, ZHANG.phone, "K7M2PQ", "the-token")
    assert not [secret for secret in secrets if secret and secret in everything]


def _ids(repository: object) -> list[str]:
    ids: list[str] = repository.documents.ids  # type: ignore[attr-defined]
    return ids
