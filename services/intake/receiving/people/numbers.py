"""Numbers that people are known by: written in one way, and checked by their kind."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from typing import Literal

import phonenumbers
from stdnum.cn import ric, uscc
from stdnum.exceptions import (
    InvalidChecksum,
    InvalidComponent,
    ValidationError,
)

Said = tuple[str, str]
"""What is wrong and how to mend it: English, Chinese. Never the number itself."""
IdType = Literal["resident_id", "credit_code", "passport", "permit", "none"]

HOME = "CN"
SHORT = range(3, 7)
"""Digits of a service number: 110, 12345, 955xxx."""
PHONE = re.compile(r"\+?[0-9(][0-9 ()-]*[0-9]", re.ASCII)
PASSPORT = re.compile(r"(?=.*[0-9])[A-Z0-9]{5,20}")
TRAVEL_PERMIT = re.compile(r"[HM][0-9]{8}([0-9]{2})?|[0-9]{8}")
"""来往内地(大陆)通行证: of Hong Kong and Macao, and of Taiwan."""
RESIDENCE_PERMIT = re.compile(r"8[123]0000[0-9]{11}[0-9X]")
"""港澳台居民居住证."""

NO_PHONE = (
    "is not a phone number: give a mobile number, or a landline with its area code",
    "不是有效的电话号码:请填写手机号,座机请加区号",
)
CARD_LENGTH = (
    "a resident identity number has 17 digits and a last digit or X",
    "居民身份证号应为18位,请核对",
)
CARD_CHECKSUM = (
    "the 18th digit does not fit the others: check the identity number",
    "身份证号第18位校验不符,请核对",
)
CARD_PARTS = (
    "place or birth date in the identity number do not exist: check its first 14",
    "身份证号中的地区或出生日期不存在,请核对前14位",
)
CODE_LENGTH = (
    "a unified social credit code has 18 digits and capital letters, no I, O, S, V, Z",
    "统一社会信用代码应为18位数字和大写字母(不含I、O、S、V、Z),请核对",
)
CODE_CHECKSUM = (
    "the 18th place does not fit the others: check the unified social credit code",
    "统一社会信用代码第18位校验不符,请核对",
)
NO_PASSPORT = (
    "a passport number has 5 to 20 capital letters and digits",
    "护照号码应为5至20位字母和数字,请核对",
)
NO_PERMIT = (
    "a permit of Hong Kong, Macao or Taiwan has H or M and 8 digits, 8 digits, or 18",
    "港澳台证件号码应为H或M加8位数字、8位数字或18位,请核对",
)


def narrowed(text: str) -> str:
    """Full-width letters and digits as usual ones."""
    return unicodedata.normalize("NFKC", text).strip()


def written_number(text: str) -> str:
    """The same without spaces and dashes, x as X."""
    kept = (each for each in narrowed(text) if not each.isspace() and each != "-")
    return "".join(kept).upper()


def wrong_number(kind: IdType, number: str) -> Said | None:
    return CHECKS[kind](number)


def wrong_phone(text: str) -> Said | None:
    return None if PHONE.fullmatch(text) and _rings(text) else NO_PHONE


def born(kind: IdType, number: str) -> date | None:
    """What a right number says about it."""
    eighteen = kind == "resident_id" or RESIDENCE_PERMIT.fullmatch(number)
    if not eighteen or wrong_number(kind, number):
        return None
    day: date = ric.get_birth_date(number)
    return day


def _rings(text: str) -> bool:
    digits = sum(each.isdigit() for each in text)
    if digits in SHORT:
        return True
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(text, HOME))
    except phonenumbers.NumberParseException:
        return False


def _card(number: str) -> Said | None:
    return _by(ric.validate, number, (CARD_LENGTH, CARD_CHECKSUM, CARD_PARTS))


def _code(number: str) -> Said | None:
    return _by(uscc.validate, number, (CODE_LENGTH, CODE_CHECKSUM, CODE_LENGTH))


def _passport(number: str) -> Said | None:
    return None if PASSPORT.fullmatch(number) else NO_PASSPORT


def _permit(number: str) -> Said | None:
    if TRAVEL_PERMIT.fullmatch(number):
        return None
    if not RESIDENCE_PERMIT.fullmatch(number):
        return NO_PERMIT
    if number[-1] != ric.calc_check_digit(number):
        return CARD_CHECKSUM
    return _by(ric.get_birth_date, number, (NO_PERMIT, NO_PERMIT, CARD_PARTS))


def _none(number: str) -> Said | None:
    return (
        "leave the number empty, or say of which document it is",
        "未选择证件类型:请选择证件类型或不填号码",
    )


CHECKS: Mapping[IdType, Callable[[str], Said | None]] = {
    "resident_id": _card,
    "credit_code": _code,
    "passport": _passport,
    "permit": _permit,
    "none": _none,
}


def _by(
    check: Callable[[str], object], number: str, said: tuple[Said, Said, Said]
) -> Said | None:
    """`said`: of its length or signs, of its check digit, of a part."""
    try:
        check(number)
    except InvalidChecksum:
        return said[1]
    except InvalidComponent:
        return said[2]
    except ValidationError:
        return said[0]
    return None
