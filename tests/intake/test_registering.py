"""One submission is one case; what it says is sealed before anybody decides."""

import asyncio

from contracts.intake import CaseAccepted, ContactRegistered
from contracts.sealed import ContactCard
from services.kit.sealing.readers import Opener
from services.kit.writing.documents import Write
from tests.intake.world import KEY, RESIDENT, ZHANG, World, clerk, form


async def test_a_case_is_registered_and_accepted_at_once(world: World):
    answer = await world.post(form(urgency="emergency"))

    assert answer.status_code == 201
    assert answer.json()["state"] == "accepted"
    assert answer.json()["case_no"].startswith("20260302000001")
    assert answer.headers["location"] == f"/v1/cases/{answer.json()['case_id']}"
    assert world.said() == ["case-registered", "case-accepted", "contact-registered"]
    accepted = world.city.facts[1]
    assert isinstance(accepted, CaseAccepted)
    assert (accepted.urgency, accepted.area) == ("emergency", "990101001")


async def test_the_same_request_again_gets_the_same_receipt(world: World):
    first = await world.post(form())
    again = await world.post(form())

    assert (again.status_code, again.json()) == (201, first.json())
    assert world.said().count("case-registered") == 1


async def test_the_same_key_for_another_request_is_refused(world: World):
    await world.post(form())
    other = await world.post(form(title="另一件事"))

    assert other.status_code == 422
    assert other.json()["type"] == "/problems/idempotency-key-reused"


async def test_two_at_once_are_one_case(world: World):
    answers = await asyncio.gather(*(world.post(form()) for _ in range(4)))

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    assert len(world.repository.documents.ids) == 1
    assert world.said().count("case-accepted") == 1


async def test_the_same_key_of_another_person_is_another_case(world: World):
    mine = await world.post(form(), by=clerk("9901"))
    theirs = await world.post(form(), by=clerk("990101"))

    assert mine.json()["case_id"] != theirs.json()["case_id"]


async def test_a_crash_between_key_and_case_is_harmless(world: World, monkeypatch):
    async def power_cut(id: str, version: int, write: Write) -> bool:
        raise ConnectionAbortedError

    with monkeypatch.context() as patched:
        patched.setattr(world.repository.documents, "swap", power_cut)
        assert (await world.post(form())).status_code == 500
    retried = await world.post(form())

    assert retried.status_code == 201
    assert retried.json()["case_no"].startswith("20260302000002")
    case = await world.case(retried.json()["case_id"])
    content = await world.contents.read(case)
    assert content is not None
    assert content.title == form()["title"]


async def test_nothing_that_was_written_lies_or_leaves_in_the_clear(world: World):
    await world.post(form(answers={"parties": [{"name": "李四"}]}))

    letters = b"".join(value for _, value in world.city.bus.letters)
    stored = b"".join(world.repository.documents._stored.values())
    planted = [*ZHANG.values(), form()["title"], form()["text"], "李四", KEY]
    for text in planted:
        assert text.encode() not in letters + stored


async def test_notification_alone_learns_how_to_reach_people(world: World):
    receipt = await world.registered(language="en")

    contact = world.city.facts[2]
    assert isinstance(contact, ContactRegistered)
    opener = Opener(world.private["notification"])
    card = opener.open(contact.contact, ContactCard)
    assert card.applicant is not None
    assert (card.applicant.phone, card.applicant.id_number) == (ZHANG["phone"], None)
    assert (card.query_code, card.language) == (receipt["query_code"], "en")


async def test_where_nobody_can_be_reached_no_contact_is_said(world: World):
    await world.registered(applicant=None)
    await world.registered(applicant={"name": "无名氏", "phone": "", "email": ""})

    assert "contact-registered" not in world.said()


async def test_a_resident_registers_for_oneself(world: World):
    mine = await world.post(form(channel="web"), by=RESIDENT)

    assert mine.status_code == 201
    case = await world.case(mine.json()["case_id"])
    assert case.owner == world.contents.owner(RESIDENT)


async def test_a_department_registers_nothing(world: World):
    refused = await world.post(form(), by="department//housing")

    assert refused.status_code == 403
