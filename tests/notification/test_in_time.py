"""Before a day comes, or once it has passed, those are told who can do something."""

from datetime import timedelta

import pytest

from contracts.codes import derived_id
from contracts.dispute import (
    AgreementSigned,
    ConfirmationDueSoon,
    ContactMissed,
    MediationOpened,
    MeetingDueSoon,
    MinutesPublished,
    OriginatorJoined,
    RestDecided,
    ScreeningOverdue,
    SealOverdue,
    SessionCancelled,
    SessionDueSoon,
    SigningCodeSent,
    SurveyClosed,
    TopicJoined,
    TopicProposed,
)
from contracts.envelope import Payload
from contracts.sealed import OriginatorCard, SigningCard
from services.kit.testing.clock import MONDAY
from services.notification.channels.channel import Refused
from services.notification.domain.message import Message
from tests.notification.world import AGENT, CASE, ZHANG, World, accepted

LI = AGENT
PARTIES = tuple(derived_id("a party", person.name) for person in (ZHANG, LI))
MEDIATION = {"case_id": CASE, "mediation_id": derived_id("a mediation")}
OF_PARTIES = MEDIATION | {"parties": PARTIES}
SITTING = {"session_id": derived_id("s"), "venue": "by-phone"}
LATER = MONDAY + timedelta(days=3)
MINUTES = timedelta(minutes=10)
OPENED = {"task_id": derived_id("a task"), "regime": "people"}
TOPIC, JOINED = derived_id("a topic"), derived_id("an originator")
OF_TOPIC = {"case_id": TOPIC, "originators": (JOINED,), "area": "990101001"}
RAISED = {"case_id": TOPIC, "originators": (JOINED,)}
BOTH = [ZHANG.email, LI.email]
CENTRE, CHEN = "mediation-centre@qinghe.example", "chen-he@mediators.example"
SUPERVISION = "supervision@qinghe.example"


async def _told(world: World, *facts: Payload) -> dict[str, str]:
    """The subject of what each has in the mail, whose address it is."""
    await world.receive(accepted(), world.invitation(ZHANG), world.invitation(LI))
    card = world.sealer.seal("notification", OriginatorCard(person=ZHANG))
    await world.receive(
        OriginatorJoined(case_id=TOPIC, originator_id=JOINED, contact=card)
    )
    await world.send()
    world.mail.sent.clear()
    await world.receive(*facts)
    await world.send()
    return {letter.to: letter.subject for _, letter in world.mail.sent}


@pytest.mark.parametrize(
    ("fact", "who"),
    [
        (SessionDueSoon(**OF_PARTIES, **SITTING, at=LATER), BOTH),
        (
            SessionDueSoon(**OF_PARTIES, **SITTING, at=LATER, mediator="chen-he"),
            [*BOTH, CHEN],
        ),
        (
            ConfirmationDueSoon(**OF_PARTIES, confirm_by=LATER, mediator="chen-he"),
            [*BOTH, CHEN],
        ),
        (AgreementSigned(**OF_PARTIES, seal_by=LATER), [*BOTH, CENTRE]),
        (SessionCancelled(**OF_PARTIES, session_id=CASE, at=LATER), BOTH),
        (
            SessionCancelled(
                **OF_PARTIES, session_id=CASE, at=LATER, mediator="chen-he"
            ),
            [*BOTH, CHEN],
        ),
        (MediationOpened(**MEDIATION, **OPENED, rest=True, mediator="chen-he"), [CHEN]),
        (SealOverdue(**OF_PARTIES, due_at=MONDAY, until=LATER), [*BOTH, CENTRE]),
        (
            SealOverdue(**OF_PARTIES, due_at=MONDAY, until=LATER, escalated=True),
            [*BOTH, CENTRE, SUPERVISION],
        ),
        (ContactMissed(**MEDIATION, due_at=MONDAY, reason="not_screened"), [CENTRE]),
        (ScreeningOverdue(**OF_TOPIC, until=LATER), [ZHANG.email, CENTRE]),
        (
            ScreeningOverdue(**OF_TOPIC, until=LATER, escalated=True),
            [ZHANG.email, CENTRE, SUPERVISION],
        ),
    ],
    ids=lambda value: type(value).__name__,
)
async def test_whoever_can_do_something_is_told(
    world: World, fact: Payload, who: list[str]
) -> None:
    assert sorted(await _told(world, fact)) == sorted(who)


