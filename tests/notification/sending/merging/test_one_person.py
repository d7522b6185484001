"""Several messages to one person leave as one, whatever cases they are of."""

from dataclasses import replace
from pathlib import Path

import pytest

from contracts.codes import derived_id
from contracts.intake import CaseHandedOver, ContactErased
from contracts.sealed import ContactCard, Person
from services.notification.channels.channel import Away, Receipt
from services.notification.delivery.receipts import told as heard
from services.notification.domain.message import Message
from tests.notification.sending.providers import (
    HOUR,
    MINUTE,
    MemoryGateway,
    by_every_channel,
)
from tests.notification.world import (
    CASE,
    CASE_NO,
    NO_MAIL,
    Died,
    World,
    accepted,
    answered,
    loaded,
)

OTHER = derived_id("another case")
OTHER_NO = "202603020000023"
TWO, THREE = "您有2条办事通知", "您有3条办事通知"
AS_TYPED = Person(name="王 五", phone="+86 139 0000 0003")
HIS_WIFE = Person(name="赵六", phone=NO_MAIL.phone)


def of_the_other(fact):
    return fact.model_copy(update={"case_id": OTHER, "case_no": OTHER_NO})


async def knows(world: World, person: Person, case: str, number: str) -> None:
    card = ContactCard(applicant=person, case_no=number, query_code="K7M2PQ")
    sealed = world.sealer.seal("notification", card)
    known = world.contact().model_copy(update={"case_id": case, "contact": sealed})
    await world.receive(known)


async def two_cases(world: World, other: Person = AS_TYPED) -> None:
    """One message has left; one of each case waits, unless it is somebody else's."""
    await knows(world, NO_MAIL, CASE, CASE_NO)
    await knows(world, other, OTHER, OTHER_NO)
    await world.receive(accepted(), of_the_other(accepted()))
    await world.send()
    await world.receive(answered())
    await world.send(after=MINUTE)


async def by_case(world: World) -> dict[str, list[Message]]:
    found: dict[str, list[Message]] = {CASE: [], OTHER: []}
    for message in await world.queries.all():
        found[message.case_id].append(message)
    return found


async def states(world: World) -> list[str]:
    return sorted(message.state for message in await world.queries.all())


async def test_one_text_names_each_case(world, sms) -> None:
    await two_cases(world)
    assert len(sms.letters) == 1
    await world.send(after=10 * MINUTE)

    together = sms.letters[-1]
    assert (len(sms.letters), together.subject) == (2, TWO)
    assert CASE_NO in together.body
    assert OTHER_NO in together.body
    assert await states(world) == ["delivered", "sent", "sent"]


async def test_of_those_that_are_due_together_the_eldest_takes_the_others(
    world, sms
) -> None:
    """Whichever worker is first: two that claim at once would leave alone."""
    await two_cases(world)
    world.city.clock.advance(10 * MINUTE)
    waiting = [m for m in await world.queries.all() if m.state == "queued"]
    younger = max(waiting, key=lambda each: (each.created_at, each.message_id))
    await world.office.lines["sms"].step(younger.message_id)
    assert len(sms.letters) == 1
    await world.send()

    assert [letter.subject for letter in sms.letters[1:]] == [TWO]


async def test_whoever_starts_again_in_between_still_waits(world, sms) -> None:
    await two_cases(world)
    world.office = world.opened()
    await world.send(after=MINUTE)
    assert len(sms.letters) == 1
    world.office = world.opened()
    await world.send(after=9 * MINUTE)

    assert [letter.subject for letter in sms.letters[1:]] == [TWO]


async def test_a_crash_in_between_tells_no_case_twice(world, sms) -> None:
    await two_cases(world)
    sms.after = [Died()]
    await world.send(after=10 * MINUTE)
    world.office = world.opened()
    for _ in range(4):
        await world.send(after=MINUTE)

    assert len(sms.letters) == 2
    assert world.told().count("message-sent applicant sms") == 3


@pytest.mark.parametrize("status", ["delivered", "failed"])
async def test_the_receipt_is_that_of_each_case(world, sms, status) -> None:
    sms.fate = Receipt("accepted")
    await two_cases(world)
    await world.send(after=10 * MINUTE)
    [carrier] = [message for message in await world.queries.all() if message.carries]
    receipt = Receipt(status, "not_reached")
    world.office.soon(await heard(world.house, "sms", carrier.reference, receipt))
    await world.send()

    became = {"delivered": "delivered", "failed": "handed_to_person"}[status]
    for of_one in (await by_case(world)).values():
        assert became in [message.state for message in of_one]


async def test_over_night_both_wait_and_leave_as_one(world, sms) -> None:
    await knows(world, NO_MAIL, CASE, CASE_NO)
    await knows(world, AS_TYPED, OTHER, OTHER_NO)
    await world.send(after=13 * HOUR)
    await world.receive(accepted(), of_the_other(accepted()), answered())
    await world.send()
    assert await states(world) == ["queued"] * 3
    await world.send(after=10 * HOUR)

    assert [letter.subject for letter in sms.letters] == [THREE]


