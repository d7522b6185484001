"""What is wrong with a request, field by field, in words that repeat nothing of it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI

HIDDEN = "*"
"""Stands for a name that the caller chose, such as the key of an open dictionary."""


@dataclass(frozen=True)
class FieldError:
    """`pointer` is a JSON pointer (RFC 6901) into the body, or `/name` elsewhere."""

    pointer: str
    code: str
    en: str
    zh: str
    place: str = "body"
    """body, query, path or header."""


A_TIME = (
    "must be a time like 2026-03-01T08:00:00+08:00 (in an address + is written %2B)",
    "应为时间,如 2026-03-01T08:00:00+08:00(网址中的 + 写作 %2B)",
)
SAID = {
    "missing": ("is required", "必须填写"),
    "string_type": ("must be text", "应为文字"),
    "string_too_short": (
        "must have at least {min_length} characters",
        "至少需要 {min_length} 个字",
    ),
    "string_too_long": (
        "must have at most {max_length} characters",
        "不能超过 {max_length} 个字",
    ),
    "string_pattern_mismatch": ("has the wrong form", "格式不正确"),
    "too_short": (
        "must have at least {min_length} entries",
        "至少需要 {min_length} 项",
    ),
    "too_long": ("must have at most {max_length} entries", "不能超过 {max_length} 项"),
    "extra_forbidden": ("is not known here", "不是可以填写的内容"),
    "literal_error": ("must be one of {expected}", "应为以下之一:{expected}"),
    "enum": ("must be one of {expected}", "应为以下之一:{expected}"),
    "greater_than": ("must be more than {gt}", "应大于 {gt}"),
    "greater_than_equal": ("must be at least {ge}", "不能小于 {ge}"),
    "less_than": ("must be less than {lt}", "应小于 {lt}"),
    "less_than_equal": ("must be at most {le}", "不能大于 {le}"),
    "int_type": ("must be a whole number", "应为整数"),
    "int_parsing": ("must be a whole number", "应为整数"),
    "float_parsing": ("must be a number", "应为数字"),
    "bool_parsing": ("must be true or false", "应为是或否"),
    "bool_type": ("must be true or false", "应为是或否"),
    "list_type": ("must be a list", "应为列表"),
    "tuple_type": ("must be a list", "应为列表"),
    "dict_type": ("must be an object", "应为对象"),
    "model_attributes_type": ("must be an object", "应为对象"),
    "uuid_parsing": ("must be a UUID", "应为 UUID"),
    "uuid_type": ("must be a UUID", "应为 UUID"),
    "unreadable_text": (
        "has nothing that can be read, or control characters: type it as plain text",
        "没有可以看到的文字或含有控制字符,请改为普通文字",
    ),
    "same_twice": (
        "has the same words twice: let each entry differ",
        "有两项内容相同,请让每一项各不相同",
    ),
    "timezone_aware": ("must name its offset from UTC", "时间应注明时区"),
    "datetime_parsing": A_TIME,
    "datetime_from_date_parsing": A_TIME,
    "date_from_datetime_parsing": ("must be a date", "应为日期"),
}
OTHERWISE = ("is not valid", "内容不符合要求")
OF_THE_SCHEMA = frozenset(
    {"min_length", "max_length", "expected", "gt", "ge", "lt", "le"}
)
"""What of an error's context is ours; the rest may be the caller's own words."""


def complaints(
    errors: Iterable[Mapping[str, Any]], known: frozenset[str]
) -> list[FieldError]:
    """`known` are the names that may be shown: those of our own models."""
    return [_complaint(error, known) for error in errors]


def names_of(api: FastAPI) -> frozenset[str]:
    """Every name that this API itself gave to a field or a parameter."""
    known: frozenset[str] | None = getattr(api.state, "names", None)
    if known is None:
        known = api.state.names = frozenset(_names(api.openapi()))
    return known


def _complaint(error: Mapping[str, Any], known: frozenset[str]) -> FieldError:
    place, *path = error["loc"]
    code = str(error["type"])
    told = error.get("ctx", {})
    limits = {name: told[name] for name in OF_THE_SCHEMA if name in told}
    en, zh = (text.format_map(limits) for text in SAID.get(code, OTHERWISE))
    return FieldError(_pointer(path, known), code, en, zh, str(place))


def _pointer(path: Iterable[str | int], known: frozenset[str]) -> str:
    return "".join(f"/{_shown(part, known)}" for part in path)


def _shown(part: str | int, known: frozenset[str]) -> str:
    if isinstance(part, int):
        return str(part)
    shown = part if part in known or part.lower() in known else HIDDEN
    return shown.replace("~", "~0").replace("/", "~1")


def _names(schema: Any) -> Iterator[str]:
    match schema:
        case {"in": str(), "name": str(name)}:
            yield name
            yield name.lower()
        case {"properties": dict(properties)}:
            yield from properties
    values = schema.values() if isinstance(schema, dict) else schema
    for value in values if isinstance(schema, dict | list) else ():
        yield from _names(value)