@pytest.mark.parametrize("rest", [False, True])
async def test_a_dispute_is_taken_up_once_and_not_again_with_its_rest(
    world: World, rest: bool
) -> None:
    await world.receive(accepted(), world.contact())
    await world.receive(MediationOpened(**MEDIATION, **OPENED, rest=rest))
    await world.send()

    opened = [m for m in await world.queries.all() if m.template == "mediation-opened"]
    assert len(opened) == (0 if rest else 1)


async def test_each_party_reads_until_when_the_rest_lasts(world: World) -> None:
    of_rest = {"rest": True, "mediator": "chen-he", "term_ends_at": LATER}
    letter = world.invitation(ZHANG).model_copy(update=of_rest)
    await world.receive(accepted(), letter)
    await world.send()
    [(_, mail)] = world.mail.sent

    assert "最晚 2026年3月5日17:00 结束" in mail.body
    assert "调解员是陈和" in mail.body


async def test_a_reminder_says_when_and_where(world: World) -> None:
    told = await _told(world, SessionDueSoon(**OF_PARTIES, **SITTING, at=LATER))
    bodies = [letter.body for _, letter in world.mail.sent]

    assert all("2026年3月5日" in subject for subject in told.values())
    assert all("打电话谈" in body for body in bodies)


@pytest.mark.parametrize(
    ("reason", "said"),
    [("unwilling", "有一方不愿意"), (None, "有一方不愿意接着谈或者")],
)
async def test_each_party_reads_why_the_rest_is_not_mediated(
    world: World, reason: str | None, said: str
) -> None:
    await _told(world, RestDecided(**OF_PARTIES, decision="ended", reason=reason))
    bodies = [letter.body for _, letter in world.mail.sent]

    assert [said in body for body in bodies] == [True, True]
    assert ["已经按规定删除" in body for body in bodies] == [reason is None] * 2


async def test_who_raised_a_topic_reads_by_when_they_hear(world: World) -> None:
    proposed = {"origin": "resident", "category": "sanitation", "screen_by": LATER}
    await _told(world, TopicProposed(**OF_TOPIC, **proposed))
    await world.receive(ScreeningOverdue(**OF_TOPIC, until=LATER, escalated=True))
    await world.send()
    mine = [letter.body for _, letter in world.mail.sent if letter.to == ZHANG.email]

    assert ["最晚 2026年3月5日" in body for body in mine] == [True, True]
    assert "督查" in mine[-1]


MEETING = {"meeting_id": derived_id("m"), "at": LATER, "venue": "hall-bingdili"}


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        (TopicJoined(**RAISED, **MEETING), "并蒂里社区议事厅"),
        (TopicJoined(**RAISED, until=LATER), "请在 2026年3月5日17:00 前说一说"),
        (TopicJoined(**RAISED, screen_by=LATER), "最晚 2026年3月5日17:00 告诉您"),
        (TopicJoined(**RAISED), "往后每一步我们都告诉您"),
        (SurveyClosed(**RAISED), "大家的意见收齐了"),
        (MeetingDueSoon(**RAISED, **MEETING), "2026年3月5日17:00"),
        (MinutesPublished(**RAISED, meeting_id=derived_id("m")), "记录写好了"),
    ],
    ids=lambda value: type(value).__name__,
)
async def test_everybody_who_raised_a_topic_is_told_at_every_step(
    world: World, fact: Payload, said: str
) -> None:
    assert [*await _told(world, fact)] == [ZHANG.email]
    [(_, letter)] = world.mail.sent
    assert said in letter.body


async def test_nobody_calls_about_a_code_that_has_expired(world: World) -> None:
    card = world.sealer.seal("notification", SigningCard(person=ZHANG, code="482913"))
    code = SigningCodeSent(
        **MEDIATION, party_id=PARTIES[0], contact=card, expires_at=MONDAY + MINUTES
    )
    world.mail.faults = [Refused("mailbox_unknown")]
    await world.receive(accepted(), code)
    await world.send()
    [line] = await _lines(world)
    assert line.channel == "call"

    world.city.clock.advance(MINUTES / 2)
    await world.city.ring()
    assert await _lines(world) == [line]
    world.city.clock.advance(MINUTES / 2)
    await world.city.ring()

    assert await _lines(world) == []
    after = await world.messages.load(line.message_id)
    assert after
    assert (after.state, after.reason) == ("suppressed", "expired")
    assert not after.forgotten


async def _lines(world: World) -> list[Message]:
    told = await world.queries.all()
    return [message for message in told if message.state == "handed_to_person"]
