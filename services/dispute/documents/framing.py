"""What every document of the centre has: whose it is, its number, its seal."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.dispute.documents import words
from services.dispute.documents.facts import CityFacts
from services.dispute.documents.sheet import Sheet
from services.dispute.documents.words import day, say
from services.dispute.domain.mediation import Mediation
from services.dispute.signing.writing import number_of


@dataclass(frozen=True)
class Frame:
    city: CityFacts

    @property
    def office(self) -> str:
        return self.city.letterhead.city["zh"] + self.city.centre

    def sheet(self, mediation: Mediation, at: datetime, **fields: Any) -> Sheet:
        number = number_of(mediation.mediation_id)
        agreement = mediation.agreement
        digest = agreement.digest if agreement else ""
        given = {
            "number": number,
            "issued_at": at,
            "city": self.city.letterhead.city["zh"],
            "office": self.city.centre,
            "number_label": say(words.NUMBER, number=number),
            "seal": say(words.SEAL),
            "date": day(at),
            "link": f"{number}:{digest}" if digest else number,
            "caption": words.CAPTION,
            "page": say(words.PAGE, page="{page}", pages="{pages}"),
        }
        return Sheet.model_validate(given | fields)
