"""Key material as text, as it lies in a service's secrets and in everybody's keys."""

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode

from sealing.keys import (
    new_private_jwk,
    private_keys,
    public_jwk,
    public_jwks,
    public_key,
)

__all__ = [
    "new_private_jwk",
    "new_secret",
    "private_keys",
    "public_jwk",
    "public_jwks",
    "public_key",
    "secret_bytes",
]

SECRET_BYTES = 32


def new_secret() -> str:
    """32 random bytes as text: a master key, a digest key, a password."""
    return urlsafe_b64encode(secrets.token_bytes(SECRET_BYTES)).decode().rstrip("=")


def secret_bytes(text: str) -> bytes:
    """Raises `RuntimeError` if it is not what `new_secret` makes."""
    try:
        secret = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        secret = b""
    if len(secret) != SECRET_BYTES:
        raise RuntimeError(f"a secret of {SECRET_BYTES} bytes in base64url is needed")
    return secret
