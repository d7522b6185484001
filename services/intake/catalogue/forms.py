"""The form of a service: JSON Schema 2020-12, with words for people beside it.

Beyond the standard a field has `title` (Chinese) and `x-title-en`, an `enum` has
`x-labels`, a `pattern` has `x-hint` and `x-hint-en`, and `x-prefill` names the source
that fills the field in without asking. What the window has no words for is refused.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker, ValidationError, validators
from jsonschema.exceptions import SchemaError
from stdnum.cn import uscc

DIALECT = "https://json-schema.org/draft/2020-12/schema"
Schema = Mapping[str, Any]

PREFILLS = frozenset(
    {
        "applicant.name",
        "applicant.phone",
        "applicant.email",
        "applicant.birth_date",
        "agent.name",
        "agent.phone",
        "case.area",
        "register:household",
        "register:residence",
        "register:insurance",
        "register:property",
        "register:enterprise",
        "register:vehicle",
        "register:disability",
        "register:land",
        "register:school",
    }
)
"""Explained in `deploy/config/items/README.md`."""

FORMATS = FormatChecker(["date"])
FORMATS.checks("credit-code")(lambda value: not _text(value) or uscc.is_valid(value))

OF_ALL = {"type", "title", "x-title-en", "description", "x-description-en", "x-prefill"}
OF_NUMBERS = {"minimum", "maximum"}
OF_TYPE = {
    "string": {"minLength", "maxLength", "format", "pattern", "x-hint", "x-hint-en"}
    | {"enum", "x-labels"},
    "integer": OF_NUMBERS,
    "number": OF_NUMBERS,
    "boolean": {"const"},
    "array": {"items", "minItems", "maxItems", "uniqueItems"},
    "object": {"properties", "required", "additionalProperties"},
}
OF_THE_ROOT = {"$schema", "type", "examples"} | OF_TYPE["object"]


def faults(form: Schema) -> Iterator[str]:
    """Everything that is wrong with a form: the place in it, and what."""
    try:
        Draft202012Validator.check_schema(form)
    except SchemaError as error:
        yield f"{_place(error)}: {error.message}"
        return
    found = [*_of_root(form)]
    yield from found
    if not found:
        yield from _of_examples(form)


def names_in(form: Schema) -> Iterator[str]:
    for name, field in form.get("properties", {}).items():
        yield name
        yield from names_in(field)
    if "items" in form:
        yield from names_in(form["items"])


def title_at(form: Schema, pointer: str) -> Mapping[str, str] | None:
    """By language; of `/answers/site/address`, the address of the site."""
    root, *parts = pointer.removeprefix("/").split("/")
    field: Schema = form
    for part in parts if root == "answers" else ():
        name = part.replace("~1", "/").replace("~0", "~")
        inner = field.get("properties", {}).get(name)
        field = field.get("items", {}) if inner is None else inner
    if field is form or "title" not in field:
        return None
    return {"zh": field["title"], "en": field["x-title-en"]}


def checker(form: Schema) -> Draft202012Validator:
    """Reads a pattern as its author meant it, and no list that is too long."""
    made: Draft202012Validator = Checker(form, format_checker=FORMATS)
    return made


def _pattern(_: Any, pattern: str, value: Any, schema: Schema) -> Iterator[Any]:
    """ASCII classes as in ECMA 262; `$` is the end, and not a line before it."""
    if not _text(value) or len(value) > schema["maxLength"]:
        return
    if value.endswith("\n") or not re.search(pattern, value, re.ASCII):
        yield ValidationError("pattern")


def _within_bounds(keyword: str) -> Any:
    """The keyword for lists that are not too long: else their length is the fault."""
    check = Draft202012Validator.VALIDATORS[keyword]

    def bounded(validator: Any, said: Any, value: Any, schema: Schema) -> Iterator[Any]:
        if not isinstance(value, list) or len(value) <= schema["maxItems"]:
            yield from check(validator, said, value, schema) or ()

    return bounded


Checker = validators.extend(
    Draft202012Validator,
    {
        "pattern": _pattern,
        "items": _within_bounds("items"),
        "uniqueItems": _within_bounds("uniqueItems"),
    },
)


def _of_root(form: Schema) -> Iterator[str]:
    for keyword in sorted(set(form) - OF_THE_ROOT):
        yield f"form: {keyword}: there are no words for this keyword"
    if form.get("type") != "object":
        yield "form: type: must be object"
        return
    yield from _of_object("form", form)


def _of_object(place: str, schema: Schema) -> Iterator[str]:
    fields = schema.get("properties") or {}
    if not fields:
        yield f"{place}: properties: there has to be one at least"
    if schema.get("additionalProperties") is not False:
        yield f"{place}: additionalProperties: must be false"
    for name in schema.get("required", ()):
        if name not in fields:
            yield f"{place}: required: there is no property {name}"
    for name, field in fields.items():
        yield from _of_field(f"{place}/properties/{name}", field)


def _of_field(place: str, field: Any) -> Iterator[str]:
    kind = field.get("type") if isinstance(field, dict) else None
    if not isinstance(kind, str) or kind not in OF_TYPE:
        yield f"{place}: type: must be one of {', '.join(OF_TYPE)}"
        return
    for keyword in sorted(set(field) - OF_ALL - OF_TYPE[kind]):
        yield f"{place}: {keyword}: there are no words for this keyword of {kind}"
    for name in ("title", "x-title-en"):
        if not _text(field.get(name)) or not field[name].strip():
            yield f"{place}: {name}: is missing"
    if field.get("x-prefill", "applicant.name") not in PREFILLS:
        yield f"{place}: x-prefill: there is no such source"
    if kind == "string":
        yield from _of_string(place, field)
    if kind == "array":
        yield from _of_array(place, field)
    if kind == "object":
        yield from _of_object(place, field)
    if field.get("const", True) is not True:
        yield f"{place}: const: must be true, for what somebody has to confirm"


def _of_string(place: str, field: Schema) -> Iterator[str]:
    if not {"enum", "format", "maxLength"} & set(field) or (
        "pattern" in field and "maxLength" not in field
    ):
        yield f"{place}: maxLength: is missing"
    if field.get("format", "date") not in FORMATS.checkers:
        yield f"{place}: format: must be one of {', '.join(sorted(FORMATS.checkers))}"
    labels = field.get("x-labels", {})
    if set(labels) != set(field.get("enum", ())) or not all(
        isinstance(label, dict) and label.get("zh") and label.get("en")
        for label in labels.values()
    ):
        yield f"{place}: x-labels: must name each value of enum in zh and en"
    for name in ("x-hint", "x-hint-en"):
        if "pattern" in field and not field.get(name):
            yield f"{place}: {name}: must say what the pattern asks for"


def _of_array(place: str, field: Schema) -> Iterator[str]:
    if "maxItems" not in field:
        yield f"{place}: maxItems: is missing"
    yield from _of_field(f"{place}/items", field.get("items"))


def _of_examples(form: Schema) -> Iterator[str]:
    """A form nobody can show filled in is a form nobody can fill in."""
    examples = form.get("examples", [])
    if not examples:
        yield "form: examples: there has to be one at least"
    check = checker(form)
    for number, example in enumerate(examples):
        for error in check.iter_errors(example):
            path = "/".join(str(part) for part in error.absolute_path)
            yield f"form/examples/{number}/{path}: {error.validator} is not kept"


def _place(error: SchemaError) -> str:
    return "/".join(["form", *(str(part) for part in error.absolute_path)])


def _text(value: Any) -> bool:
    return isinstance(value, str)
