"""A fact that concerns many is told to each of them, once, and to nobody else."""

from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from contracts.codes import derived_id
from contracts.dispute import (
    CommitmentMade,
    DangerReported,
    MediationAgreed,
    MediationEnded,
    MediatorChosen,
    OriginatorJoined,
    OriginatorLeft,
    PartySilent,
    SessionScheduled,
    SigningCodeSent,
    TopicScreened,
)
from contracts.intake import ContactErased
from contracts.sealed import OriginatorCard, Preferences, SigningCard
from services.kit.testing.clock import MONDAY
from services.notification.domain.audience import code_contact
from services.notification.recipients import Recipient
from tests.notification.world import AGENT, CASE, CASE_NO, ZHANG, World, accepted

LI = AGENT
MEDIATION = {"case_id": CASE, "mediation_id": derived_id("a mediation")}
PARTIES = tuple(derived_id("a party", person.name) for person in (ZHANG, LI))
TOPIC = derived_id("a topic")
JOINED = derived_id("an originator")
CODE = "482913"
IN_TEN_MINUTES = MONDAY + timedelta(minutes=10)


async def _invited(world: World) -> None:
    """Both parties are known and have been asked."""
    await world.receive(accepted(), world.invitation(ZHANG), world.invitation(LI))
    await world.send()
    world.mail.sent.clear()


def _joined(world: World) -> OriginatorJoined:
    card = world.sealer.seal("notification", OriginatorCard(person=LI))
    return OriginatorJoined(case_id=TOPIC, originator_id=JOINED, contact=card)


def _code(world: World) -> SigningCodeSent:
    card = world.sealer.seal("notification", SigningCard(person=ZHANG, code=CODE))
    return SigningCodeSent(
        **MEDIATION, party_id=PARTIES[0], contact=card, expires_at=IN_TEN_MINUTES
    )


@pytest.mark.parametrize(
    "fact",
    [
        MediationAgreed(**MEDIATION, parties=PARTIES, confirm_by=MONDAY),
        MediationEnded(**MEDIATION, parties=PARTIES, reason="expired"),
        SessionScheduled(
            **MEDIATION,
            parties=PARTIES,
            session_id=derived_id("s"),
            at=MONDAY,
            venue="by-phone",
        ),
    ],
    ids=lambda fact: type(fact).__name__,
)
async def test_each_party_is_told_once(world: World, fact: MediationAgreed) -> None:
    await _invited(world)
    await world.receive(fact)
    world.received -= 1
    await world.receive(fact)
    await world.send()

    assert sorted(world.to) == sorted([ZHANG.email, LI.email])
    assert all(CASE_NO in letter.subject for _, letter in world.mail.sent)


async def test_each_party_is_told_by_its_own_name_and_link(world: World) -> None:
    await world.receive(accepted())
    await world.receive(world.invitation(ZHANG, "one"), world.invitation(LI, "other"))
    await world.send()
    world.mail.sent.clear()
    await world.receive(MediationAgreed(**MEDIATION, parties=PARTIES))
    await world.send()

    bodies = {letter.to: letter.body for _, letter in world.mail.sent}
    assert "张三" in bodies[ZHANG.email]
    assert "#one" in bodies[ZHANG.email]
    assert "#other" in bodies[LI.email]
    assert "张三" not in bodies[LI.email]


async def test_where_parties_are_named_the_applicant_is_not_told_twice(
    world: World,
) -> None:
    await world.receive(world.contact(agent=LI))
    await _invited(world)
    await world.receive(MediationAgreed(**MEDIATION, parties=PARTIES[:1]))
    await world.send()

    told = {letter.to: letter.body for _, letter in world.mail.sent}
    assert set(told) == {ZHANG.email, LI.email}
    assert "K7M2PQ" in told[LI.email]
    assert "K7M2PQ" not in told[ZHANG.email]


async def test_where_no_party_is_named_the_applicant_is_told(world: World) -> None:
    await world.receive(world.contact(), MediationAgreed(**MEDIATION))
    await world.send()

    assert world.to == [ZHANG.email]


@pytest.mark.parametrize(("notice", "words"), [(1, "想请大家坐下来"), (2, "第二次")])
async def test_each_notice_says_which_it_is(
    world: World, notice: int, words: str
) -> None:
    invitation = world.invitation(ZHANG).model_copy(update={"notice": notice})
    await world.receive(accepted(), invitation)
    await world.send()

    [(_, letter)] = world.mail.sent
    assert words in letter.body
    assert "#the-token" in letter.body


async def test_the_last_notice_is_a_letter_that_a_person_posts(world: World) -> None:
    invitation = world.invitation(ZHANG).model_copy(update={"notice": 3})
    await world.receive(accepted(), invitation)
    await world.send()

    assert world.to == []
    assert world.told() == ["message-handed-to-person party letter"]
    [message] = [m for m in await world.queries.all() if m.audience == "party"]
    assert (message.template, message.legal) == ("invitation-last", True)


