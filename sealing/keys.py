"""A reader's key pair as text: a JWK on P-256, or a set of them."""

import json
from collections.abc import Mapping
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import ECKey

CURVE = "P-256"


def new_private_jwk() -> str:
    """A reader's own key: what is sealed for the reader opens with it alone."""
    key = ECKey.generate_key(CURVE, {"use": "enc"}, private=True)
    return json.dumps(key.as_dict(private=True, kid=key.thumbprint()))


def public_jwk(private: str) -> str:
    """The half of a private key (or of the newest of a set) that everybody may have."""
    key = next(iter(private_keys(private).values()))
    return json.dumps(key.as_dict(private=False, use="enc", kid=key.thumbprint()))


def public_jwks(private: str) -> str:
    """The same half of each of them, as a JWK set: all that the reader opens with."""
    keys = private_keys(private).items()
    halves = [key.as_dict(private=False, use="enc", kid=kid) for kid, key in keys]
    return json.dumps({"keys": halves})


def private_keys(text: str) -> Mapping[str, ECKey]:
    """By thumbprint: one private JWK, or a JWK set with the newest first."""
    try:
        document = json.loads(text)
        keys = [_p256(jwk) for jwk in document.get("keys", [document])]
    except (ValueError, TypeError, AttributeError, KeyError, JoseError):
        keys = []
    if not keys or not all(key.is_private for key in keys):
        raise RuntimeError(f"a private JWK (EC {CURVE}), or a set of them, is needed")
    return {key.thumbprint(): key for key in keys}


def public_key(text: str) -> ECKey:
    """Raises `RuntimeError` for anything but one P-256 key; forgets a private half."""
    try:
        key = _p256(json.loads(text))
        return ECKey.import_key(key.as_dict(private=False))
    except (ValueError, TypeError, AttributeError, KeyError, JoseError):
        raise RuntimeError(f"a public JWK (EC {CURVE}) is needed") from None


def _p256(jwk: dict[str, Any]) -> ECKey:
    key = ECKey.import_key(jwk)
    if key.curve_name != CURVE:
        raise ValueError(key.curve_name)
    return key
