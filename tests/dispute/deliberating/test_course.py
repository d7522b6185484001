"""A topic from its proposal to the meeting, and what each step says to whom."""

from datetime import timedelta
from functools import partial

import pytest

from contracts.codes import derived_id
from services.dispute.deliberating.domain.parts import Question
from services.dispute.deliberating.domain.raising.proposing import leave
from services.dispute.deliberating.domain.raising.screening import (
    ForReason,
    close,
    decline,
    reword,
)
from services.dispute.deliberating.domain.talking.meeting import (
    Hold,
    MoveMeeting,
    Schedule,
    hold,
    move_meeting,
    schedule,
)
from services.dispute.deliberating.domain.talking.surveying import (
    CloseSurvey,
    PublishSurvey,
    close_survey,
    publish_survey,
)
from services.dispute.deliberating.domain.talking.voicing import (
    Release,
    Speak,
    release,
    speak,
)
from services.dispute.deliberating.domain.topic import Topic
from services.kit.errors import Rejected
from tests.dispute.deliberating.world import DAY, TOPIC, WORDING, ZHANG, Square

ASKED = (Question(text="几点收摊", choices=("九点", "十点")),)


async def test_a_resident_is_announced_once_and_named_in_every_step(
    square: Square,
) -> None:
    topic = await square.promised()

    assert square.said() == [
        "originator-joined",
        "topic-proposed resident",
        "topic-screened taken",
        "meeting-scheduled 1",
        "meeting-held 23",
        "commitment-made",
    ]
    assert square.named() == {topic.originator_ids}
    assert [card.person for card in square.reached] == [ZHANG]


async def test_names_and_words_lie_sealed(square: Square) -> None:
    topic = await square.taken()
    stored = str(await square.hall.topics.documents.find(TOPIC))

    for secret in ("张三", "139-0000-0001", "烧烤摊太吵", "凌晨"):
        assert secret not in stored
        assert secret not in str(square.city.facts)
    assert topic.originators[0].card is not None


async def test_a_declined_topic_says_why(square: Square) -> None:
    await square.proposed()
    why = ForReason("not_public")
    topic = await square.command(why, partial(decline, square.norms))

    assert square.said()[-1] == "topic-screened declined not_public"
    assert not topic.public
    with pytest.raises(Rejected, match="wrong-state"):
        await square.command(ForReason("settled"), partial(decline, square.norms))


async def test_a_reason_is_one_of_the_citys(square: Square) -> None:
    await square.proposed()

    with pytest.raises(Rejected, match="unknown-reason"):
        await square.command(ForReason("lazy"), partial(decline, square.norms))


def asking(square: Square, days: float = 14) -> PublishSurvey:
    return PublishSurvey(ASKED, square.now + timedelta(days=days), "digest")


async def test_a_survey_ends_on_its_day(square: Square) -> None:
    await square.taken()
    command, decide = asking(square), partial(publish_survey, square.norms)
    await square.command(command, decide)
    again = await square.command(command, decide)
    assert again.state == "surveying"
    assert square.said().count("survey-published") == 1

    square.city.clock.advance(14 * DAY)
    await square.city.ring()

    assert (await square.topic()).state == "surveyed"


async def test_the_host_may_end_a_survey_before(square: Square) -> None:
    await square.taken()
    await square.command(asking(square), partial(publish_survey, square.norms))
    assert (await square.command(CloseSurvey(), close_survey)).state == "surveyed"
    await square.command(CloseSurvey(), close_survey)
    square.city.clock.advance(20 * DAY)
    await square.city.ring()

    assert (await square.topic()).state == "surveyed"


@pytest.mark.parametrize(("days", "reason"), [(0, "not-ahead"), (31, "too-long")])
async def test_a_survey_has_an_end_that_people_live_to_see(
    square: Square, days: int, reason: str
) -> None:
    await square.taken()

    with pytest.raises(Rejected, match=reason):
        await square.command(
            asking(square, days), partial(publish_survey, square.norms)
        )


