"""Telephone numbers as people gave them, in the form that providers want."""

from phonenumbers import (
    NumberParseException,
    PhoneNumber,
    PhoneNumberFormat,
    PhoneNumberType,
    format_number,
    is_possible_number,
    number_type,
    parse,
)

HOME = "CN"
TAKES_NO_TEXT = (PhoneNumberType.FIXED_LINE, PhoneNumberType.TOLL_FREE)


def number_of(said: str | None) -> str | None:
    """E.164 (`+8613900000001`), or None where no provider would know what to dial."""
    number = _parsed(said)
    return format_number(number, PhoneNumberFormat.E164) if number else None


def mobile_number(said: str | None) -> str | None:
    """As `number_of`, unless it is a number that takes no short messages."""
    number = _parsed(said)
    if number is None or number_type(number) in TAKES_NO_TEXT:
        return None
    return format_number(number, PhoneNumberFormat.E164)


def _parsed(said: str | None) -> PhoneNumber | None:
    try:
        number = parse(said or "", HOME)
    except NumberParseException:
        return None
    return number if is_possible_number(number) else None
