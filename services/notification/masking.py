"""Addresses as lists may show them: enough to recognise one's own, not to use."""

from collections.abc import Mapping
from typing import Any

from contracts.sealed import Person


def masked_email(email: str | None) -> str | None:
    if not email or "@" not in email:
        return None
    name, _, domain = email.rpartition("@")
    return f"{name[:1]}***@{domain}"


def masked_phone(phone: str | None) -> str | None:
    """At least four signs stay hidden, also of a number without its area code."""
    digits = [sign for sign in phone or "" if sign.isdigit()]
    if len(digits) < 8:
        return None
    begins = digits[: min(3, len(digits) - 8)]
    return "".join(begins) + "****" + "".join(digits[-4:])


def masked_name(person: Person | None) -> str | None:
    return person.name[:1] + "**" if person else None


def without_tokens(values: Mapping[str, Any]) -> dict[str, Any]:
    """Links as anybody may see them: what follows the # lets in only whom it is for."""
    return {
        name: said.partition("#")[0] if name.endswith("_url") else said
        for name, said in values.items()
    }
