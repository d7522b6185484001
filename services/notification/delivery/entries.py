"""What an entry of the city's pace may be: a fault is told before the first message."""

from collections.abc import Mapping
from datetime import time, timedelta
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field


def _quoted(said: Any) -> Any:
    """YAML takes a bare 21:00 for a number."""
    if not isinstance(said, str):
        raise ValueError('write it in quotes, like "21:00"')
    return said


def _without_a_zone(said: time) -> time:
    if said.tzinfo:
        raise ValueError("is by the city's own clock: leave out Z or the offset")
    return said


def _counting(subject: Mapping[str, str]) -> Mapping[str, str]:
    if "zh" not in subject:
        raise ValueError("say it in zh at least")
    for language, words in subject.items():
        try:
            words.format(n=2)
        except (LookupError, ValueError):
            raise ValueError(f"{language}: only {{n}} is filled in") from None
    return subject


Length = Annotated[timedelta, Field(gt=timedelta(0))]
NoneOrSome = Annotated[timedelta, Field(ge=timedelta(0))]
OfDay = Annotated[time, BeforeValidator(_quoted), AfterValidator(_without_a_zone)]
Subject = Annotated[Mapping[str, str], AfterValidator(_counting)]
