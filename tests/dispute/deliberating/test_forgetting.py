"""On the retention date names and words go; what was public and counted stays."""

from functools import partial

from contracts.dispute import OriginatorLeft
from services.dispute.deliberating.domain.raising.proposing import leave
from services.dispute.deliberating.domain.raising.screening import ForReason, close
from services.dispute.deliberating.domain.talking.voicing import (
    Release,
    Speak,
    release,
    speak,
)
from services.dispute.deliberating.forgetting import forget, sweep
from services.dispute.deliberating.public import page
from services.dispute.deliberating.seams import Tally
from services.dispute.deliberating.shown import private
from tests.dispute.deliberating.world import PROPOSAL, TOPIC, Square


async def _closed(square: Square) -> None:
    await square.taken()
    words = await square.hall.people.words(TOPIC, "能不能早点收摊,我是李四")
    for id in ("v1", "v2"):
        await square.command(Speak(id, "question", f"who {id}", words, id), speak)
    await square.command(Release("v1", "能否早些收摊", "十点前"), release)
    for who in ("li", "wang"):
        await square.hall.voices.support(TOPIC, who)
    why = ForReason("solved_meanwhile")
    await square.command(why, partial(close, square.norms))


async def test_nothing_goes_before_its_date(square: Square) -> None:
    await _closed(square)
    square.city.clock.advance(square.norms.kept_for * 0.99)
    await square.city.ring()

    assert await sweep(square.hall) == 0
    shown = await private(square.hall, await square.topic())
    assert shown.originators[0].proposal == PROPOSAL
    assert [each.person.name for each in shown.originators] == ["张三"]


async def test_on_its_date_names_and_words_go_with_their_key(square: Square) -> None:
    await _closed(square)
    (zhang,) = (await square.topic()).originators
    square.city.clock.advance(square.norms.kept_for)
    await square.city.ring()
    assert await sweep(square.hall) == 1
    assert await sweep(square.hall) == 0

    topic = await square.topic()
    shown = await private(square.hall, topic)
    assert shown.originators == []
    assert [voice.text for voice in shown.voices] == [None]
    people = square.hall.people
    assert (await people.person(zhang), await people.proposal(zhang)) == (None, None)
    assert (topic.originators, topic.proposer, topic.wake_at) == ((), None, None)
    left = [f for f in square.city.facts if isinstance(f, OriginatorLeft)]
    assert [fact.originator_id for fact in left] == [zhang.originator_id]


async def test_the_public_page_stays_with_what_was_counted(square: Square) -> None:
    await _closed(square)
    square.city.clock.advance(square.norms.kept_for)
    await square.city.ring()
    await sweep(square.hall)

    shown = page(square.norms, await square.topic(), 0, Tally())
    assert (shown.title, shown.supporters) == ("夜间烧烤摊", 2)
    assert [voice.text for voice in shown.voices] == ["能否早些收摊"]
    assert await square.hall.voices.supporters([TOPIC]) == {}


async def test_what_was_broken_off_keeps_the_first_count(square: Square) -> None:
    await _closed(square)
    square.city.clock.advance(square.norms.kept_for)
    await square.city.ring()
    await forget(square.hall, TOPIC)
    await forget(square.hall, TOPIC)

    topic = await square.topic()
    assert topic.result
    assert topic.result.supporters == 2


async def test_who_leaves_takes_their_own_key_along_and_nobody_elses(
    square: Square,
) -> None:
    topic = await square.taken()
    (zhang,) = topic.originators
    words = await square.hall.people.words(TOPIC, "能不能早点收摊")
    await square.command(Speak("v1", "question", "li", words, "d"), speak)
    await square.command(zhang.originator_id, leave)
    assert await sweep(square.hall) == 1
    assert await sweep(square.hall) == 0

    assert await square.hall.people.person(zhang) is None
    shown = await private(square.hall, await square.topic())
    assert [voice.text for voice in shown.voices] == ["能不能早点收摊"]
    assert (await square.topic()).result is None
