"""Facts nobody disputes go on record when every party agreed to this very text."""

from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.dispute.domain.mediation import Mediation
from services.dispute.domain.sitting.undisputed import (
    Consent,
    PutFacts,
    consent,
    put_facts,
    recorded,
)
from services.dispute.wall.keeping import Sent
from services.kit.errors import Rejected
from services.kit.testing.clock import MONDAY
from tests.dispute.sitting.room import CHEN, LIN, Room
from tests.dispute.sitting.test_sight import PARTIES, mediation
from tests.dispute.world import WANG

TEXT, OTHER = "漏水始于一月五日", "漏水始于二月五日"


async def _put(room: Room, text: str = TEXT, mediator: str = "chen-he") -> str:
    """As the edge does it: the text first, then that it is asked for."""
    digest = room.wall.digest_of_facts(room.world.id, text)
    word_id = room.wall.id_of_facts(room.world.id, digest)
    sent = Sent(word_id, text, digest, mediator)
    await room.wall.keeping.keep_apart(await room.mediation, "facts", sent)
    await room.do(put_facts, PutFacts(mediator, word_id, digest))
    return digest


async def _agrees(room: Room, place: int, digest: str, yes: bool = True) -> Mediation:
    return await room.do(consent, Consent(await room.token_hash(place), digest, yes))


async def _on_record(room: Room) -> str | None:
    return await room.wall.reading.recorded_facts(await room.mediation)


async def test_the_text_leaves_when_all_have_agreed(room: Room) -> None:
    assert await _on_record(room) is None
    digest = await _put(room)
    await _agrees(room, 0, digest)
    assert await _on_record(room) is None

    await _agrees(room, 1, digest)
    assert await _on_record(room) == TEXT


async def test_a_changed_text_voids_consents(room: Room) -> None:
    first = await _put(room)
    await _agrees(room, 1, first)
    second = await _put(room, OTHER)
    with pytest.raises(Rejected, match="another-text"):
        await _agrees(room, 0, first)
    await _agrees(room, 0, second)

    assert await _on_record(room) is None


async def test_facts_on_record_are_not_put_anew(room: Room) -> None:
    digest = await _put(room)
    for place in (0, 1):
        await _agrees(room, place, digest)
    await _put(room)
    with pytest.raises(Rejected, match="facts-recorded"):
        await _put(room, OTHER)

    assert await _on_record(room) == TEXT


async def test_the_same_text_again_keeps_consents(room: Room) -> None:
    digest = await _put(room)
    await _agrees(room, 0, digest)
    await _put(room)

    assert len((await room.mediation).sitting.undisputed.consents) == 1


async def test_a_consent_is_taken_back_until_all_have_agreed(room: Room) -> None:
    digest = await _put(room)
    await _agrees(room, 0, digest)
    await _agrees(room, 0, digest, yes=False)
    await _agrees(room, 1, digest)
    assert await _on_record(room) is None

    await _agrees(room, 0, digest)
    with pytest.raises(Rejected, match="facts-recorded"):
        await _agrees(room, 1, digest, yes=False)


async def test_somebody_named_later_is_asked_too(room: Room) -> None:
    digest = await _put(room)
    for place in (0, 1):
        await _agrees(room, place, digest)
    other = await room.world.invitations.party(room.world.id, "wang", WANG)
    parties = (await room.mediation).parties
    await room.become(parties=(*parties, other))

    assert await _on_record(room) is None


async def test_who_has_left_is_not_asked(room: Room) -> None:
    digest = await _put(room)
    await _agrees(room, 0, digest)
    zhang, li = (await room.mediation).parties
    await room.become(parties=(zhang, li.model_copy(update={"left": True})))

    assert await _on_record(room) == TEXT


async def test_those_who_represent_a_group_agree_for_it(room: Room) -> None:
    digest = await _put(room)
    zhang, li = (await room.mediation).parties
    member = zhang.model_copy(
        update={"party_id": "wang", "represented_by": (zhang.party_id,)}
    )
    await room.become(parties=(zhang, li, member))
    for place in (0, 1):
        await _agrees(room, place, digest)

    assert await _on_record(room) == TEXT


async def test_all_parties_and_the_mediator_read_the_text(room: Room) -> None:
    await _put(room)
    mediation = await room.mediation
    word_id = mediation.sitting.undisputed.word_id
    readers = [await room.party(0), await room.party(1), CHEN]
    texts = [
        (await room.wall.reading.one(mediation, reader, word_id)).text
        for reader in readers
    ]

    assert texts == [TEXT] * 3
    with pytest.raises(Rejected, match="unknown-words"):
        await room.wall.reading.one(mediation, LIN, word_id)


async def test_only_who_mediates_puts_it(room: Room) -> None:
    with pytest.raises(Rejected, match="not-the-mediator"):
        await _put(room, mediator="lin-an")


async def test_when_it_failed_it_is_put_and_agreed_to(room: Room) -> None:
    await room.end()
    digest = await _put(room)
    for place in (0, 1):
        await _agrees(room, place, digest)

    assert await _on_record(room) == TEXT


async def test_after_an_agreement_on_all_there_is_nothing_to_record(
    room: Room,
) -> None:
    await room.become(state="agreed")

    with pytest.raises(Rejected, match="mediation-over"):
        await _put(room)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("put"), st.sampled_from("ab")),
        st.tuples(st.sampled_from(PARTIES), st.sampled_from("ab"), st.booleans()),
    ),
    max_size=12,
)


@given(STEPS)
@settings(max_examples=100)
def test_nothing_is_on_record_without_each_partys_yes_to_it(steps: list) -> None:
    now = mediation()
    text, agreed = "", set()
    for who, digest, *yes in steps:
        act = partial(put_facts, now, PutFacts("chen", digest, digest))
        if who != "put":
            act = partial(consent, now, Consent(who, digest, *yes))
        try:
            change = act(MONDAY)
        except Rejected:
            continue
        now = change.state if change else now
        if who == "put":
            agreed = agreed if text == digest else set()
            text = digest
        else:
            agreed = agreed | {who} if yes[0] else agreed - {who}

    assert recorded(now) == (agreed == set(PARTIES))
