import os
import re
from pathlib import Path

import pytest

from contracts.sealed import JWE_PATTERN, AnswerText
from services.kit.sealing.keys import new_private_jwk, new_secret, public_jwk
from services.kit.sealing.readers import Opener, ReaderKeyMissing, Sealer

ANSWER = AnswerText(text="路灯已经修好。")


@pytest.fixture(scope="module")
def private() -> str:
    return new_private_jwk()


@pytest.fixture
def keys(tmp_path: Path, private: str) -> Path:
    (tmp_path / "intake.jwk").write_text(public_jwk(private))
    return tmp_path


def test_the_reader_opens_what_was_sealed_for_it(keys, private):
    sealed = Sealer(keys).seal("intake", ANSWER)

    assert re.fullmatch(JWE_PATTERN, sealed)
    assert Opener(private).open(sealed, AnswerText) == ANSWER


def test_a_changed_public_key_is_taken_up_without_a_restart(keys):
    sealer, newer = Sealer(keys), new_private_jwk()
    sealer.seal("intake", ANSWER)
    (keys / "intake.jwk").write_text(public_jwk(newer))
    os.utime(keys / "intake.jwk", ns=(1, 1))

    assert Opener(newer).open(sealer.seal("intake", ANSWER), AnswerText) == ANSWER


def test_a_key_put_in_its_place_is_seen_even_when_it_is_as_old(keys, tmp_path):
    sealer, newer = Sealer(keys), new_private_jwk()
    sealer.seal("intake", ANSWER)
    waiting = tmp_path / "waiting.jwk"
    waiting.write_text(public_jwk(newer))
    age = (keys / "intake.jwk").stat().st_mtime_ns
    os.utime(waiting, ns=(age, age))
    waiting.replace(keys / "intake.jwk")

    assert Opener(newer).open(sealer.seal("intake", ANSWER), AnswerText) == ANSWER


def test_a_missing_key_is_named_with_its_cure_and_found_once_it_is_there(keys, private):
    sealer = Sealer(keys)

    with pytest.raises(ReaderKeyMissing, match=r"transport\.jwk is missing: .*make up"):
        sealer.seal("transport", ANSWER)
    (keys / "transport.jwk").write_text(public_jwk(private))
    assert sealer.seal("transport", ANSWER)


@pytest.mark.parametrize("reader", ["../secrets/intake", "", "Intake", "a/b", "a\n"])
def test_a_reader_is_a_code_and_never_a_path(keys, reader):
    with pytest.raises(ReaderKeyMissing):
        Sealer(keys).seal(reader, ANSWER)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"kty": "EC"}', '{"keys": []}'])
def test_what_is_no_key_is_said_at_once_without_showing_it(keys, text):
    (keys / "intake.jwk").write_text(text)

    with pytest.raises(ReaderKeyMissing, match=r"intake\.jwk: a public JWK"):
        Sealer(keys).seal("intake", ANSWER)


def test_secrets_are_random_and_long_enough():
    made = {new_secret() for _ in range(100)}

    assert len(made) == 100
    assert {len(secret) for secret in made} == {43}
