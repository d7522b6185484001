import pytest

from services.kit.sealing.digests import Digests
from services.kit.sealing.keys import new_secret

KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"


def test_the_digest_is_hmac_sha256_over_parts_with_their_lengths():
    """Stored in databases: another value would make every look-up miss."""
    assert Digests(KEY).of("phone", "139-0000-0001") == (
        "755f1e847c59db9483cda222995937a21436b5f9526e25b83bfd099e7c694797"
    )


def test_parts_are_told_apart():
    digests = Digests(KEY)

    assert digests.of("a", "bc") != digests.of("ab", "c")
    assert digests.of("a") != digests.of("a", "")


def test_text_and_its_bytes_are_the_same():
    assert Digests(KEY).of("张三") == Digests(KEY).of("张三".encode())


def test_another_services_key_gives_other_digests():
    assert Digests(new_secret()).of("张三") != Digests(KEY).of("张三")


@pytest.mark.parametrize("key", ["", "password", "密钥"])
def test_a_weak_key_is_refused_at_once(key):
    with pytest.raises(RuntimeError, match="32 bytes"):
        Digests(key)
