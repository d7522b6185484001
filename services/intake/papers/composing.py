"""From facts to a paper: which words stand where, in one language."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from services.intake.papers import particulars, words
from services.intake.papers.facts import (
    Acceptance,
    Answer,
    Correction,
    Decline,
    DeemedAcceptance,
    HandOver,
    Matter,
    Receipt,
    Told,
    Withdrawal,
)
from services.intake.papers.paper import Kind, Paper, Row, Section
from services.intake.papers.particulars import Named
from services.intake.papers.speech import Speech
from services.intake.telling.language import Language, Said
from services.kit.papers.letterhead import Letterhead

KIND_OF: Mapping[type[Any], Kind] = {
    Receipt: "receipt",
    Acceptance: "acceptance",
    Correction: "correction",
    Decline: "decline",
    HandOver: "hand_over",
    Withdrawal: "withdrawal",
    Answer: "answer",
    DeemedAcceptance: "deemed_acceptance",
}
GOES_ON = (Receipt, Acceptance, DeemedAcceptance)
"""After which there is something to expect."""


@dataclass(frozen=True)
class Composer:
    """`public_url`: where residents ask how far it is."""

    letterhead: Letterhead
    public_url: str
    language: Language
    large: bool = False

    def paper(self, matter: Matter, told: Told) -> Paper:
        kind, speech = KIND_OF[type(told)], self.speech
        named = {"help_line": self.letterhead.help_line}
        named |= particulars.named(speech, told)
        code = told.query_code if isinstance(told, Receipt) else None
        return Paper(
            kind=kind,
            number=matter.number,
            case_no=matter.case_no,
            language=self.language,
            large=self.large,
            issued_at=matter.issued_at,
            city=speech.name(self.letterhead.city),
            office=speech.name(matter.office or self.letterhead.office),
            title=speech.say(words.TITLES[kind]),
            number_label=speech.say(words.NUMBER, number=matter.number),
            opening=speech.say(words.OPENINGS[kind], **named),
            rows=tuple(self._rows(matter, told)),
            code=Row(label=speech.say(words.QUERY_CODE), value=code) if code else None,
            sections=tuple(self._sections(kind, told, named)),
            signatures=tuple(map(speech.say, words.SIGNATURES[kind])),
            date=speech.day(matter.issued_at),
            seal=speech.say(words.SEAL),
            link=f"{self.public_url}/v1/progress/{matter.case_no}",
            caption=speech.say(words.CAPTION_WITH_CODE if code else words.CAPTION),
            page=speech.say(words.PAGE, page="{page}", pages="{pages}"),
        )

    @property
    def speech(self) -> Speech:
        return Speech(self.language)

    def _rows(self, matter: Matter, told: Told) -> Iterator[Row]:
        said = (
            (words.CASE_NO, matter.case_no),
            (words.APPLICANT, matter.applicant),
            (words.ITEM, self._item(matter)),
            (words.TITLE, matter.title),
            (words.RECEIVED, self.speech.minute(matter.received_at)),
            *particulars.rows(self.speech, told),
            *(self._to_come(matter) if isinstance(told, GOES_ON) else ()),
        )
        for label, text in said:
            if text:
                yield Row(label=self.speech.say(label), value=text)

    def _item(self, matter: Matter) -> str | None:
        if matter.item is None:
            return None
        item, version = self.speech.name(matter.item), matter.item_version
        if version is None:
            return item
        return self.speech.say(words.VERSION, item=item, version=version)

    def _to_come(self, matter: Matter) -> Iterable[tuple[Said, str | None]]:
        if matter.fee:
            yield words.FEE, self.speech.name(matter.fee)
        if matter.limit:
            yield words.LIMIT, self.speech.name(matter.limit)

    def _sections(self, kind: Kind, told: Told, named: Named) -> Iterator[Section]:
        yield from particulars.sections(self.speech, told, named)
        last = [self.speech.say(each, **named) for each in words.LAST_WORDS[kind]]
        if last:
            yield Section(text="\n".join(last))
