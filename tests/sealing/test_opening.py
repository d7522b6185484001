"""Whatever is not exactly what the city seals for us opens for nobody."""

import json

import pytest
from joserfc import jwe
from joserfc.jwk import ECKey
from joserfc.util import json_b64decode

from contracts.sealed import AnswerText, CaseContent
from contracts.topics import Unreadable
from sealing.jwe import FOR_A_READER, SealedForAnother, encrypted
from sealing.keys import new_private_jwk, public_jwk, public_key
from sealing.opener import Opener

ANSWER = AnswerText(text="路灯已经修好。")
ALGORITHMS = ["ECDH-ES+A256KW", "A256GCM", "DEF", "ECDH-ES"]


@pytest.fixture(scope="module")
def private() -> str:
    return new_private_jwk()


def header_of(sealed: str) -> dict:
    return json_b64decode(sealed.partition(".")[0].encode())


def sealed_by_an_outsider(private: str, header: dict, text: bytes) -> str:
    key = ECKey.import_key(json.loads(public_jwk(private)))
    header = {"enc": "A256GCM", "kid": key.thumbprint()} | header
    return jwe.encrypt_compact(header, text, key, algorithms=ALGORITHMS)


def sealed_for(private: str, content=ANSWER) -> str:
    key = public_key(public_jwk(private))
    return encrypted(FOR_A_READER, key.thumbprint(), key, content)


def test_the_header_names_algorithm_cipher_key_and_nothing_else(private):
    header = header_of(sealed_for(private))

    assert (header["alg"], header["enc"]) == ("ECDH-ES+A256KW", "A256GCM")
    assert header["kid"] == ECKey.import_key(json.loads(private)).thumbprint()
    assert set(header) == {"alg", "enc", "kid", "epk"}


def test_the_same_content_is_never_sealed_alike_twice(private):
    assert sealed_for(private) != sealed_for(private)


def test_a_content_of_300_000_bytes_is_sealed_and_opened(private):
    content = CaseContent(case_no="1", title="t", text="话" * 100_000)
    sealed = sealed_for(private, content)

    assert Opener(private).open(sealed, CaseContent) == content


def test_content_larger_than_a_sealed_field_is_refused_when_it_is_sealed(private):
    content = CaseContent(case_no="1", title="t", text="x" * 600_000)

    with pytest.raises(ValueError, match="too large"):
        sealed_for(private, content)


@pytest.mark.parametrize(
    "garbage",
    ["", "张三", "a.b.c.d.e", "....", "e30.a.b.c.d", "W10.a.b.c.d", "MQ.a.b.c.d"],
)
def test_garbage_is_unreadable_and_not_echoed(private, garbage):
    with pytest.raises(Unreadable) as raised:
        Opener(private).open(garbage, AnswerText)

    assert not garbage or garbage not in str(raised.value)


def test_another_readers_key_opens_nothing_and_its_name_is_told(private):
    with pytest.raises(SealedForAnother, match="another key") as raised:
        Opener(new_private_jwk()).open(sealed_for(private), AnswerText)

    assert raised.value.kid == public_key(public_jwk(private)).thumbprint()


@pytest.mark.parametrize("kid", ["", "张三", "k", "a" * 44])
def test_what_is_no_name_of_a_key_is_garbage_like_any_other(private, kid):
    sealed = sealed_by_an_outsider(private, {"alg": "ECDH-ES+A256KW", "kid": kid}, b"")

    with pytest.raises(Unreadable) as raised:
        Opener(private).open(sealed, AnswerText)
    assert not isinstance(raised.value, SealedForAnother)


@pytest.mark.parametrize("part", [0, 1, 2, 3, 4])
def test_one_changed_letter_makes_it_unreadable(private, part):
    parts = sealed_for(private).split(".")
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


def test_while_a_key_is_changed_both_old_and_new_open(private):
    newer = new_private_jwk()
    both = json.dumps({"keys": [json.loads(newer), json.loads(private)]})
    old, new = sealed_for(private), sealed_for(both)

    assert header_of(old)["kid"] != header_of(new)["kid"]
    assert Opener(both).open(old, AnswerText) == Opener(both).open(new, AnswerText)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"kty": "EC"}', '{"keys": []}'])
def test_what_is_no_private_key_is_said_at_once(text):
    with pytest.raises(RuntimeError, match="a private JWK"):
        Opener(text)


def test_a_public_key_opens_nothing_and_is_refused_as_a_private_one(private):
    with pytest.raises(RuntimeError, match="a private JWK"):
        Opener(public_jwk(private))
    assert "d" not in json.loads(public_jwk(private))
