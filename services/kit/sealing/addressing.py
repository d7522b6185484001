"""Whether a reader can open what somebody else sealed for it; nothing is opened."""

import json
from pathlib import Path

from contracts.topics import Unreadable
from sealing.jwe import FOR_A_READER, addressee_of
from sealing.keys import public_key
from services.kit.sealing.readers import ReaderKeyMissing


class Addressing:
    """Knows the public halves of a reader's keys, and nothing else.

    `<reader>.jwks` holds all that it opens with, former ones too; where that file is
    missing, `<reader>.jwk` is the only one. Read each time, so no change needs a
    restart.
    """

    def __init__(self, public_keys: Path) -> None:
        self._public_keys = public_keys

    def opens(self, reader: str, sealed: str) -> bool:
        """As far as the header tells. Raises `ReaderKeyMissing`."""
        try:
            return addressee_of(FOR_A_READER, sealed) in self._held_by(reader)
        except Unreadable:
            return False

    def _held_by(self, reader: str) -> frozenset[str]:
        path = self._public_keys / f"{reader}.jwks"
        if not path.exists():
            path = self._public_keys / f"{reader}.jwk"
        try:
            document = json.loads(path.read_text())
            jwks = document.get("keys", [document])
            return frozenset(public_key(json.dumps(jwk)).thumbprint() for jwk in jwks)
        except (OSError, ValueError, AttributeError, RuntimeError):
            en = "is no public JWK and no set of them: `make up` writes it anew"
            raise ReaderKeyMissing(f"{path} {en}") from None
