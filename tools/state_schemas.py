"""`python -m tools.state_schemas` locks the stored states; `--check` only looks.

Whatever changes in a state raises its `SCHEMA` and adds an upcaster (for a new field
with a default, one that returns what it got): an older process then leaves the newer
document alone, instead of writing it back without the field that it does not know.
"""

import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules, walk_packages
from typing import Any

import services
from contracts.evolution.changes import breaking
from contracts.evolution.locks import Findings, Locks, Promise
from services.kit.writing.change import Aggregate

SERVICES = Path(services.__file__).parent
PLUMBING = "kit"
CURE = "Raise {name}.SCHEMA by one and add an upcaster"
WORDS = ("title", "description")


def main(arguments: Sequence[str]) -> int:
    """0: kept; 1: refused, or out of date under `--check`."""
    only_looking = "--check" in arguments
    said: list[str] = []
    for service in service_names():
        found = compare(service)
        said += found.broken + (found.stale if only_looking else [])
    for sentence in said:
        sys.stderr.write(f"{sentence}\n")
    if not said and not only_looking:
        for service in service_names():
            locks_of(service).write(promises(service))
    return 1 if said else 0


def service_names() -> list[str]:
    packages = (found.name for found in iter_modules([str(SERVICES)]) if found.ispkg)
    return sorted(name for name in packages if name != PLUMBING)


def compare(service: str) -> Findings:
    return locks_of(service).compare(promises(service), refuse)


def locks_of(service: str) -> Locks:
    return Locks(SERVICES / service / "schemas", CURE)


def promises(service: str) -> dict[str, Promise]:
    """By the aggregate's name: how its state lies in its documents."""
    return {kind.__name__: promise(kind) for kind in aggregates_of(service)}


def promise(kind: type[Aggregate]) -> Promise:
    upcasters = sorted(kind.UPCASTERS)
    schema = kind.model_json_schema(mode="validation")
    return {**schema, "x-tongban": {"schema": kind.SCHEMA, "upcasters": upcasters}}


def refuse(stored: Promise, today: Promise) -> list[str]:
    """Every way in which today's program could not read, or would spoil, a state."""
    was, now = stored["x-tongban"]["schema"], today["x-tongban"]["schema"]
    have = set(today["x-tongban"]["upcasters"])
    missing = [n for n in range(1, now) if n not in have]
    if missing:
        return [f"no upcaster lifts a state of schema {n}" for n in missing]
    if now < was:
        return [f"SCHEMA went back from {was} to {now}"]
    return _changed(_shape(stored), _shape(today)) if now == was else []


def _changed(stored: Promise, today: Promise) -> list[str]:
    said = breaking(stored, today)
    if not said and _wordless(stored) != _wordless(today):
        return ["the state gained something that an older process would erase"]
    return said


def aggregates_of(service: str) -> list[type[Aggregate]]:
    """Those that a `domain` of the service, module or package, defines itself.

    A room of a service may have one of its own.
    """
    names = tuple(_modules(service))
    modules = [import_module(name) for name in names]
    found = {
        thing
        for module in modules
        for thing in vars(module).values()
        if isinstance(thing, type)
        and issubclass(thing, Aggregate)
        and thing.__module__ in names
    }
    return sorted(found, key=lambda kind: kind.__name__)


def _modules(service: str) -> Iterator[str]:
    folder = SERVICES / service
    prefix = f"services.{service}."
    for found in walk_packages([str(folder)], prefix):
        if "domain" in found.name.split("."):
            yield found.name


def _shape(promise: Promise) -> Promise:
    return {word: said for word, said in promise.items() if word != "x-tongban"}


def _wordless(schema: Any) -> Any:
    if isinstance(schema, dict):
        return {k: _wordless(v) for k, v in schema.items() if k not in WORDS}
    return [_wordless(each) for each in schema] if isinstance(schema, list) else schema


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
