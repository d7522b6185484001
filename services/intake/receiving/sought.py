"""By which number a clerk looks somebody up."""

from stdnum.cn import uscc

from services.intake.receiving.form import PersonSought
from services.intake.receiving.people import SHAPES, Shape
from services.kit.serving.problems import FieldError, Refused

NUMBERS = {
    "credit_code": Shape(
        uscc.is_valid,
        "is not a unified social credit code",
        "不是有效的统一社会信用代码",
    ),
    **{kind: SHAPES[kind] for kind in ("id_number", "phone")},
}


def demand_one(sought: PersonSought) -> tuple[str, str]:
    """Which number, and the number; a 422 problem repeats nothing of it."""
    given = sought.model_dump(exclude_none=True)
    if len(given) != 1:
        en = "give exactly one of id_number, phone and credit_code"
        zh = "请填写身份证号码、电话或统一社会信用代码中的一项"
        raise _refused(FieldError("", "one_number", en, zh))
    [(kind, number)] = given.items()
    shape = NUMBERS[kind]
    if not shape.fits(number):
        raise _refused(FieldError(f"/{kind}", kind, shape.en, shape.zh))
    return kind, number


def _refused(error: FieldError) -> Refused:
    en, zh = "some fields need correcting", "有内容需要更正"
    return Refused("invalid", en, zh, 422, errors=(error,))