async def test_what_is_urgent_leaves_alone_and_at_once(tmp_path: Path) -> None:
    """A case handed over is urgent, as the city has it."""
    told = by_every_channel("sms", "visit")
    rows = [
        row.model_copy(update={"urgency": "urgent"})
        if row.event == CaseHandedOver.TYPE
        else row
        for row in told.subscriptions
    ]
    urgent = replace(told, subscriptions=tuple(rows))
    gateways = (MemoryGateway("sms"),)
    world = World(tmp_path, gateways=gateways, subscriptions=urgent)
    sms = world.gateways[0]
    await two_cases(world)
    handed = CaseHandedOver(
        case_id=CASE, case_no=CASE_NO, reason="danger", authority="x"
    )
    await world.receive(of_the_other(handed))
    await world.send()

    assert len(sms.letters) == 2
    assert "条办事通知" not in sms.letters[-1].subject
    await world.send(after=10 * MINUTE)
    assert sms.letters[-1].subject == TWO


@pytest.mark.parametrize("gone", [CASE, OTHER])
async def test_whose_contact_was_erased_is_in_no_text(world, sms, gone) -> None:
    await two_cases(world)
    await world.receive(ContactErased(case_id=gone))
    await world.send(after=20 * MINUTE)

    kept = OTHER_NO if gone == CASE else CASE_NO
    erased = CASE_NO if gone == CASE else OTHER_NO
    body = sms.letters[-1].body
    assert kept in body
    assert erased not in body
    assert "suppressed" in [m.state for m in (await by_case(world))[gone]]


async def test_nothing_leads_from_the_erased_to_the_same_person(world) -> None:
    await two_cases(world)
    before = await world.contacts.load(CASE)
    other = await world.contacts.load(OTHER)
    assert before.people["applicant"] == other.people["applicant"]
    await world.receive(ContactErased(case_id=CASE))

    after = await world.contacts.load(CASE)
    document = await world.contacts.documents.find(CASE)
    assert (after.people, document["people"]) == ({}, [])
    assert (await world.contacts.load(OTHER)).people == other.people
    assert set(await world.queries.same_person(OTHER, "applicant")) == {
        f"{OTHER} applicant",
        f"{OTHER} {OTHER}",
    }


async def test_what_is_tried_again_no_longer_tells_who_was_erased(world, sms) -> None:
    await two_cases(world)
    sms.faults = [Away("gateway_away")]
    await world.send(after=10 * MINUTE)
    [carrier] = [message for message in await world.queries.all() if message.carries]
    gone = OTHER if carrier.case_id == CASE else CASE
    await world.receive(ContactErased(case_id=gone))
    await world.send(after=MINUTE)

    assert len(sms.letters) == 2
    assert (CASE_NO if gone == CASE else OTHER_NO) not in sms.letters[-1].body


async def test_with_a_carrier_that_was_erased_the_other_case_is_not_lost(
    world, sms
) -> None:
    """It may have arrived by this channel: the next one is taken."""
    await two_cases(world)
    sms.faults = [Away("gateway_away")]
    await world.send(after=10 * MINUTE)
    [carrier] = [message for message in await world.queries.all() if message.carries]
    await world.receive(ContactErased(case_id=carrier.case_id))
    for _ in range(3):
        await world.send(after=MINUTE)

    other = CASE if carrier.case_id == OTHER else OTHER
    assert len(sms.letters) == 1
    last = (await by_case(world))[other][-1]
    assert last.state == "handed_to_person"


async def test_two_of_one_household_are_two_persons(world, sms) -> None:
    """One telephone, two names: nobody's matter is told in the other's message."""
    await two_cases(world, HIS_WIFE)
    await world.receive(of_the_other(answered()))
    await world.send(after=15 * MINUTE)

    assert len(sms.letters) == 4
    assert not any("条办事通知" in letter.subject for letter in sms.letters)
    for letter in sms.letters:
        assert (NO_MAIL.name in letter.body) != (HIS_WIFE.name in letter.body)


async def test_no_address_lies_anywhere_in_the_clear(world) -> None:
    await two_cases(world)
    stored = [
        await repository.documents.find(id)
        for repository in (world.messages, world.contacts)
        for id in repository.documents.ids
    ]

    assert not [word for word in ("13900000003", "王五") if word in repr(stored)]


@pytest.mark.parametrize("form", ["sms", "voice"])
def test_every_text_that_may_leave_with_others_names_its_case(form: str) -> None:
    """Of an applicant or a party; a topic has a name, and no number."""
    texts = loaded()
    named = {
        row.template
        for row in texts.subscriptions.subscriptions
        if row.audience in ("applicant", "party") and form in row.channels
    }
    for template in sorted(named):
        for language in ("zh", "en"):
            parts = texts.templates.text(template, language).parts
            assert "case_no" in parts[form].holes, (template, language)
    assert named
