"""What is said is sealed; who reads it, its author decides, and it is noted."""

import pytest

from services.dispute.domain.sitting import saying
from services.dispute.domain.sitting.sight import Reader
from services.dispute.domain.sitting.words import Word
from services.kit.errors import Rejected, Unavailable
from tests.dispute.sitting.room import ADMIN, CHEN, LIN, Room

OFFER = "我愿意出三千元"
NOISE = "我家夜里睡不着"


async def test_the_mediator_reads_what_both_say_and_no_party_the_others(
    room: Room,
) -> None:
    zhang, li = await room.party(0), await room.party(1)
    await room.says(zhang, NOISE)
    await room.says(li, OFFER, "proposal")

    assert set(await room.reads(CHEN)) == {NOISE, OFFER}
    assert await room.reads(zhang) == [NOISE]
    assert await room.reads(li) == [OFFER]
    assert await room.reads(LIN) == await room.reads(ADMIN) == []


async def test_what_lies_there_says_nothing(room: Room) -> None:
    said = await room.says(await room.party(0), NOISE)

    assert NOISE not in repr(said.sealed)
    assert NOISE not in repr(await room.world.mediations.documents.find(room.world.id))
    assert room.world.said()[-1] == "mediator-confirmed chen-he"


async def test_a_proposal_is_shown_by_its_author_only(room: Room) -> None:
    zhang, li = await room.party(0), await room.party(1)
    offer = await room.says(li, OFFER, "proposal")
    mediation, show = await room.mediation, room.wall.keeping.show
    for somebody, no in ((CHEN, "not-the-author"), (zhang, "unknown-words")):
        with pytest.raises(Rejected, match=no):
            await show(mediation, somebody, offer.word_id, [zhang.id])
    assert await room.reads(zhang) == []

    await show(mediation, li, offer.word_id, None)
    assert await room.reads(zhang) == [OFFER]


async def test_a_counter_proposal_answers_one_that_was_shown(room: Room) -> None:
    zhang, li = await room.party(0), await room.party(1)
    offer = await room.says(li, OFFER, "proposal")
    with pytest.raises(Rejected, match="unknown-proposal"):
        await room.says(zhang, "五千", "proposal", answers=offer.word_id)

    await room.wall.keeping.show(await room.mediation, li, offer.word_id, [zhang.id])
    counter = await room.says(zhang, "五千", "proposal", answers=offer.word_id)
    assert counter.answers == offer.word_id


async def test_who_has_left_is_shown_nothing_more(room: Room) -> None:
    zhang, li = await room.party(0), await room.party(1)
    offer = await room.says(li, OFFER, "proposal")
    first, second = (await room.mediation).parties
    await room.become(parties=(first.model_copy(update={"left": True}), second))
    with pytest.raises(Rejected, match="unknown-parties"):
        await room.wall.keeping.show(
            await room.mediation, li, offer.word_id, [zhang.id]
        )
    with pytest.raises(Rejected, match="not-yours-to-say"):
        await room.says(zhang, NOISE)


async def test_a_statement_is_no_proposal(room: Room) -> None:
    zhang = await room.party(0)
    said = await room.says(zhang, NOISE)

    with pytest.raises(Rejected, match="unknown-proposal"):
        await room.says(zhang, "五千", "proposal", answers=said.word_id)


async def test_of_the_minutes_a_party_reads_the_parts_it_is_shown(room: Room) -> None:
    zhang, li = await room.party(0), await room.party(1)
    await room.says(CHEN, "都到了", "minutes", show_to=(zhang.id, li.id))
    part = await room.says(CHEN, "背对背谈过", "minutes")
    await room.wall.keeping.show(await room.mediation, CHEN, part.word_id, [li.id])

    assert await room.reads(zhang) == ["都到了"]
    assert set(await room.reads(li)) == {"都到了", "背对背谈过"}


async def test_each_says_what_is_theirs_to_say(room: Room) -> None:
    zhang = await room.party(0)
    for who, kind in ((CHEN, "statement"), (LIN, "minutes")):
        with pytest.raises(Rejected, match="not-the-mediator"):
            await room.says(who, NOISE, kind)
    for who, kind in ((zhang, "minutes"), (Reader("party", "stranger"), "proposal")):
        with pytest.raises(Rejected, match="not-yours-to-say"):
            await room.says(who, NOISE, kind)


