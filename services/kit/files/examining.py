"""From what was sent to what is kept."""

from dataclasses import dataclass
from hashlib import sha256

from services.kit.files import refusals
from services.kit.files.kinds import kind_of
from services.kit.files.naming import ending_in


@dataclass(frozen=True)
class Examined:
    name: str
    media_type: str
    content: bytes
    sha256: str


def examined(name: str, sent: bytes) -> Examined:
    """Takes a second of a processor at worst. `Refused` for what is not taken."""
    if not sent:
        raise refusals.empty()
    kind = kind_of(sent)
    content = kind.cleaned(sent)
    named = ending_in(name, kind.endings)
    digest = sha256(content).hexdigest()
    return Examined(named, kind.media_type, content, digest)