async def test_whoever_raised_a_topic_is_told_as_a_person_or_by_a_case(
    world: World,
) -> None:
    taken = TopicScreened(case_id=TOPIC, originators=(JOINED, CASE), decision="taken")
    await world.receive(_joined(world), world.contact(), taken)
    await world.send()

    assert sorted(world.to) == sorted([LI.email, ZHANG.email])
    assert all(TOPIC in letter.body for _, letter in world.mail.sent)


async def test_an_originator_who_is_erased_is_told_nothing_more(world: World) -> None:
    taken = TopicScreened(case_id=TOPIC, originators=(CASE,), decision="taken")
    await world.receive(world.contact(), ContactErased(case_id=CASE), taken)
    await world.send()

    assert world.to == []
    assert [m.state for m in await world.queries.all()] == ["suppressed"]


async def test_a_promise_is_told_with_its_number_and_day(world: World) -> None:
    made = CommitmentMade(
        case_id=TOPIC,
        commitment_id=derived_id("c"),
        case_no=CASE_NO,
        department="housing",
        category="sanitation",
        area="990101001",
        promised_by=MONDAY,
        originators=(JOINED,),
    )
    await world.receive(_joined(world), made)
    await world.send()

    [(_, letter)] = world.mail.sent
    for part in (CASE_NO, "住房和城乡建设局", "2026年3月2日"):
        assert part in letter.body


async def test_a_mediator_who_stands_in_no_roster_is_looked_for_by_a_person(
    world: World,
) -> None:
    chosen = MediatorChosen(
        **MEDIATION, mediator="nobody-knows", how="jointly", confirm_by=MONDAY
    )
    await world.receive(accepted(), chosen)
    await world.send()

    assert world.told() == ["message-handed-to-person mediator visit"]


async def test_the_centre_calls_who_is_silent_and_a_desk_hears_of_danger(
    world: World,
) -> None:
    silent = PartySilent(**MEDIATION, party_id=PARTIES[0], notices=1)
    danger = DangerReported(**MEDIATION, kind="domestic_violence", to="line_110")
    await world.receive(accepted())
    await world.receive(silent, danger)
    await world.send()

    assert world.to == ["mediation-centre@qinghe.example", "heads@qinghe.example"]
    assert "家庭暴力" in world.mail.sent[1][1].body


async def test_a_code_is_told_to_its_party_and_lies_nowhere_in_the_clear(
    world: World,
) -> None:
    with capture_logs() as lines:
        await _invited(world)
        await world.receive(_code(world))
        await world.send()

    [(_, letter)] = world.mail.sent
    assert letter.to == ZHANG.email
    assert CODE in letter.body
    stored = [
        await repository.documents.find(id)
        for repository in (world.messages, world.contacts)
        for id in repository.documents.ids  # type: ignore[attr-defined]
    ]
    assert CODE not in repr(stored) + repr(world.city.published) + repr(lines)


async def test_a_code_ends_with_its_time(world: World) -> None:
    await _invited(world)
    code = _code(world)
    await world.receive(code)
    contact_id = code_contact(str(world.about(code, world.received)))
    assert await world.contacts.load(contact_id)
    world.city.clock.advance(timedelta(minutes=11))
    await world.city.ring()
    await world.send()

    kept = await world.contacts.load(contact_id)
    assert kept
    assert kept.card is None
    assert world.to == []


async def test_a_message_keeps_which_version_it_was_written_from(world: World) -> None:
    await world.receive(accepted(), world.contact())
    await world.send()

    [message] = await world.queries.all()
    assert message.version.startswith("2-")


@pytest.mark.parametrize(
    ("large", "longest"), [(True, 34), (False, 80)], ids=["large", "usual"]
)
async def test_whoever_tells_it_by_hand_has_the_words(
    world: World, large: bool, longest: int
) -> None:
    wishes = Preferences(channels=("visit",), large_print=large)
    await world.receive(world.contact(preferences=wishes), accepted())
    await world.send()
    [message] = [m for m in await world.queries.all() if m.audience == "applicant"]
    case = await world.composer.case_of(message)
    to = await world.composer.recipient(message, case)
    assert isinstance(to, Recipient)
    said = world.composer.words(message, case, to)

    assert said
    assert "张三" in said[1]
    rows = [row for row in said[1].splitlines() if "://" not in row]
    assert max(len(row) for row in rows) <= longest


async def test_a_code_is_shown_to_nobody_who_tells_it_by_hand(world: World) -> None:
    await _invited(world)
    await world.receive(_code(world))
    messages = [m for m in await world.queries.all() if m.template == "signing-code"]
    case = await world.composer.case_of(messages[0])
    to = await world.composer.recipient(messages[0], case)
    assert isinstance(to, Recipient)

    assert world.composer.words(messages[0], case, to) is None


async def test_who_left_a_topic_is_known_no_more(world: World) -> None:
    await world.receive(_joined(world))
    left = OriginatorLeft(case_id=TOPIC, originator_id=JOINED)
    await world.receive(left, _joined(world))

    card = await world.contacts.load(JOINED)
    assert card is not None
    assert (card.card, card.erased) == (None, True)
