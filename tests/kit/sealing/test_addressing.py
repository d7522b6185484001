"""Who could open it is told by the header; nothing is opened."""

import json

import pytest

from contracts.sealed import AnswerText
from services.kit.sealing.addressing import Addressing
from services.kit.sealing.keys import new_private_jwk, public_jwk, public_jwks
from services.kit.sealing.readers import ReaderKeyMissing, Sealer
from tests.sealing.test_opening import sealed_by_an_outsider

ANSWER = AnswerText(text="路灯已经修好。")


def held(*privates):
    return json.dumps({"keys": [json.loads(private) for private in privates]})


@pytest.fixture
def private():
    return new_private_jwk()


@pytest.fixture
def keys(tmp_path, private):
    (tmp_path / "intake.jwk").write_text(public_jwk(private))
    return tmp_path


def test_the_key_in_force_opens(keys):
    sealed = Sealer(keys).seal("intake", ANSWER)

    assert Addressing(keys).opens("intake", sealed)


def test_a_former_key_opens_for_as_long_as_the_reader_has_it(keys, private):
    sealed, newer = Sealer(keys).seal("intake", ANSWER), new_private_jwk()
    (keys / "intake.jwk").write_text(public_jwk(newer))
    (keys / "intake.jwks").write_text(public_jwks(held(newer, private)))
    addressing = Addressing(keys)
    assert addressing.opens("intake", sealed)
    assert addressing.opens("intake", Sealer(keys).seal("intake", ANSWER))

    (keys / "intake.jwks").write_text(public_jwks(newer))
    assert not addressing.opens("intake", sealed)


def test_a_set_of_public_keys_shows_no_private_half(private):
    both = held(new_private_jwk(), private)

    assert not any("d" in jwk for jwk in json.loads(public_jwks(both))["keys"])


NESTED = "W1tb" * 100_000 + ".a.b.c.d"


@pytest.mark.parametrize(
    "garbage", ["", "a.b.c.d.e", "e30.a.b.c.d", "W10.a.b.c.d", "MQ.a.b.c.d", NESTED]
)
def test_what_is_nothing_sealed_opens_for_nobody(keys, garbage):
    assert not Addressing(keys).opens("intake", garbage)


@pytest.mark.parametrize(
    "header",
    [
        {"alg": "ECDH-ES"},
        {"alg": "ECDH-ES+A256KW", "zip": "DEF"},
        {"alg": "ECDH-ES+A256KW", "kid": "intake"},
    ],
)
def test_what_is_sealed_in_another_way_opens_for_nobody(keys, private, header):
    sealed = sealed_by_an_outsider(private, header, b'{"text":"x"}')

    assert not Addressing(keys).opens("intake", sealed)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"keys": [{}]}'])
def test_a_damaged_file_is_named_with_its_cure(keys, text):
    (keys / "intake.jwks").write_text(text)

    sealed = Sealer(keys).seal("intake", ANSWER)
    with pytest.raises(ReaderKeyMissing, match=r"intake\.jwks is no .* `make up`"):
        Addressing(keys).opens("intake", sealed)
