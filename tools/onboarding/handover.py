"""The parcel that a department is given: all that its program needs, in one file.

Bytes are the same as long as what they say is: packing again changes nothing.
"""

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from string import Template

from contracts.topics import Topic, all_topics, department_of
from deploy.local.files import write_bytes
from deploy.local.identities import Identities
from deploy.local.places import REPOSITORY

WORDS = Path(__file__).parent / "words"
CONTRACTS = REPOSITORY / "contracts"
GUIDE = ("department-guide.md", "handling-states.md")
"""The second is what the first links to."""
SECRET, OPEN = 0o600, 0o644
SECRETS = "clients/"
LONG_AGO = (2000, 1, 1, 0, 0, 0)


def pack(identities: Identities, code: str) -> bool:
    """Writes `handover-<code>.zip`, mode 600; False: it was there as it is."""
    mine = identities.belongings(code)
    packed = zipped(code, parcel(identities, code))
    new = not mine.parcel.exists() or mine.parcel.read_bytes() != packed
    write_bytes(mine.parcel, packed)
    return new


def parcel(identities: Identities, code: str) -> Mapping[str, bytes]:
    """By name: the login, the keys, what to read, the contracts."""
    mine = identities.belongings(code)
    return {
        f"{SECRETS}{code}.properties": mine.client.read_bytes(),
        f"{SECRETS}{code}.jwk": mine.private.read_bytes(),
        "keys/intake.jwk": (identities.places.keys / "intake.jwk").read_bytes(),
        "README.zh.md": _words("README.zh.md", code, identities.address),
        "README.en.md": _words("README.en.md", code, identities.address),
        **{f"docs/{name}": (REPOSITORY / "docs" / name).read_bytes() for name in GUIDE},
        **_contracts(topics_of(code)),
    }


def topics_of(code: str) -> tuple[Topic, ...]:
    return tuple(t for t in all_topics([code]) if department_of(t.name) == code)


def zipped(code: str, files: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            about = zipfile.ZipInfo(f"tongban-{code}/{name}", LONG_AGO)
            about.compress_type = zipfile.ZIP_DEFLATED
            mode = SECRET if name.startswith(SECRETS) else OPEN
            about.external_attr = (0o100000 | mode) << 16
            archive.writestr(about, content)
    return packed.getvalue()


def _words(name: str, code: str, address: str) -> bytes:
    text = (WORDS / name).read_text()
    return Template(text).substitute(code=code, address=address).encode()


def _contracts(topics: Iterable[Topic]) -> dict[str, bytes]:
    """Schema and examples of everything that it reads or writes."""
    types = {fact.TYPE for topic in topics for fact in topic.carries}
    files = (file for type in sorted(types) for file in _files_of(type))
    return {
        f"contracts/{file.relative_to(CONTRACTS).as_posix()}": file.read_bytes()
        for file in files
    }


def _files_of(type: str) -> Iterator[Path]:
    yield CONTRACTS / "schemas" / f"{type}.json"
    yield from sorted((CONTRACTS / "examples" / type).glob("*.json"))
