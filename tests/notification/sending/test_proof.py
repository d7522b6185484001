"""What the law wants proven goes where receipts come from; e-mail is a copy of it."""

from pathlib import Path

import pytest

from contracts.intake import CorrectionRequested
from contracts.sealed import Person, Preferences
from services.kit.testing.clock import MONDAY
from services.notification.api.inbox import Mine, shown
from services.notification.channels.channel import Receipt, Refused
from services.notification.domain.contact import OptOut, opt_out
from services.notification.domain.message import Message
from services.notification.domain.proving import with_proof
from tests.notification.sending.providers import HOUR, MINUTE, MemoryGateway
from tests.notification.sending.queries_suite import message
from tests.notification.world import (
    AGENT,
    CASE,
    CASE_NO,
    ZHANG,
    World,
    loaded,
    registered,
)

ONLY_MAIL = Person(name="孙七", email="sun.qi@people.example")
PROVING = {"sms", "voice"}


def notice() -> CorrectionRequested:
    due_at = MONDAY + 24 * HOUR
    return CorrectionRequested(case_id=CASE, case_no=CASE_NO, defects=1, due_at=due_at)


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path, gateways=(MemoryGateway("sms"), MemoryGateway("voice")))


async def noticed(world: World, person: Person = ZHANG, **how: object) -> None:
    await world.receive(registered(), world.contact(person, **how), notice())
    await world.send()


async def proof(world: World) -> Message:
    return next(m for m in await world.queries.all() if not m.is_copy)


async def copy(world: World) -> Message:
    return next(m for m in await world.queries.all() if m.is_copy)


async def test_it_is_proven_by_its_receipt_and_the_mail_is_a_copy(world: World) -> None:
    await noticed(world)
    await world.send(after=MINUTE)

    assert [letter.to for letter in world.gateways[0].letters] == ["+8613900000001"]
    assert world.to == [ZHANG.email]
    assert [(await proof(world)).state, (await copy(world)).state] == [
        "delivered",
        "sent",
    ]


async def test_without_a_receipt_it_goes_on_to_a_person_though_the_mail_left(
    world: World,
) -> None:
    for gateway in world.gateways:
        gateway.fate = Receipt("accepted")
    await noticed(world)
    for _ in range(4):
        await world.send(after=HOUR)

    assert (await proof(world)).state == "handed_to_person"
    assert [each.channel for each in (await proof(world)).attempts] == ["sms", "voice"]


async def test_who_has_only_mail_is_visited_too(world: World) -> None:
    await noticed(world, ONLY_MAIL)

    assert world.to == [ONLY_MAIL.email]
    assert (await proof(world)).state == "handed_to_person"


async def test_for_a_copy_that_fails_nobody_is_sent(world: World) -> None:
    world.mail.faults = [Refused("mailbox_unknown")]
    await noticed(world)
    await world.send(after=MINUTE)

    after = await copy(world)
    assert (after.state, after.reason) == ("suppressed", "mailbox_unknown")
    assert world.told().count("message-handed-to-person applicant visit") == 0


async def test_what_fails_of_a_copy_is_not_told_as_the_notices_own(
    world: World,
) -> None:
    world.mail.faults = [Refused("mailbox_unknown")]
    await noticed(world)
    await world.send(after=MINUTE)

    assert world.told() == [
        "message-sent applicant sms",
        "message-delivered applicant sms",
    ]


async def test_who_wants_mail_alone_gets_it_and_the_proof_as_well(world: World) -> None:
    await noticed(world, preferences=Preferences(channels=("email",)))

    assert world.to == [ZHANG.email]
    assert len(world.gateways[0].letters) == 1


@pytest.mark.parametrize("wished", [("in_app",), ("in_app", "email")])
async def test_who_looks_into_the_inbox_finds_it_there_once_and_the_copy_goes_by_mail(
    world: World, wished: tuple[str, ...]
) -> None:
    await noticed(world, preferences=Preferences(channels=wished))

    assert len((await shown(world.in_app, Mine(CASE))).items) == 1
    assert world.to == [ZHANG.email]


async def test_who_wants_a_human_gets_no_copy_by_mail(world: World) -> None:
    await noticed(world, preferences=Preferences(channels=("in_app",), human=True))

    assert world.to == []


async def test_nobody_opts_out_of_the_proof(world: World) -> None:
    await world.receive(registered(), world.contact())
    await world.contacts.command(CASE, OptOut(("email", "sms")), opt_out)
    await world.receive(notice())
    await world.send()

    assert world.to == []
    assert len(world.gateways[0].letters) == 1


async def test_a_repeat_makes_no_third_and_the_agent_has_two_as_well(
    world: World,
) -> None:
    await noticed(world, agent=AGENT)
    world.received -= 1
    await world.receive(notice())
    await world.send()

    told = await world.queries.all()
    assert sorted((m.recipient, m.is_copy) for m in told) == [
        ("agent", False),
        ("agent", True),
        ("applicant", False),
        ("applicant", True),
    ]
    assert sorted(world.to) == [AGENT.email, ZHANG.email]


def test_what_is_proven_by_every_channel_needs_no_copy() -> None:
    by_letter = message("one", channels=("letter",))
    by_sms = message("two", channels=("sms", "visit"))

    assert with_proof(by_letter, PROVING) == (by_letter,)
    assert with_proof(by_sms, PROVING) == (by_sms,)


def test_a_city_whose_short_messages_have_no_receipts_proves_nothing_by_them() -> None:
    channels = ("email", "sms", "voice", "visit")
    proven, copy = with_proof(message("one", channels=channels), {"voice"})

    assert proven.channels == ("voice", "visit")
    assert copy.channels == ("email", "sms", "visit")


def test_every_notice_of_the_law_is_proven() -> None:
    """A party that is silent is asked three times: the last time is the proof."""
    legal = [row for row in loaded().subscriptions.subscriptions if row.legal]

    assert {row.template for row in legal if not row.proof} == {
        "invitation",
        "invitation-again",
    }
    [last] = [row for row in legal if row.template == "invitation-last"]
    assert (last.proof, last.channels) == ("needed", ("letter",))
