"""What opens the contents sealed for us, and what seals our answers for intake."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from contracts.sealed import AnswerText
from sealing.jwe import FOR_A_READER, SealedForAnother, T, encrypted
from sealing.keys import private_keys, public_key
from sealing.opener import Opener
from tongban_department.errors import KeyNotHeld


@dataclass(frozen=True)
class Keys:
    """Both are asked for at each use, so that a changed key needs no restart.

    `private` gives one private JWK, or a JWK set with the newest first: keep the old
    key until nothing that was sealed for it is wanted any more.
    """

    private: Callable[[], str]
    intake: Callable[[], str]

    @classmethod
    def at(cls, private: Path, intake: Path) -> "Keys":
        """Raises `RuntimeError` that names the file and the cure."""
        keys = cls(partial(_text, private), partial(_text, intake))
        for path, check in ((private, private_keys), (intake, public_key)):
            try:
                check(_text(path))
            except RuntimeError as error:
                raise RuntimeError(f"{path}: {error}") from None
        return keys

    def open(self, sealed: str, model: type[T]) -> T:
        """Raises `KeyNotHeld`; `Unreadable`, which holds no value."""
        try:
            return Opener(self.private()).open(sealed, model)
        except SealedForAnother as error:
            raise KeyNotHeld(error.kid) from None

    def seal_answer(self, text: str) -> str:
        key = public_key(self.intake())
        return encrypted(FOR_A_READER, key.thumbprint(), key, AnswerText(text=text))


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        raise RuntimeError("missing: take it from what the city handed over") from None
