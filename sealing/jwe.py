"""Compact JWEs of one kind each: what is not exactly of that kind is unreadable."""

import re
from collections.abc import Mapping
from typing import Any, TypeVar

from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OctKey
from joserfc.util import json_b64decode
from pydantic import ValidationError

from contracts.sealed import Plaintext
from contracts.topics import Unreadable

T = TypeVar("T", bound=Plaintext)
LARGEST = 600_000
"""Characters of a `Sealed` field; joserfc alone opens no more than 64 KiB."""
KEY_ID = re.compile(r"[A-Za-z0-9_-]{43}")
"""What a reader's key is called: the SHA-256 thumbprint of RFC 7638."""


class SealedForAnother(Unreadable):
    """Whole as far as can be seen, for a key that is not among ours: `kid`."""

    def __init__(self, model: str, kid: str) -> None:
        super().__init__(f"{model}: sealed for another key")
        self.kid = kid


class OneKind(jwe.JWERegistry):
    """One algorithm, one cipher, no compression (a small field must stay small)."""

    max_ciphertext_length = LARGEST

    def __init__(self, algorithm: str) -> None:
        super().__init__(algorithms=(algorithm, "A256GCM"))
        self.algorithm = algorithm


FOR_A_READER = OneKind("ECDH-ES+A256KW")
AT_REST = OneKind("dir")


def encrypted(kind: OneKind, kid: str, key: ECKey | OctKey, content: Plaintext) -> str:
    """Raises `ValueError` if the result is larger than a `Sealed` field may be."""
    header = {"alg": kind.algorithm, "enc": "A256GCM", "kid": kid}
    text = content.model_dump_json(exclude_none=True)
    sealed = jwe.encrypt_compact(header, text, key, registry=kind)
    if len(sealed) > LARGEST:
        kind_of = type(content).__name__
        raise ValueError(f"a {kind_of} of {len(sealed)} sealed characters is too large")
    return sealed


def decrypted(
    kind: OneKind, keys: Mapping[str, ECKey | OctKey], sealed: str, model: type[T]
) -> T:
    """Picks the key that the header names.

    Raises `SealedForAnother` if we do not hold it, else `Unreadable`; neither tells a
    value.
    """
    kid = key_id_of(sealed)
    key = keys.get(kid)
    if key is None:
        raise _not_ours(model.__name__, kid)
    try:
        opened = jwe.decrypt_compact(sealed, key, registry=kind)
        return model.model_validate_json(opened.plaintext or b"")
    except (JoseError, ValidationError, ValueError, TypeError, KeyError) as error:
        what = type(error).__name__
        raise Unreadable(f"{model.__name__}: cannot be opened ({what})") from None


def _not_ours(model: str, kid: str) -> Unreadable:
    """What is no name of a key is garbage, and not repeated."""
    if KEY_ID.fullmatch(kid):
        return SealedForAnother(model, kid)
    return Unreadable(f"{model}: sealed for another key")


def key_id_of(sealed: str) -> str:
    """The `kid` of the protected header; `Unreadable` if there is none."""
    return str(_header_of(sealed)["kid"])


def addressee_of(kind: OneKind, sealed: str) -> str:
    """The same, without a key; `Unreadable` if the header is of another kind."""
    header = _header_of(sealed)
    said = (header.get("alg"), header.get("enc"), "zip" in header)
    if said != (kind.algorithm, "A256GCM", False):
        raise Unreadable("sealed in another way")
    return str(header["kid"])


def _header_of(sealed: str) -> dict[str, Any]:
    try:
        header: dict[str, Any] = json_b64decode(sealed.partition(".")[0].encode())
        return header | {"kid": header["kid"]}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise Unreadable("not a sealed text") from None
