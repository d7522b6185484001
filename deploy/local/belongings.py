"""What a department holds: logins and private keys, while they change two of each.

The files are the truth: Kafka follows them, and so does what is handed over. A login is
a principal of its own, `housing`, then `housing.2`, and so on: both may do the same, so
that a department changes from one to the other while it works. A code has no dot, so no
other department can be meant.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from deploy.local.files import once, write
from deploy.local.places import Places
from services.kit.sealing.keys import (
    new_private_jwk,
    new_secret,
    private_keys,
    public_jwk,
    public_key,
)

PASSWORD = "password"


@dataclass(frozen=True)
class Belongings:
    places: Places
    code: str

    @property
    def client(self) -> Path:
        """How the newest login connects, in the ordinary Kafka client format."""
        return self.places.clients / f"{self.code}.properties"

    @property
    def private(self) -> Path:
        """One private JWK, or a JWK set with the newest first."""
        return self.places.clients / f"{self.code}.jwk"

    @property
    def public(self) -> Path:
        """The half of the key in force: contents are sealed for it."""
        return self.places.keys / f"{self.code}.jwk"

    @property
    def parcel(self) -> Path:
        """Everything that is handed over."""
        return self.places.clients / f"handover-{self.code}.zip"

    @property
    def logins(self) -> tuple[str, ...]:
        """Newest first; two while the department changes from one to the other."""
        newest_first = sorted(self._passwords(), reverse=True)
        return tuple(self._login(number) for number in newest_first)

    @property
    def keys(self) -> tuple[str, ...]:
        """Thumbprints of the private keys, the newest first."""
        return tuple(private_keys(self.private.read_text()))

    @property
    def key_in_force(self) -> str | None:
        """The thumbprint contents are sealed for now; None: it is none of ours."""
        if not self.public.exists():
            return None
        thumbprint = public_key(self.public.read_text()).thumbprint()
        return thumbprint if thumbprint in self.keys else None

    @property
    def key_since(self) -> datetime:
        """When the key in force was put in force."""
        return datetime.fromtimestamp(self.public.stat().st_mtime, UTC)

    @property
    def remain(self) -> bool:
        """Whether anything is left of it but a public key, which harms nobody."""
        files = (self.client, self.private, self.parcel, *self._passwords().values())
        return any(path.exists() for path in files)

    def make(self) -> None:
        """What is missing. A key that waits to be put in force goes on waiting."""
        once(self.private, new_private_jwk)
        if self.key_in_force is None:
            self.put_key_in_force()
        if not self.logins:
            once(self._password(1), new_secret)

    def add_login(self) -> None:
        """A second one, unless there are two already."""
        known = self._passwords()
        if len(known) == 1:
            once(self._password(max(known) + 1), new_secret)

    def retire_logins(self) -> None:
        """Only the newest stays."""
        for number in sorted(self._passwords(), reverse=True)[1:]:
            self._password(number).unlink(missing_ok=True)

    def add_key(self) -> None:
        """A newer one in front of the others, unless one waits already."""
        if self.keys[0] == self.key_in_force:
            document = json.loads(self.private.read_text())
            newest = json.loads(new_private_jwk())
            both = [newest, *document.get("keys", [document])]
            write(self.private, json.dumps({"keys": both}))

    def put_key_in_force(self) -> None:
        """The newest: whoever seals sees it at once."""
        write(self.public, public_jwk(self.private.read_text()), 0o644)

    def remove(self) -> None:
        """All secrets; the public key stays, for a letter that is still on its way."""
        for path in (self.parcel, self.private, self.client):
            path.unlink(missing_ok=True)
        for path in self._passwords().values():
            path.unlink(missing_ok=True)

    def is_login(self, name: str) -> bool:
        """Whether a principal is, or was, one of this department's."""
        return re.fullmatch(rf"{re.escape(self.code)}(\.\d+)?", name) is not None

    def _login(self, number: int) -> str:
        return self.code if number == 1 else f"{self.code}.{number}"

    def _password(self, number: int) -> Path:
        folder = self.places.secrets / "kafka"
        folder.mkdir(exist_ok=True, mode=0o700, parents=True)
        return folder / f"{self._login(number)}.{PASSWORD}"

    def _passwords(self) -> Mapping[int, Path]:
        found = (self.places.secrets / "kafka").glob(f"{self.code}*.{PASSWORD}")
        names = {path: path.name.removesuffix(f".{PASSWORD}") for path in found}
        return {
            int(name.removeprefix(self.code).lstrip(".") or 1): path
            for path, name in names.items()
            if self.is_login(name)
        }
