"""How far a request is, for the partner that filed it: no word of what it says."""

from datetime import datetime

from services.intake.catalogue import Catalogue
from services.intake.desk.registering import Receipt
from services.intake.domain.case import Case
from services.intake.domain.states import OVER
from services.intake.open311.offered import Offer
from services.intake.open311.seams import Status
from services.intake.open311.shown import RequestRow
from services.intake.receiving.identifiers import CITY_TIME
from services.intake.telling.language import Said, in_language
from services.intake.telling.progress import Teller
from services.intake.telling.shown import Words

RECEIVED: Said = (
    "已收到。请告诉本人:办件号 {number},查询码 {code},凭这两项可以查看办理进度。",
    "Received. Pass on to the person: case number {number}, query code {code}.",
)
RECEIVED_BEFORE: Said = (
    "已收到。办件号 {number},其内容已按规定删除。",
    "We have it. Case number {number}; what it said has been erased since.",
)
EMERGENCY: Said = (
    "情况紧急,请马上联系:{where}。",
    "This is an emergency; turn to them at once: {where}.",
)
GAP: Said = ("", " ")
"""Between two sentences."""


def notice(receipt: Receipt, catalogue: Catalogue, language: str) -> str:
    """What the person has to know at once."""
    number, code = receipt.case_no, receipt.query_code
    said = in_language(RECEIVED if code else RECEIVED_BEFORE, language)
    sentences = [said.format(number=number, code=code)]
    if receipt.authority:
        where = catalogue.elsewhere(receipt.authority, language)
        sentences.append(in_language(EMERGENCY, language).format(where=where))
    return in_language(GAP, language).join(sentences)


def status(case: Case) -> Status:
    return "closed" if case.state in OVER else "open"


def row(case: Case, catalogue: Catalogue, offer: Offer, language: str) -> RequestRow:
    if case.discreet:
        return RequestRow(service_request_id=case.case_no, status=status(case))
    told = Teller(catalogue, language).progress(case, Words())
    return RequestRow(
        service_request_id=case.case_no,
        status=status(case),
        status_notes=in_language(GAP, language).join((told.words, told.next)),
        service_name=offer.service_name(case.category, language),
        service_code=case.category,
        agency_responsible=", ".join(dict.fromkeys(told.with_whom)) or None,
        requested_datetime=_local(case.received_at),
        updated_datetime=_local(max(step.at for step in case.steps)),
        expected_datetime=case.expected_at and _local(case.expected_at),
        address=offer.area_name(case.area, language),
        address_id=case.area,
    )


def _local(moment: datetime) -> datetime:
    """To the second: not every reader of such times knows more."""
    return moment.astimezone(CITY_TIME).replace(microsecond=0)
