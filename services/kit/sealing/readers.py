"""Sealing a field for the one reader that may open it, and opening what is ours."""

import os
import re
from pathlib import Path

from joserfc.jwk import ECKey

from contracts.sealed import Plaintext
from sealing.jwe import FOR_A_READER, encrypted
from sealing.keys import public_key
from sealing.opener import Opener

__all__ = ["Opener", "ReaderKeyMissing", "Sealer"]

Mark = tuple[int, int, int]
READER = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


class ReaderKeyMissing(RuntimeError):
    """A fault of the installation, not an outage: waiting in place would not cure it.

    On a stream the case is parked and the city goes on; once the key is there, a
    release does the rest. No restart is needed.
    """


class Sealer:
    """Seals with `<public_keys>/<reader>.jwk`.

    A key is read at the first use, and again when its file has changed.
    """

    def __init__(self, public_keys: Path) -> None:
        self._public_keys = public_keys
        self._known: dict[str, tuple[Mark, ECKey]] = {}

    def seal(self, reader: str, content: Plaintext) -> str:
        """Raises `ReaderKeyMissing`, `ValueError` for content that is too large."""
        key = self._key_of(reader)
        return encrypted(FOR_A_READER, key.thumbprint(), key, content)

    def _key_of(self, reader: str) -> ECKey:
        if not READER.fullmatch(reader):
            raise ReaderKeyMissing("a reader is a service or a department's code")
        path = self._public_keys / f"{reader}.jwk"
        try:
            written = _mark(path.stat())
            known, key = self._known.get(reader, (None, None))
            if key is None or known != written:
                key = public_key(path.read_text())
                self._known[reader] = (written, key)
        except OSError:
            raise ReaderKeyMissing(
                f"{path} is missing: `make up` makes the keys of services and of the "
                "departments in city.yaml; otherwise put the reader's public JWK there"
            ) from None
        except RuntimeError as error:
            raise ReaderKeyMissing(f"{path}: {error}") from None
        return key


def _mark(file: os.stat_result) -> Mark:
    """Taken before it is read: what is put in its place meanwhile is seen next time."""
    return file.st_mtime_ns, file.st_ino, file.st_size