async def test_words_are_shown_to_parties_of_the_mediation(room: Room) -> None:
    zhang = await room.party(0)
    for to in ("stranger", zhang.id):
        with pytest.raises(Rejected, match="unknown-parties"):
            await room.says(zhang, OFFER, "proposal", show_to=(to,))


async def test_a_part_of_minutes_names_a_sitting_that_there_is(room: Room) -> None:
    with pytest.raises(Rejected, match="unknown-session"):
        await room.says(CHEN, "到场", "minutes", session_id="no such")


@pytest.mark.parametrize("state", ["inviting", "selecting"])
async def test_nothing_is_said_before_it_begins(room: Room, state: str) -> None:
    await room.become(state=state)

    with pytest.raises(Rejected, match="not-now"):
        await room.says(await room.party(0), NOISE)


async def test_nothing_is_said_or_shown_when_it_is_over(room: Room) -> None:
    zhang, li = await room.party(0), await room.party(1)
    said = await room.says(zhang, NOISE)
    await room.end()
    with pytest.raises(Rejected, match="mediation-over"):
        await room.says(zhang, OFFER)
    with pytest.raises(Rejected, match="mediation-over"):
        await room.wall.keeping.show(await room.mediation, zhang, said.word_id, [li.id])

    assert await room.reads(CHEN) == [NOISE]


async def test_a_repeat_keeps_one_and_another_body_is_refused(room: Room) -> None:
    zhang = await room.party(0)
    first = await room.says(zhang, NOISE, word_id="one")
    await room.end()

    assert await room.says(zhang, NOISE, word_id="one") == first
    with pytest.raises(Rejected, match="idempotency-key-reused"):
        await room.says(zhang, OFFER, word_id="one")


async def test_of_two_at_once_the_first_lies_there(room: Room) -> None:
    zhang = await room.party(0)
    first = await room.says(zhang, NOISE, word_id="one")
    late = first.model_copy(update={"body_digest": "of another"})

    with pytest.raises(Rejected, match="idempotency-key-reused"):
        await room.wall.keeping._kept(late)


async def test_each_says_so_much_and_no_more(room: Room, monkeypatch) -> None:
    monkeypatch.setattr(saying, "MOST_WORDS", 2)
    zhang, li = await room.party(0), await room.party(1)
    for _ in range(2):
        await room.says(zhang, NOISE)

    with pytest.raises(Rejected, match="too-many-words"):
        await room.says(zhang, NOISE)
    await room.says(li, OFFER)


async def test_a_party_sees_who_read_its_words(room: Room) -> None:
    zhang, li = await room.party(0), await room.party(1)
    mine = await room.says(zhang, NOISE)
    await room.says(li, OFFER)
    await room.reads(CHEN)
    (line,) = await room.log.page(room.world.id, zhang.id, None, 10)

    assert (line.role, line.reader, line.whose) == ("mediator", "chen-he", zhang.id)
    assert line.words == (mine.word_id,)
    assert line.at == room.world.city.clock.now
    assert NOISE not in repr(room.log.noted)


async def test_what_cannot_be_noted_is_not_opened(room: Room, monkeypatch) -> None:
    zhang = await room.party(0)
    await room.says(zhang, NOISE)
    opened = []

    async def away(reads: object) -> None:
        raise Unavailable("the power is out")

    async def open(*args: object) -> None:
        opened.append(args)

    monkeypatch.setattr(room.log, "note", away)
    monkeypatch.setattr(room.world.vault, "open", open)
    with pytest.raises(Unavailable):
        await room.reads(CHEN)
    assert opened == []


async def test_words_of_another_are_as_unknown_as_none(room: Room) -> None:
    zhang, li = await room.party(0), await room.party(1)
    said = await room.says(zhang, NOISE)
    mediation, one = await room.mediation, room.wall.reading.one
    for who, word_id in ((li, said.word_id), (ADMIN, said.word_id), (CHEN, "none")):
        with pytest.raises(Rejected, match="unknown-words"):
            await one(mediation, who, word_id)

    assert room.log.noted == []


async def test_each_ones_words_lie_under_a_key_of_their_own(room: Room) -> None:
    zhang, li = await room.party(0), await room.party(1)
    words: list[Word] = [await room.says(who, NOISE) for who in (zhang, li)]
    words.append(await room.says(CHEN, "都到了", "minutes"))
    keys = room.world.vault._keys._records

    for word, whose in zip(words, (zhang.id, li.id, "mediator"), strict=True):
        assert f"wall:{room.world.id}:{whose}" in keys
        assert word.sealed
    assert room.world.id in keys
