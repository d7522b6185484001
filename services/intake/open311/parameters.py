"""A partner's parameters: each known, given once, and nothing that hides."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from services.intake.open311.offered import ATTRIBUTES
from services.intake.open311.refusals import invalid, unreadable_form, wrong
from services.intake.receiving.people.numbers import wrong_phone
from services.intake.receiving.people.persons import EMAIL
from services.kit.serving.problems import FieldError
from services.kit.serving.text import LINES, unclean

MOST_PARAMETERS = 100
LONGEST: Mapping[str, int] = {
    "api_key": 200,
    "jurisdiction_id": 64,
    "service_code": 64,
    "lat": 24,
    "long": 24,
    "address_string": 500,
    "address_id": 32,
    "email": 200,
    "device_id": 200,
    "account_id": 200,
    "first_name": 50,
    "last_name": 49,
    "phone": 32,
    "description": 4_000,
    "media_url": 2_000,
} | {f"attribute[{code}]": 64 for code in ATTRIBUTES}
"""Characters, by parameter; others are not known here."""
OF_LINES = frozenset({"description", "address_string"})
DEGREES = re.compile(r"-?\d{1,3}(\.\d{1,15})?", re.ASCII)
ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
ENDS: Mapping[str, float] = {"lat": 90, "long": 180}

Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Parameters:
    """What was given and says something; the rest is as if it were not there."""

    given: Mapping[str, str]

    def get(self, name: str) -> str | None:
        return self.given.get(name)

    def attribute(self, code: str) -> str | None:
        return self.given.get(f"attribute[{code}]")

    @property
    def point(self) -> tuple[float, float] | None:
        """Latitude and longitude."""
        lat, long = self.get("lat"), self.get("long")
        return (float(lat), float(long)) if lat and long else None


def read_form(body: bytes) -> Pairs:
    """`application/x-www-form-urlencoded`; raises a 400 for anything else."""
    try:
        return parse_qsl(
            body.decode(),
            keep_blank_values=True,
            strict_parsing=True,
            errors="strict",
            max_num_fields=MOST_PARAMETERS,
        )
    except ValueError:
        raise unreadable_form() from None


def checked(pairs: Pairs) -> Parameters:
    """Raises a 400 that lists every complaint, each with its parameter's name."""
    given = {name: value.strip() for name, value in pairs}
    errors = [*_of_names(pairs), *_of_values(given), *_of_the_point(given)]
    if errors:
        raise invalid(*errors)
    return Parameters({name: value for name, value in given.items() if value})


def _of_names(pairs: Pairs) -> Iterator[FieldError]:
    names = [name for name, _ in pairs]
    if not set(names) <= LONGEST.keys():
        known = ", ".join(LONGEST)
        en = f"one of them is not known here; known are: {known}"
        yield wrong("parameters", en, f"有未知的参数,可用的有:{known}")
    for name in sorted({name for name in names if names.count(name) > 1} & {*LONGEST}):
        yield wrong(name, "is given more than once", "重复提交")


def _of_values(given: Mapping[str, str]) -> Iterator[FieldError]:
    for name, most in LONGEST.items():
        value = given.get(name, "")
        if len(value) > most:
            en = f"must have at most {most} characters"
            yield wrong(name, en, f"不能超过 {most} 个字")
        elif unclean(value, LINES if name in OF_LINES else frozenset()):
            en = "has control characters: type it again as plain text"
            yield wrong(name, en, "含有控制字符,请改为普通文字")
        elif value:
            yield from _of_shape(name, value)


def _of_shape(name: str, value: str) -> Iterator[FieldError]:
    if name in ENDS and not _is_degrees(value, ENDS[name]):
        en = f"must be degrees as a decimal number, -{ENDS[name]:g} to {ENDS[name]:g}"
        yield wrong(name, en, f"应为十进制度数,-{ENDS[name]:g} 至 {ENDS[name]:g}")
    elif name == "media_url" and not ADDRESS.fullmatch(value):
        en = "must be one address that begins with https:// or http://, without spaces"
        yield wrong(name, en, "应为一个不含空格的 http(s) 网址")
    elif name == "email" and not EMAIL.fullmatch(value):
        yield wrong(name, "is not an e-mail address", "不是有效的电子邮箱")
    elif name == "phone" and wrong_phone(value):
        yield wrong(name, "is not a phone number", "不是有效的电话号码")


def _of_the_point(given: Mapping[str, str]) -> Iterator[FieldError]:
    for name, other in (("lat", "long"), ("long", "lat")):
        if given.get(name) and not given.get(other):
            en = f"is required together with {name}"
            yield wrong(other, en, f"须与 {name} 一同提供")


def _is_degrees(text: str, end: float) -> bool:
    return DEGREES.fullmatch(text) is not None and abs(float(text)) <= end
