"""What a form weighs: whether somebody has to come, or to look before it goes on."""

from dataclasses import dataclass
from datetime import datetime

from services.intake.catalogue import Catalogue
from services.intake.deadlines import Deadlines
from services.intake.receiving.form import CaseForm
from services.intake.receiving.identifiers import CITY_TIME
from services.intake.weighing.alertness import Alertness
from services.intake.weighing.weighing import Matter, Weighed, weigh


@dataclass(frozen=True)
class Scales:
    catalogue: Catalogue
    alertness: Alertness
    deadlines: Deadlines

    def weigh(self, form: CaseForm, now: datetime, crowd: int = 1) -> Weighed:
        codes = (form.item, form.category)
        matter = Matter(
            texts=(form.title, form.text),
            codes=frozenset(code for code in codes if code),
            happened_on=form.happened_on,
            crowd=crowd,
        )
        return weigh(self.alertness, matter, now.astimezone(CITY_TIME).date())

    def examine_by(self, form: CaseForm, now: datetime) -> datetime | None:
        """None: the city takes it up as it comes."""
        if not (form.examine or self.catalogue.is_examined(form.item)):
            return None
        return self.deadlines.examined_by(now)
