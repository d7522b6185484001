"""By which number a clerk looks somebody up."""

from collections.abc import Callable, Mapping

from services.intake.receiving.form import PersonSought
from services.intake.receiving.people.numbers import Said, wrong_number, wrong_phone
from services.kit.serving.problems import FieldError, Refused

WRONG: Mapping[str, Callable[[str], Said | None]] = {
    "id_number": lambda number: wrong_number("resident_id", number),
    "credit_code": lambda number: wrong_number("credit_code", number),
    "phone": wrong_phone,
}


def demand_one(sought: PersonSought) -> tuple[str, str]:
    """Which number, and the number; a 422 problem repeats nothing of it."""
    given = sought.model_dump(exclude_none=True)
    if len(given) != 1:
        en = "give exactly one of id_number, phone and credit_code"
        zh = "请填写身份证号码、电话或统一社会信用代码中的一项"
        raise _refused(FieldError("", "one_number", en, zh))
    [(kind, number)] = given.items()
    wrong = WRONG[kind](number)
    if wrong:
        raise _refused(FieldError(f"/{kind}", kind, *wrong))
    return kind, number


def _refused(error: FieldError) -> Refused:
    en, zh = "some fields need correcting", "有内容需要更正"
    return Refused("invalid", en, zh, 422, errors=(error,))
