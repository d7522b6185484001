"""Near-same texts are found again, others are not, and without the key nobody can."""

import random
from datetime import timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from services.intake.domain.likeness import (
    BANDS,
    ERA,
    PLACES,
    alike,
    bands_between,
    bands_of,
)
from services.intake.likeness.signing import SHORTEST, Signing
from services.intake.likeness.words import plain, shingles
from services.kit.sealing.digests import Digests
from services.kit.sealing.keys import new_secret
from services.kit.testing.clock import MONDAY

HERE = Signing(Digests(new_secret()))
CHINESE = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)
TEXT = st.lists(CHINESE, min_size=60, max_size=300, unique=True).map("".join)
NEAR = 0.6
CHANCE = random.Random(7)
SIGNS = st.text(st.sampled_from(" \n\t ,。!?😀👍…<>()“”"), max_size=9)


def signed(text: str) -> str:
    signature = HERE.of(text)
    assert signature is not None
    return signature


def written(length: int) -> str:
    return "".join(chr(0x4E00 + CHANCE.randrange(20_000)) for _ in range(length))


def sharing(share: float) -> tuple[str, str]:
    """Two texts that have about this share of their shingles in common."""
    length = 400
    common = round(2 * share * length / (1 + share))
    same = written(common)
    return same + written(length - common), same + written(length - common)


def meet(one: str, other: str) -> bool:
    return not set(bands_of(one, MONDAY)).isdisjoint(bands_of(other, MONDAY))


@settings(max_examples=25)
@given(TEXT, st.data())
def test_one_character_more_or_less_is_the_same_text(text: str, data: st.DataObject):
    at = data.draw(st.integers(0, len(text) - 1))
    for edited in (text[:at] + text[at + 1 :], text[:at] + "又" + text[at:]):
        assert alike(signed(text), signed(edited)) >= NEAR


@settings(max_examples=25)
@given(TEXT, SIGNS, st.integers(0, 60))
@example("".join(map(chr, range(0x4E00, 0x4E3C))), "><!", 30)
def test_signs_spaces_and_emoji_make_no_other_text(text: str, signs: str, at: int):
    assert signed(text) == signed(text[:at] + signs + text[at:] + signs)


@settings(max_examples=25)
@given(TEXT, TEXT)
def test_the_estimate_is_near_the_truth(text: str, other: str):
    mine, theirs = (set(map(bytes, shingles(plain(said)))) for said in (text, other))
    true = len(mine & theirs) / len(mine | theirs)

    assert abs(alike(signed(text), signed(other)) - true) < 0.2


def test_how_many_pairs_are_found():
    near = [meet(*map(signed, sharing(0.7))) for _ in range(300)]
    far = [meet(*map(signed, sharing(0.3))) for _ in range(300)]

    assert sum(near) / len(near) > 0.95
    assert sum(far) / len(far) < 0.2


@settings(max_examples=25)
@given(TEXT)
def test_another_key_changes_everything(text: str):
    elsewhere = Signing(Digests(new_secret())).of(text)

    assert alike(signed(text), elsewhere) < 0.1
    assert not meet(signed(text), elsewhere)


@settings(max_examples=25)
@given(TEXT)
def test_nothing_that_is_kept_holds_a_word(text: str):
    kept = f"{signed(text)} {bands_of(signed(text), MONDAY)}"

    assert kept.isascii()
    assert len(signed(text)) == PLACES * 4 // 3


def test_the_length_of_what_is_kept_says_nothing_of_the_text():
    short, long = "小区门口的两盏路灯坏了一个星期没有人来修理", "路灯" * 5_000

    assert len(signed(short)) == len(signed(long))


@settings(max_examples=25)
@given(st.text(CHINESE, max_size=SHORTEST - 1))
def test_a_few_words_are_no_text(text: str):
    assert HERE.of(text, "!!!") is None
    assert bands_of(None, MONDAY) == []
    assert alike(None, None) == 0.0


def test_html_and_width_make_no_other_text():
    assert plain("<p class='a'>路灯&nbsp;坏了!</p><br/>ABC１２") == plain(
        "路灯坏了abc12"
    )
    assert plain("3<5 个人") == "35个人"


@settings(max_examples=25)
@given(TEXT, st.integers(-400, 400))
def test_a_text_is_looked_for_in_every_era_of_the_question(text: str, days: int):
    since, until = MONDAY, MONDAY + 2 * ERA
    received = since + timedelta(days=days)
    bands = bands_of(signed(text), received)

    assert len(set(bands)) == BANDS
    assert all(0 <= band < 2**63 for band in bands)
    if since <= received <= until:
        assert set(bands) <= set(bands_between(signed(text), since, until))
