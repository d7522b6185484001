"""Keyed hashes: to find a person or compare a body without keeping either."""

import hmac
from hashlib import sha256

from services.kit.sealing.keys import secret_bytes


class Digests:
    """HMAC-SHA256 under this service's own key, so that digests tell others nothing."""

    def __init__(self, key: str) -> None:
        self._key = secret_bytes(key)

    def of(self, *parts: str | bytes) -> str:
        """Hex. Begin with what it is for; `("a", "bc")` and `("ab", "c")` differ."""
        digest = hmac.new(self._key, digestmod=sha256)
        for part in parts:
            raw = part.encode() if isinstance(part, str) else part
            digest.update(len(raw).to_bytes(8, "big") + raw)
        return digest.hexdigest()
