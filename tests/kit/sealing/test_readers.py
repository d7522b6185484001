import json
import os
import re
from pathlib import Path

import pytest
from joserfc import jwe
from joserfc.jwk import ECKey
from joserfc.util import json_b64decode

from contracts.sealed import JWE_PATTERN, AnswerText, CaseContent
from services.kit.errors import Unreadable
from services.kit.sealing.keys import new_private_jwk, new_secret, public_jwk
from services.kit.sealing.readers import Opener, ReaderKeyMissing, Sealer

ANSWER = AnswerText(text="路灯已经修好。")
ALGORITHMS = ["ECDH-ES+A256KW", "A256GCM", "DEF", "ECDH-ES"]


@pytest.fixture(scope="module")
def private() -> str:
    return new_private_jwk()


@pytest.fixture
def keys(tmp_path: Path, private: str) -> Path:
    (tmp_path / "intake.jwk").write_text(public_jwk(private))
    return tmp_path


def header_of(sealed: str) -> dict:
    return json_b64decode(sealed.partition(".")[0].encode())


def sealed_by_an_outsider(private: str, header: dict, text: bytes) -> str:
    key = ECKey.import_key(json.loads(public_jwk(private)))
    header = {"enc": "A256GCM", "kid": key.thumbprint()} | header
    return jwe.encrypt_compact(header, text, key, algorithms=ALGORITHMS)


def test_the_reader_opens_what_was_sealed_for_it(keys, private):
    sealed = Sealer(keys).seal("intake", ANSWER)

    assert re.fullmatch(JWE_PATTERN, sealed)
    assert Opener(private).open(sealed, AnswerText) == ANSWER


def test_the_header_names_algorithm_cipher_key_and_nothing_else(keys, private):
    header = header_of(Sealer(keys).seal("intake", ANSWER))

    assert (header["alg"], header["enc"]) == ("ECDH-ES+A256KW", "A256GCM")
    assert header["kid"] == ECKey.import_key(json.loads(private)).thumbprint()
    assert set(header) == {"alg", "enc", "kid", "epk"}


def test_the_same_content_is_never_sealed_alike_twice(keys):
    sealer = Sealer(keys)

    assert sealer.seal("intake", ANSWER) != sealer.seal("intake", ANSWER)


def test_a_content_of_300_000_bytes_is_sealed_and_opened(keys, private):
    content = CaseContent(case_no="1", title="t", text="话" * 100_000)
    sealed = Sealer(keys).seal("intake", content)

    assert Opener(private).open(sealed, CaseContent) == content


def test_content_larger_than_a_sealed_field_is_refused_when_it_is_sealed(keys):
    content = CaseContent(case_no="1", title="t", text="x" * 600_000)

    with pytest.raises(ValueError, match="too large"):
        Sealer(keys).seal("intake", content)


@pytest.mark.parametrize(
    "garbage",
    ["", "张三", "a.b.c.d.e", "....", "e30.a.b.c.d", "W10.a.b.c.d", "MQ.a.b.c.d"],
)
def test_garbage_is_unreadable_and_not_echoed(private, garbage):
    with pytest.raises(Unreadable) as raised:
        Opener(private).open(garbage, AnswerText)

    assert not garbage or garbage not in str(raised.value)


def test_another_readers_key_opens_nothing(keys):
    sealed = Sealer(keys).seal("intake", ANSWER)

    with pytest.raises(Unreadable, match="another key"):
        Opener(new_private_jwk()).open(sealed, AnswerText)


@pytest.mark.parametrize("part", [0, 1, 2, 3, 4])
def test_one_changed_letter_makes_it_unreadable(keys, private, part):
    parts = Sealer(keys).seal("intake", ANSWER).split(".")
    middle = len(parts[part]) // 2
    letter = "A" if parts[part][middle] != "A" else "B"
    parts[part] = parts[part][:middle] + letter + parts[part][middle + 1 :]

    with pytest.raises(Unreadable):
        Opener(private).open(".".join(parts), AnswerText)


@pytest.mark.parametrize(
    "header",
    [
        {"alg": "ECDH-ES"},
        {"alg": "ECDH-ES+A256KW", "zip": "DEF"},
    ],
)
def test_other_algorithms_and_compression_are_refused(private, header):
    sealed = sealed_by_an_outsider(private, header, ANSWER.model_dump_json().encode())

    with pytest.raises(Unreadable):
        Opener(private).open(sealed, AnswerText)


@pytest.mark.parametrize("text", [b"", b"[]", b'{"text": ""}', b'{"name": "\xff"}'])
def test_a_well_sealed_wrong_content_is_unreadable_without_its_values(private, text):
    sealed = sealed_by_an_outsider(private, {"alg": "ECDH-ES+A256KW"}, text)

    with pytest.raises(Unreadable) as raised:
        Opener(private).open(sealed, AnswerText)
    assert str(raised.value).startswith("AnswerText: cannot be opened (")


def test_while_a_key_is_changed_both_old_and_new_open(keys, private):
    old = Sealer(keys).seal("intake", ANSWER)
    newer = new_private_jwk()
    both = json.dumps({"keys": [json.loads(newer), json.loads(private)]})
    (keys / "intake.jwk").write_text(public_jwk(both))
    new = Sealer(keys).seal("intake", ANSWER)

    assert header_of(old)["kid"] != header_of(new)["kid"]
    assert Opener(both).open(old, AnswerText) == Opener(both).open(new, AnswerText)


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
    with pytest.raises(RuntimeError, match="a private JWK"):
        Opener(text)


def test_a_public_key_opens_nothing_and_is_refused_as_a_private_one(private):
    with pytest.raises(RuntimeError, match="a private JWK"):
        Opener(public_jwk(private))
    assert "d" not in json.loads(public_jwk(private))


def test_secrets_are_random_and_long_enough():
    made = {new_secret() for _ in range(100)}

    assert len(made) == 100
    assert {len(secret) for secret in made} == {43}
