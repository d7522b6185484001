"""The number people see of a promise: as of a case, from a part that is its own."""

from datetime import datetime

from stdnum.iso7064 import mod_11_10

from services.kit.limits.calendar import SHANGHAI

FIRST = 900_000
"""The window numbers its cases below, so that no two ever have one number."""
MOST_A_DAY = 99_999


def day_of(moment: datetime) -> str:
    """`YYYYMMDD` by the city's calendar."""
    return moment.astimezone(SHANGHAI).strftime("%Y%m%d")


def promise_no(day: str, number: int) -> str:
    """The `number`-th promise of a day, with an ISO 7064 MOD 11,10 check digit."""
    if not 1 <= number <= MOST_A_DAY:
        raise ValueError("a day has room for 99,999 promises")
    digits = f"{day}{FIRST + number:06d}"
    return digits + str(mod_11_10.calc_check_digit(digits))
