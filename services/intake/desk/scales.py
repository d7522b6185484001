"""What a form weighs: whether somebody has to come, or to look before it goes on."""

from dataclasses import dataclass, replace
from datetime import datetime

from services.intake.catalogue import Catalogue, Item
from services.intake.deadlines import Deadlines
from services.intake.receiving.answers import words_of
from services.intake.receiving.choosing import chosen
from services.intake.receiving.form import CaseForm
from services.intake.receiving.identifiers import city_day
from services.intake.receiving.people.checks import guardianship_of
from services.intake.weighing.alertness import Alertness
from services.intake.weighing.weighing import Matter, Weighed, weigh


@dataclass(frozen=True)
class Scales:
    catalogue: Catalogue
    alertness: Alertness
    deadlines: Deadlines

    def weigh(self, form: CaseForm, now: datetime, crowd: int = 1) -> Weighed:
        """Also what the law wants told where no guardian was waited for."""
        codes = (form.item, form.category)
        matter = Matter(
            texts=(form.title, form.text),
            details=_details(form),
            codes=frozenset(code for code in codes if code),
            happened_on=form.happened_on,
            crowd=crowd,
        )
        today = city_day(now)
        weighed = weigh(self.alertness, matter, today)
        told = guardianship_of(form, self.catalogue, today).report
        warnings = tuple(dict.fromkeys((*weighed.warnings, *told)))
        wanted = self.alertness.reports
        reports = {each: wanted[each] for each in warnings if each in wanted}
        return replace(weighed, warnings=warnings, reports=reports)

    def weigh_words(self, text: str, now: datetime) -> Weighed:
        """Of what is added to a matter."""
        matter = Matter(texts=(text,), codes=frozenset())
        weighed = weigh(self.alertness, matter, city_day(now))
        wanted = self.alertness.reports
        reports = {each: wanted[each] for each in weighed.warnings if each in wanted}
        return replace(weighed, reports=reports)

    def examine_by(
        self, form: CaseForm, came: datetime, now: datetime
    ) -> datetime | None:
        """None: the city takes it up as it comes."""
        item = self._item(form, came)
        licence = form.kind == "service" and item is not None and item.examined
        if not (form.examine or licence):
            return None
        return self.deadlines.examined_by(now)

    def item_version(self, form: CaseForm, came: datetime) -> int | None:
        """The version that the answers were held against: the case keeps it."""
        item = self._item(form, came)
        return item.version if item else None

    def _item(self, form: CaseForm, now: datetime) -> Item | None:
        return chosen(form, self.catalogue, city_day(now))


def _details(form: CaseForm) -> tuple[str, ...]:
    accused = form.accused.words if form.accused else None
    return (*words_of(form.answers), accused or "")
