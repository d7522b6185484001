"""The bytes of a file, `.gz` or not, and how far they have been read."""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from tools.importing.files.row import UnreadableFile

PACKED = ".gz"


@dataclass(frozen=True)
class Bytes:
    """`content` is unpacked; `below` is the file as it lies on the disk."""

    content: BinaryIO
    below: BinaryIO
    size: int

    def share(self) -> float:
        """How much of the file has been read, 0 to 1."""
        return min(1.0, self.below.tell() / self.size) if self.size else 1.0


@contextmanager
def unpacked(path: Path) -> Iterator[Bytes]:
    """Raises `UnreadableFile`, also when a packed file breaks off in the middle."""
    with path.open("rb") as below:
        size = path.stat().st_size
        if path.suffix.lower() != PACKED:
            yield Bytes(below, below, size)
            return
        try:
            with gzip.open(below) as content:
                yield Bytes(cast(BinaryIO, content), below, size)
        except (gzip.BadGzipFile, EOFError) as error:
            said = "breaks off" if isinstance(error, EOFError) else "is no gzip file"
            raise UnreadableFile(f"{path.name} {said}: fetch it again") from None


def kind_of(path: Path) -> str:
    """The ending that tells the format: `.csv` of `a.csv.gz`."""
    name = path.name.lower().removesuffix(PACKED)
    return Path(name).suffix
