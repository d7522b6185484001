"""What a partner sends, as the form that everybody's matters are handed over in."""

from collections.abc import Iterator
from dataclasses import dataclass

from services.intake.open311.offered import AREA, REQUEST_TYPE, USUAL, Offer
from services.intake.open311.parameters import Parameters
from services.intake.open311.places import Places
from services.intake.open311.refusals import invalid, wrong
from services.intake.receiving.form import REPORT, CaseForm
from services.intake.receiving.people.forms import AccusedForm, PersonForm
from services.kit.serving.problems import FieldError

KEPT = ("lat", "long", "address_string", "media_url", "device_id", "account_id")
"""Kept with the answers: sealed with what was said, shown in no list."""
NO_NAME = "未留姓名"
"""Of somebody who can be reached and did not say who it is."""
CHINESE = ("\u4e00", "\u9fff")


@dataclass(frozen=True)
class Filing:
    """Translates; raises a 400 that names every parameter that does not fit."""

    offer: Offer
    places: Places

    def form(self, sent: Parameters, language: str) -> CaseForm:
        service, area = sent.get("service_code"), self._area(sent)
        request_type = sent.attribute(REQUEST_TYPE) or USUAL
        errors = [
            *self._of_service(service),
            *self._of_area(sent, area),
            *self._of_type(request_type),
        ]
        if errors:
            raise invalid(*errors)
        title = self.offer.service_name(service or "", language)
        return CaseForm(
            kind="request",
            request_type=request_type,
            category=service or "",
            area=area or "",
            channel="partner",
            title=title,
            text=sent.get("description") or title,
            applicant=_applicant(sent),
            accused=_accused(request_type, title),
            answers={name: sent.given[name] for name in KEPT if sent.get(name)},
            language="en" if language == "en" else "zh",
        )

    def _area(self, sent: Parameters) -> str | None:
        """What is said goes before what is measured."""
        named = sent.attribute(AREA) or sent.get("address_id")
        return named or (self.places.area_at(*sent.point) if sent.point else None)

    def _of_service(self, code: str | None) -> Iterator[FieldError]:
        if code is None:
            yield wrong("service_code", "is required", "必须填写")
        elif not self.offer.has(code):
            en = "the city has no such service; GET services lists them"
            yield wrong("service_code", en, "本市没有该服务,请查看 services 列表")

    def _of_area(self, sent: Parameters, area: str | None) -> Iterator[FieldError]:
        if sent.point and self.places.area_at(*sent.point) is None:
            yield wrong("lat, long", "this is outside of the city", "不在本市范围内")
        elif area is None:
            en = "is required where neither address_id nor lat and long tell the area"
            zh = "未提供 address_id 或 lat、long 时必须填写"
            yield wrong(f"attribute[{AREA}]", en, zh)
        named = {f"attribute[{AREA}]": sent.attribute(AREA)}
        named |= {"address_id": sent.get("address_id")}
        for parameter, code in named.items():
            if code and code not in self.offer.areas:
                en = "is not an area of this city; its definition lists them"
                yield wrong(parameter, en, "不是本市的区划代码,请查看服务定义")
        if all(named.values()) and len(set(named.values())) > 1:
            en = "is another area than address_id: send one of them"
            yield wrong(f"attribute[{AREA}]", en, "与 address_id 不一致,请只填其一")

    def _of_type(self, code: str) -> Iterator[FieldError]:
        if code not in self.offer.request_types:
            known = ", ".join(self.offer.request_types)
            parameter = f"attribute[{REQUEST_TYPE}]"
            yield wrong(parameter, f"must be one of {known}", f"应为以下之一:{known}")


def _accused(request_type: str, title: str) -> AccusedForm | None:
    """Whom a report is about is said in its text: the specification has no field."""
    return AccusedForm(words=title) if request_type == REPORT else None


def _applicant(sent: Parameters) -> PersonForm | None:
    """None: nobody has said who it is, or how to reach them."""
    given = {name: sent.get(name) for name in ("phone", "email")}
    name = _name(sent.get("first_name") or "", sent.get("last_name") or "")
    if not name and not any(given.values()):
        return None
    return PersonForm(name=name or NO_NAME, **given)


def _name(first: str, last: str) -> str:
    """In the order and with the gap that its script has."""
    least, most = CHINESE
    if all(least <= character <= most for character in first + last):
        return last + first
    return f"{first} {last}".strip()
