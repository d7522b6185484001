"""A name is all that a resident can write into what the city tells others."""

import pytest

from services.notification.texts.templates import LANGUAGES
from services.notification.texts.writing import LONGEST_NAME, called, written
from tests.notification.world import CASE_NO, loaded

USUAL = ["张三", "欧阳小明", "J. R. Smith", "阿卜杜拉·买买提", "Müller-O'Neill"]
TALE = "恭喜中奖,请登录 https://prize.example/a?b=1 或回拨13900000009领取"
VALUES = {"case_no": CASE_NO, "query_code": "K7M2PQ", "progress_url": "/progress"}


@pytest.mark.parametrize("name", USUAL)
def test_whoever_has_a_name_is_called_by_it(name: str) -> None:
    assert {called(name, form) for form in ("letter", "sms", "voice")} == {name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_sends_a_link_in_the_citys_name(language: str) -> None:
    texts = loaded()
    text = texts.templates.text("case-accepted", language)
    for form in text.forms:
        _, body = written(texts.directory, text, VALUES | {"name": TALE}, form)
        assert "prize.example" not in body
        assert "://" not in body.replace("/progress", "")
        assert "13900000009" not in body or form in ("letter", "large")


@pytest.mark.parametrize("name", ["长" * 100, "www.prize.example/a", "a@prize.example"])
def test_a_short_text_stays_short(name: str) -> None:
    said = called(name, "sms")

    assert len(said) <= LONGEST_NAME + 1
    assert not set("./@:") & set(said)
    assert called(name, "voice") == said


@pytest.mark.parametrize("name", ["://", "@", " / "])
def test_nobody_is_left_without_any_name(name: str) -> None:
    assert called(name, "sms") == "…"
