"""The number that people see, and the code that lets a resident ask without login."""

import secrets
from datetime import date, datetime
from zoneinfo import ZoneInfo

from stdnum.iso7064 import mod_11_10

CITY_TIME = ZoneInfo("Asia/Shanghai")
MOST_A_DAY = 900_000
"""What follows is for the promises of deliberations, numbered where they are made."""
ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""No 0/O/1/I/L: nobody has to guess when it is read out on the phone."""
CODE_LENGTH = 6


def city_day(moment: datetime) -> date:
    """By the city's calendar."""
    return moment.astimezone(CITY_TIME).date()


def day_of(moment: datetime) -> str:
    """`YYYYMMDD` by the city's calendar."""
    return moment.astimezone(CITY_TIME).strftime("%Y%m%d")


def date_of(moment: datetime) -> date:
    """By the city's calendar."""
    return moment.astimezone(CITY_TIME).date()


def case_no(day: str, number: int) -> str:
    """The `number`-th of a day, with an ISO 7064 MOD 11,10 check digit."""
    if not 1 <= number <= MOST_A_DAY:
        raise ValueError("a day has room for 900,000 case numbers")
    digits = f"{day}{number:06d}"
    return digits + str(mod_11_10.calc_check_digit(digits))


def new_query_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def written_code(code: str) -> str:
    """As it was given, whatever case and spaces somebody types it with."""
    return "".join(code.split()).upper()
