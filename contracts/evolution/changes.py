"""Which difference between two JSON Schemas breaks a program somebody else wrote.

A general checker answers yes or no and lets patterns and formats change unnoticed; a
person who is refused needs the field. The rule is strict enough to be short: beside
documentation, a new optional field is the only difference that breaks nobody.
"""

from collections.abc import Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]

WORDS_ONLY = {"title", "description", "examples", "$defs", "$id", "$schema"}
LOWER_BOUNDS = {"minLength", "minimum", "exclusiveMinimum", "minItems", "minProperties"}
UPPER_BOUNDS = {"maxLength", "maximum", "exclusiveMaximum", "maxItems", "maxProperties"}
WALKED = {"properties", "required", "enum", "items", "anyOf", "oneOf", "prefixItems"}


def breaking(old: Schema, new: Schema) -> list[str]:
    """One sentence for each change that breaks a reader or an older message."""
    return sorted(set(_Walk(old, new).differences(old, new, "")))


class _Walk:
    def __init__(self, old_root: Schema, new_root: Schema) -> None:
        self._old_defs = old_root.get("$defs", {})
        self._new_defs = new_root.get("$defs", {})
        self._inside: set[tuple[str, str]] = set()

    def differences(self, old: Schema, new: Schema, place: str) -> Iterator[str]:
        names = (str(old.get("$ref")), str(new.get("$ref")))
        if names in self._inside:
            return
        entered = {names} - {("None", "None")}
        self._inside |= entered
        old, new = _resolved(old, self._old_defs), _resolved(new, self._new_defs)
        yield from _keywords(old, new, place)
        yield from self._fields(old, new, place)
        yield from self._parts(old, new, place)
        self._inside -= entered

    def _fields(self, old: Schema, new: Schema, place: str) -> Iterator[str]:
        before, after = old.get("properties", {}), new.get("properties", {})
        must, musts = set(old.get("required", ())), set(new.get("required", ()))
        for name in {**before, **after}:
            field = f"{place}.{name}".lstrip(".")
            if name not in after:
                yield f"{field}: the field was removed"
            elif name not in before:
                if name in musts:
                    yield f"{field}: a new field is required, and old messages lack it"
            else:
                yield from _obligation(field, name in must, name in musts)
                yield from self.differences(before[name], after[name], field)

    def _parts(self, old: Schema, new: Schema, place: str) -> Iterator[str]:
        for word, suffix in (("items", "[]"), ("additionalProperties", ".*")):
            before, after = old.get(word), new.get(word)
            if isinstance(before, Mapping) and isinstance(after, Mapping):
                yield from self.differences(before, after, place + suffix)
            elif before != after:
                yield f"{place}: {word} changed"
        for word in ("anyOf", "oneOf", "prefixItems"):
            yield from self._variants(old.get(word, []), new.get(word, []), place)

    def _variants(
        self, old: list[Schema], new: list[Schema], place: str
    ) -> Iterator[str]:
        if len(old) != len(new):
            yield f"{place}: the type changed ({len(old)} variants, now {len(new)})"
            return
        for before, after in zip(old, new, strict=True):
            yield from self.differences(before, after, place)


def _resolved(schema: Schema, defs: Mapping[str, Schema]) -> Schema:
    if "$ref" not in schema:
        return schema
    target = defs[schema["$ref"].removeprefix("#/$defs/")]
    return {**target, **{k: v for k, v in schema.items() if k != "$ref"}}


def _obligation(field: str, was: bool, is_now: bool) -> Iterator[str]:
    if is_now and not was:
        yield f"{field}: the field became required, and old messages may lack it"
    if was and not is_now:
        yield f"{field}: the field became optional, and older readers need it"


def _keywords(old: Schema, new: Schema, place: str) -> Iterator[str]:
    place = place or "the document"
    yield from _values(old.get("enum", []), new.get("enum", []), place)
    silent = WORDS_ONLY | WALKED | {"additionalProperties"}
    for word in sorted(({*old, *new}) - silent):
        before, after = old.get(word), new.get(word)
        if before != after:
            yield f"{place}: {_said(word, before, after)}"


def _values(old: list[Any], new: list[Any], place: str) -> Iterator[str]:
    for value in old:
        if value not in new:
            yield f"{place}: the value {value!r} was removed"
    for value in new:
        if value not in old:
            yield f"{place}: the value {value!r} is new, and older readers refuse it"


def _said(word: str, before: Any, after: Any) -> str:
    if word not in LOWER_BOUNDS | UPPER_BOUNDS:
        return f"{word} changed from {before!r} to {after!r}"
    if _is_narrower(word, before, after):
        return f"{word} was narrowed from {before} to {after}; old messages exceed it"
    return f"{word} was widened from {before} to {after}; older readers refuse more"


def _is_narrower(word: str, before: Any, after: Any) -> bool:
    if before is None or after is None:
        return before is None
    return bool(after > before if word in LOWER_BOUNDS else after < before)