async def test_a_meeting_that_moves_is_told_again(square: Square) -> None:
    await square.scheduled()
    moved = MoveMeeting(square.now + 3 * DAY, "studio-qingshi")
    decide = partial(move_meeting, square.norms)
    await square.command(moved, decide)
    topic = await square.command(moved, decide)

    assert square.said()[-1] == "meeting-scheduled 2"
    assert [meeting.times for meeting in topic.meetings] == [2]


@pytest.mark.parametrize(
    ("venue", "days", "reason"),
    [
        ("nowhere", 1, "unknown-venue"),
        ("on-site", -1, "not-ahead"),
        ("on-site", 367, "too-far-ahead"),
    ],
)
async def test_a_meeting_is_somewhere_and_still_to_come(
    square: Square, venue: str, days: int, reason: str
) -> None:
    await square.taken()
    command = Schedule("m", square.now + days * DAY, venue, "d")

    with pytest.raises(Rejected, match=reason):
        await square.command(command, partial(schedule, square.norms))


async def test_nobody_has_met_before_it_began(square: Square) -> None:
    await square.scheduled()

    with pytest.raises(Rejected, match="not-begun"):
        await square.command(Hold(5, None, ""), hold)


async def test_people_may_meet_again(square: Square) -> None:
    await square.held()
    command = Schedule(derived_id("n"), square.now + DAY, "on-site", "e")
    await square.command(command, partial(schedule, square.norms))
    square.city.clock.advance(DAY)
    topic = await square.command(Hold(7, None, ""), hold)

    assert [meeting.attended for meeting in topic.meetings] == [23, 7]


async def test_where_nothing_was_promised_the_end_is_told(square: Square) -> None:
    await square.held()
    decide = partial(close, square.norms)
    await square.command(ForReason("no_agreement"), decide)
    await square.command(ForReason("no_agreement"), decide)

    assert square.said()[-2:] == ["meeting-held 23", "topic-closed no_agreement"]


def saying(place: int, who: str = "li") -> Speak:
    return Speak(f"v{place}", "question", who, "sealed", f"d{place}")


async def test_what_people_say_is_public_in_the_hosts_words_only(
    square: Square,
) -> None:
    await square.taken()
    await square.command(saying(1), speak)
    await square.command(saying(2), speak)
    await square.command(saying(1), speak)
    topic = await square.command(Release("v1", "能否早些收摊", "将登记承诺"), release)

    assert [voice.wording for voice in topic.voices] == ["能否早些收摊", None]
    with pytest.raises(Rejected, match="unknown-voice"):
        await square.command(Release("v9", "x", None), release)
    with pytest.raises(Rejected, match="idempotency-key-reused"):
        await square.command(Speak("v1", "question", "li", "s", "other"), speak)


async def test_one_person_does_not_fill_the_room(square: Square) -> None:
    await square.taken()
    for place in range(10):
        await square.command(saying(place), speak)

    with pytest.raises(Rejected, match="no-room"):
        await square.command(saying(10), speak)
    assert len((await square.command(saying(11, "wang"), speak)).voices) == 11


async def test_the_public_wording_may_be_put_right(square: Square) -> None:
    topic = await square.taken()
    better = WORDING.model_copy(update={"title": "夜间摊点"})
    assert (await square.command(better, reword)).wording == better
    assert topic.wording == WORDING


async def test_who_leaves_is_told_no_more_and_takes_name_and_words_along(
    square: Square,
) -> None:
    topic = await square.scheduled()
    (me,) = topic.originator_ids
    await square.command(me, leave)
    left = await square.command(me, leave)
    square.city.clock.advance(DAY)
    await square.command(Hold(5, None, ""), hold)

    assert (left.originators, left.proposer, left.keys_to_go) == ((), None, (me,))
    assert square.said()[-2:] == ["originator-left", "meeting-held 5"]
    assert square.city.facts[-1].originators == ()


async def test_nothing_can_be_done_with_what_never_was(square: Square) -> None:
    for decide in (leave, close_survey, release, speak, reword, hold):
        with pytest.raises(Rejected, match="unknown-topic"):
            decide(None, "anything", square.now)


def test_a_topic_waits_for_nothing_but_its_alarms() -> None:
    topic = Topic(
        topic_id=TOPIC,
        origin="resident",
        category="other",
        area="9901",
        state="proposed",
    )

    assert topic.wake_at is None
