"""Every example ever committed is read again, and has to mean what it meant."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from contracts.topics import Unreadable, decode, encode


def replay(examples: Path) -> list[str]:
    """One sentence for each example that today's contract reads in another way."""
    paths = sorted(examples.glob("*/*.json"))
    return [f"{path}: {said}" for path in paths for said in _differences(path)]


def _differences(path: Path) -> Iterator[str]:
    try:
        event = decode(path.read_bytes())
    except Unreadable as why:
        yield f"it cannot be read any more ({why})"
        return
    if event.type != path.parent.name:
        yield f"it is a {event.type} and lies with another type"
    if not holds(json.loads(encode(event)), json.loads(path.read_text())):
        yield "it does not mean what it meant"


def holds(after: Any, before: Any) -> bool:
    """Whether everything said before is still said, in the same words."""
    if isinstance(before, dict):
        return isinstance(after, dict) and all(
            name in after and holds(after[name], value)
            for name, value in before.items()
        )
    return bool(after == before)
