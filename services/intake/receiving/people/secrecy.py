"""Matters without a name, and reports, which never reach whom they accuse."""

from collections.abc import Collection, Iterator

from services.intake.receiving.form import CaseForm
from services.intake.receiving.people.forms import PreferencesForm
from services.kit.serving.problems import FieldError
from services.kit.serving.text import of_a_line, of_many_lines

REACHED_BY = {
    "sms": "phone",
    "voice": "phone",
    "email": "email",
    "letter": "address",
    "visit": "address",
}
"""What somebody has to have given for a channel."""
GIVEN = {
    "phone": ("give a phone number for it", "选择此方式请填写电话"),
    "email": ("give an e-mail address for it", "选择此方式请填写电子邮箱"),
    "address": ("give an address for it", "选择此方式请填写地址"),
}


def of_secrecy(form: CaseForm) -> Iterator[FieldError]:
    if form.secrecy != "named" and form.kind != "request":
        en = "only a request can be made without a name: say named"
        zh = "只有诉求可以匿名或保密,请选择实名(named)"
        yield FieldError("/anonymity", "named_only", en, zh)
    if form.secrecy != "anonymous":
        return
    for place in form.people:
        en = "an anonymous case names nobody: leave it out, or say confidential"
        zh = "匿名办件不填写人员信息;如需联系可选择保密(confidential)"
        yield FieldError(f"/{place}", "anonymous", en, zh)


def of_report(form: CaseForm, organisations: Collection[str]) -> Iterator[FieldError]:
    accused = form.accused
    if accused is None:
        if form.is_report:
            en = "say whom it is about: offices by code, others in words"
            zh = "举报须注明被举报对象:单位填代码,其他填文字说明"
            yield FieldError("/accused", "missing", en, zh)
        return
    if not form.is_report:
        en, zh = "only a report accuses somebody", "只有举报才填写被举报对象"
        yield FieldError("/accused", "reports_only", en, zh)
    elif not accused.organisations and not accused.words:
        en = "name an office by its code, or say in words whom it is about"
        yield FieldError("/accused/words", "missing", en, "请填写被举报单位或文字说明")
    for place, code in enumerate(accused.organisations):
        if code not in organisations:
            en, zh = "is no organisation of this city", "本市没有这个单位代码"
            at = f"/accused/organisations/{place}"
            yield FieldError(at, "unknown", en, f"{zh},可改用文字说明(words)")
    yield from of_many_lines("/accused/words", accused.words or "")


def of_helper(form: CaseForm) -> Iterator[FieldError]:
    if form.helper and not form.helper.consent:
        en = "whoever is helped has to agree to it: ask, and say true"
        zh = "帮办须经本人同意,请征得同意后勾选"
        yield FieldError("/helper/consent", "consent_needed", en, zh)


def of_preferences(form: CaseForm) -> Iterator[FieldError]:
    wishes = form.preferences
    given = {
        field
        for person in form.people.values()
        for field in GIVEN
        if getattr(person, field)
    }
    for place, channel in enumerate(wishes.channels):
        at, needed = f"/preferences/channels/{place}", REACHED_BY.get(channel)
        if form.secrecy == "anonymous":
            en, zh = "nobody can reach who is anonymous", "匿名办件无法联系,请勿选择"
            yield FieldError(at, "anonymous", en, zh)
        elif channel in wishes.channels[:place]:
            yield FieldError(at, "repeated", "is named before", "已选择,请勿重复")
        elif needed and needed not in given:
            yield FieldError(at, "no_way", *GIVEN[needed])
    yield from _of_interpreter(wishes)


def _of_interpreter(wishes: PreferencesForm) -> Iterator[FieldError]:
    at, spoken = "/preferences/interpreter_language", wishes.interpreter_language
    yield from of_a_line(at, spoken)
    if wishes.interpreter == "ethnic" and not spoken:
        en, zh = "say which language is needed", "请注明所需语言"
        yield FieldError(at, "missing", en, zh)
