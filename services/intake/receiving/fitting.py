"""Whether answers fit the form of their item: each complaint at its own field."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from jsonschema import ValidationError

from services.intake.catalogue import Item
from services.kit.serving.fields import HIDDEN
from services.kit.serving.problems import FieldError

READABLE = 20
"""Values of a list that somebody can read in one sentence."""

Said = tuple[str, str, str]
"""Code, English, Chinese; `{limit}` is the form's own."""

TYPES: Mapping[str, tuple[str, str]] = {
    "string": ("must be text", "应为文字"),
    "integer": ("must be a whole number", "应为整数"),
    "number": ("must be a number", "应为数字"),
    "boolean": ("must be true or false", "应为是或否(true 或 false)"),
    "array": ("must be a list", "应为列表"),
    "object": ("must be an entry with its own fields", "应为一组内容"),
}
FORMATS: Mapping[str, tuple[str, str]] = {
    "date": ("must be a date like 1950-01-31", "应为日期,如 1950-01-31"),
    "credit-code": (
        "must be a unified social credit code of 18 characters",
        "应为18位统一社会信用代码",
    ),
}
BOUNDS: Mapping[str, Said] = {
    "minimum": ("too_small", "must be at least {limit}", "不能小于{limit}"),
    "maximum": ("too_large", "must be at most {limit}", "不能大于{limit}"),
    "minLength": (
        "too_short",
        "must have at least {limit} characters",
        "至少需要{limit}个字",
    ),
    "maxLength": (
        "too_long",
        "must have at most {limit} characters",
        "不能超过{limit}个字",
    ),
    "minItems": ("too_few", "must have at least {limit} entries", "至少需要{limit}项"),
    "maxItems": ("too_many", "must have at most {limit} entries", "不能超过{limit}项"),
    "uniqueItems": ("repeated", "has an entry twice", "有重复的内容"),
    "const": ("unconfirmed", "has to be confirmed", "须确认(填 true)"),
}


def of_fit(item: Item, answers: Mapping[str, Any]) -> Iterator[FieldError]:
    """One for each field that is wrong. A blank text is one that was left out.

    The answers have been found to be clean and small before.
    """
    if item.checker is None:
        return
    wrong = sorted(item.checker.iter_errors(_filled(answers)), key=_less_telling)
    said: dict[str, FieldError] = {}
    for error in wrong:
        for complaint in _complaints(error):
            said.setdefault(complaint.pointer, complaint)
    yield from said.values()


def pointer_of(path: Iterable[str | int]) -> str:
    """Below `/answers`, escaped as RFC 6901 asks."""
    parts = (str(part).replace("~", "~0").replace("/", "~1") for part in path)
    return "/".join(("/answers", *parts))


def _filled(value: Any) -> Any:
    match value:
        case dict():
            return {
                name: _filled(each)
                for name, each in value.items()
                if not (isinstance(each, str) and not each.strip())
            }
        case list():
            return [_filled(each) for each in value]
    return value


def _less_telling(error: ValidationError) -> bool:
    """Of what has the wrong type nothing else needs saying."""
    return bool(error.validator != "type")


def _complaints(error: ValidationError) -> Iterator[FieldError]:
    path = list(error.absolute_path)
    if error.validator == "required":
        fields = error.schema["properties"]
        for name in error.validator_value:
            if name not in error.instance:
                yield _missing(pointer_of([*path, name]), fields[name])
    elif error.validator == "additionalProperties":
        en, zh = "is not asked for in this form", "表单中没有这一项"
        yield FieldError(pointer_of([*path, HIDDEN]), "extra_forbidden", en, zh)
    else:
        code, en, zh = _said(error)
        yield FieldError(pointer_of(path), code, *_of(error.schema, en, zh))


def _missing(pointer: str, field: Mapping[str, Any]) -> FieldError:
    en = f'"{field["x-title-en"]}" is required'
    return FieldError(pointer, "missing", en, f"请填写“{field['title']}”")


def _said(error: ValidationError) -> Said:
    keyword, limit, field = error.validator, error.validator_value, error.schema
    match keyword:
        case "type":
            return "type", *TYPES[limit]
        case "format":
            return "format", *FORMATS[limit]
        case "pattern":
            return "pattern", field["x-hint-en"], field["x-hint"]
        case "enum":
            return "unknown", *_listed(limit, field["x-labels"])
    code, en, zh = BOUNDS[keyword]
    return code, en.format(limit=limit), zh.format(limit=limit)


def _listed(
    values: Sequence[str], labels: Mapping[str, Mapping[str, str]]
) -> tuple[str, str]:
    if len(values) > READABLE:
        return "must be one of the form's list", "应从表单所列的选项中选"
    en = ", ".join(f"{value} ({labels[value]['en']})" for value in values)
    zh = "、".join(f"{value}({labels[value]['zh']})" for value in values)
    return f"must be one of {en}", f"应为以下之一:{zh}"


def _of(field: Mapping[str, Any], en: str, zh: str) -> tuple[str, str]:
    """The field's title may be missing only in the form itself."""
    if "title" not in field:
        return en, zh
    return f'"{field["x-title-en"]}" {en}', f"“{field['title']}”{zh}"
