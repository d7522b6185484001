"""Who is told of what the window decides, and what the letter says."""

from datetime import timedelta

import pytest

from contracts.envelope import Payload
from contracts.intake import (
    CaseAnsweredAtOnce,
    CaseClosed,
    CaseDeclined,
    CaseHandedOver,
    CaseRecorded,
    CaseWarned,
    CorrectionRequested,
)
from services.kit.testing.clock import MONDAY
from services.notification.domain.contact import Contact
from tests.notification.world import (
    CASE,
    CASE_NO,
    CITY,
    NO_MAIL,
    ZHANG,
    World,
    accepted,
    assigned,
    loaded,
    registered,
)

OF_CASE = {"case_id": CASE, "case_no": CASE_NO}
DUE = MONDAY + timedelta(days=15)
DESK, HEADS = "dispatch@qinghe.example", "heads@qinghe.example"
OFFICE = "supervision@qinghe.example"
CORRECTION = CorrectionRequested(**OF_CASE, defects=3, due_at=DUE)
DECLINED = CaseDeclined(**OF_CASE, reason="not_our_power", authority="tax")
HANDED = CaseHandedOver(**OF_CASE, reason="emergency", authority="line_110")
AT_ONCE = CaseAnsweredAtOnce(**OF_CASE)


def warned(reason: str) -> CaseWarned:
    return CaseWarned(**OF_CASE, area="990101001", reason=reason, authority="line_110")


async def told(world: World, fact: Payload, language: str = "zh") -> list[str]:
    """Subjects and bodies of the letters about the fact, in a case just registered."""
    await world.receive(registered(), world.contact(language=language))
    await world.receive(fact)
    await world.send()
    return [f"{letter.subject}\n{letter.body}" for _, letter in world.mail.sent]


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        (CORRECTION, ("3 处", "2026年3月17日17:00", "K7M2PQ", "12345")),
        (DECLINED, ("不属于本市职权", "请找有权处理的机关", "税务机关:打12366")),
        (HANDED, ("公安机关(110)", "您不用再跑一趟", "马上打 110")),
        (AT_ONCE, ("当场答复", "K7M2PQ")),
        (
            accepted().model_copy(update={"deemed": True}),
            ("行政许可法第三十二条", "2026年3月2日", "您不用做什么"),
        ),
    ],
    ids=lambda value: type(value).__name__,
)
async def test_the_applicant_is_told_what_was_decided_and_what_comes_next(
    world: World, fact: Payload, words: tuple[str, ...]
) -> None:
    [letter] = await told(world, fact)

    assert world.to == [ZHANG.email]
    assert CASE_NO in letter
    assert not [word for word in words if word not in letter]


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        (CORRECTION, ("correct them by 2026-03-17 17:00", "3 in all")),
        (DECLINED, ("go to those who have the power", "the tax authority: call 12366")),
        (HANDED, ("the police (110): Somebody has to come at once", "call 110")),
    ],
    ids=lambda value: type(value).__name__,
)
async def test_in_english_too(
    world: World, fact: Payload, words: tuple[str, ...]
) -> None:
    [letter] = await told(world, fact, "en")

    plain = " ".join(letter.split())
    assert not [word for word in words if word not in plain]


async def test_what_is_said_of_a_case_that_is_accepted_by_silence_is_one_letter(
    world: World,
) -> None:
    await told(world, accepted().model_copy(update={"deemed": True}))

    told_of = {m.template for m in await world.queries.all()}
    assert told_of == {"case-accepted-by-silence"}


async def test_a_decline_without_another_office_names_none(world: World) -> None:
    [letter] = await told(world, CaseDeclined(**OF_CASE, reason="not_corrected"))

    assert "未在期限内补正" in letter
    assert "您该找的是" not in letter


@pytest.mark.parametrize(
    ("reason", "desk"),
    [("self_harm", HEADS), ("group_incident", OFFICE), ("limitation", DESK)],
)
async def test_a_warning_goes_to_the_desk_of_its_reason(
    world: World, reason: str, desk: str
) -> None:
    [letter] = await told(world, warned(reason))

    assert world.to == [desk]
    assert CASE_NO in letter
    assert "城东区青石街道" in letter
    assert ZHANG.name not in letter
    assert [m.urgency for m in await world.queries.all()] == ["urgent"]


async def test_a_warning_that_the_city_has_no_word_for_goes_to_the_dispatcher(
    world: World,
) -> None:
    await told(world, warned("something-newer"))

    assert world.to == [DESK]


def test_every_reason_to_warn_has_its_desk() -> None:
    texts = loaded()
    desks = texts.subscriptions.warning_desks

    assert desks.keys() == texts.directory.lists["warning_reasons"].keys()
    assert set(desks.values()) <= texts.directory.desks.keys()
    assert (CITY / "warnings.yaml").exists()


@pytest.mark.parametrize(
    "fact",
    [
        CaseClosed(case_id=CASE),
        CaseRecorded(
            **OF_CASE,
            kind="request",
            category="sanitation",
            area="990101001",
            received_at=MONDAY,
            answered_at=MONDAY,
        ),
    ],
    ids=lambda value: type(value).__name__,
)
async def test_nobody_is_told_of_what_needs_nobody(world: World, fact: Payload) -> None:
    assert await told(world, fact) == []
    assert await world.queries.all() == []


async def test_a_declined_case_is_visited_where_it_is(world: World) -> None:
    """It is never accepted: its registration says whose work list it belongs to."""
    await world.receive(registered(), world.contact(NO_MAIL), DECLINED)
    await world.send()

    [message] = await world.queries.all()
    assert (message.state, message.area) == ("handed_to_person", "990101001")


async def test_a_case_without_a_contact_goes_to_a_person_after_a_day(
    world: World,
) -> None:
    await world.receive(registered(), HANDED)
    await world.send()
    await world.send(after=timedelta(days=1))
    await world.send(after=timedelta(days=1))

    [message] = await world.queries.all()
    assert (message.state, message.reason) == ("handed_to_person", "no_contact")
    assert message.area == "990101001"


async def _contact(world: World) -> Contact:
    contact = await world.contacts.load(CASE)
    assert contact is not None
    return contact


async def test_a_registration_that_names_no_area_takes_none_away(world: World) -> None:
    await world.receive(assigned(), registered(area=None))

    assert (await _contact(world)).area == "990101001"


async def test_an_acceptance_that_says_nothing_new_writes_nothing(world: World) -> None:
    await world.receive(registered())
    before = await world.contacts.read(CASE)
    await world.receive(accepted())

    assert before is not None
    assert await world.contacts.read(CASE) == before
