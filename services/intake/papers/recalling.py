"""What a case says of one of its papers: the facts as they were when it was issued.

A case goes on after a paper; its steps still tell what was decided on that day.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from contracts.sealed import CaseContent
from services.intake.catalogue import Catalogue, Item
from services.intake.domain.case import Case
from services.intake.domain.parts import Defect, Notice, Paper, PaperKind
from services.intake.papers import words
from services.intake.papers.facts import (
    Acceptance,
    Answer,
    Correction,
    Decline,
    DeemedAcceptance,
    HandOver,
    Lacking,
    Matter,
    Receipt,
    Told,
    Withdrawal,
)
from services.intake.telling.language import Said
from services.kit.limits.words import UNITS_EN, UNITS_ZH
from services.kit.papers.letterhead import Names


@dataclass(frozen=True)
class Opened:
    """What was sealed, as far as it is still kept and this paper shows it."""

    content: CaseContent | None = None
    code: str | None = None
    answer: str | None = None
    notice: str | None = None


@dataclass(frozen=True)
class Recollection:
    catalogue: Catalogue
    case: Case
    paper: Paper
    opened: Opened

    def matter(self) -> Matter:
        """Who asked not to be named is not named: a paper may be left lying about."""
        content, case = self.opened.content, self.case
        named = content is not None and case.anonymity == "named"
        item = self._item
        applicant = content.applicant if content and named else None
        return Matter(
            number=self.paper.number,
            case_no=case.case_no,
            issued_at=self.paper.at,
            received_at=case.received_at,
            applicant=applicant.name if applicant else None,
            title=content.title if content else None,
            item=item.names if item else None,
            item_version=str(item.version) if item and item.form else None,
            fee=words.fee(item.fee.amount_fen if item.fee else 0)
            if item and item.form
            else None,
            limit=self._limit,
        )

    @property
    def _limit(self) -> Names | None:
        item = self._item
        limit = self.catalogue.limits.get(item.limit or "") if item else None
        if limit is None:
            return None
        zh, en = UNITS_ZH[limit.unit], UNITS_EN[limit.unit]
        return {"zh": f"{limit.amount}{zh}", "en": f"{limit.amount} {en}"}

    @property
    def _item(self) -> Item | None:
        return self.catalogue.item_of(self.case)

    @property
    def _materials(self) -> tuple[Names, ...]:
        """What no office has already."""
        needed = self._item.materials if self._item else ()
        return tuple(each.names for each in needed if each.held_by is None)

    def told(self) -> Told:
        recalled: Mapping[PaperKind, Callable[[], Told]] = {
            "receipt": self._receipt,
            "acceptance": self._acceptance,
            "correction": self._correction,
            "decline": self._decline,
            "hand_over": self._hand_over,
            "withdrawal": lambda: Withdrawal(self.paper.at),
            "answer": self._answer,
        }
        return recalled[self.paper.kind]()

    def _receipt(self) -> Receipt:
        came = [each for each in self.case.attached if each.at <= self.paper.at]
        return Receipt(self.opened.code, self._materials, attachments=len(came))

    def _acceptance(self) -> Acceptance | DeemedAcceptance:
        if not self._has_step("accepted_by_silence"):
            return Acceptance(self.paper.at, self._materials)
        return DeemedAcceptance(self.case.accepted_at or self.paper.at)

    def _correction(self) -> Correction:
        notice = notice_of(self.case, self.paper)
        lacking = tuple(self._lacking(defect) for defect in notice.defects)
        return Correction(lacking, notice.due_at, words=self.opened.notice)

    def _lacking(self, defect: Defect) -> Lacking:
        wrong = self.catalogue.correction_reasons.get(defect.reason)
        return Lacking(
            field=self._field(defect.pointer),
            wrong=wrong or _same(defect.reason),
            cure=_names(words.CURES.get(defect.reason, words.ANY_CURE)),
        )

    def _decline(self) -> Decline:
        code = self._detail("declined") or self.case.reason or ""
        reason = self.catalogue.decline_reasons.get(code)
        authority = self._detail("elsewhere")
        if reason is None:
            return Decline(_same(code), where=self._reached(authority))
        following = {"zh": reason.next, "en": reason.next_en}
        return Decline(reason.names, self._reached(authority), following)

    def _hand_over(self) -> HandOver:
        code = self._detail("handed_over") or self.case.authority or ""
        authority = self.catalogue.authorities.get(code)
        reached = self.opened.content and self.case.anonymity == "named"
        data = (words.ALL_WRITTEN, words.CONTACT) if reached else (words.ALL_WRITTEN,)
        return HandOver(
            to=authority.names if authority else _same(code),
            data=tuple(map(_names, data)),
            reach=self._reached(code) if authority else None,
        )

    def _answer(self) -> Answer:
        """Of several answers the latest is kept."""
        outcome = self._detail("answered") or self.case.outcome or ""
        return Answer(
            text=self.opened.answer,
            outcome=self.catalogue.outcomes.get(outcome),
            where=self._reached(self._detail("elsewhere")),
            replaced=is_replaced(self.case, self.paper),
        )

    def _field(self, pointer: str) -> Names:
        """What has no name of ours is called as the form calls it."""
        known = words.FIELDS.get(pointer)
        if known:
            return _names(known)
        titled = self._item.title_of(pointer) if self._item else None
        last = pointer.rpartition("/")[2].replace("~1", "/").replace("~0", "~")
        return titled or _same(last)

    def _reached(self, authority: str | None) -> Names | None:
        if authority is None:
            return None
        called = self.catalogue.elsewhere
        return {language: called(authority, language) for language in ("zh", "en")}

    def _has_step(self, code: str) -> bool:
        return any(s.code == code and s.at == self.paper.at for s in self.case.steps)

    def _detail(self, code: str) -> str | None:
        """Of the step with which the paper was issued."""
        steps = (s for s in self.case.steps if s.code == code)
        return next((s.detail for s in steps if s.at == self.paper.at), None)


def is_replaced(case: Case, paper: Paper) -> bool:
    """Also by an answer that has no paper: a withdrawal crossed it on the way."""
    answers = [each for each in case.papers if each.kind == "answer"]
    latest = answers and answers[-1] == paper and paper.at == case.answered_at
    return paper.kind == "answer" and not latest


def notice_of(case: Case, paper: Paper) -> Notice:
    return next(notice for notice in case.notices if notice.at == paper.at)


def _names(said: Said) -> Names:
    return {"zh": said[0], "en": said[1]}


def _same(text: str) -> Names:
    return {"zh": text, "en": text}
