"""Looks for what a matter repeats: before it is registered, and whenever one asks."""

import asyncio
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from services.intake.domain.case import Case
from services.intake.domain.likeness import Marks, Trace, place_of, why
from services.intake.domain.sight import Sight
from services.intake.likeness.signing import Signing
from services.intake.likeness.thresholds import RepeatsFrom
from services.intake.receiving.form import CaseForm
from services.intake.receiving.identity import person_key, person_keys
from services.intake.receiving.people.forms import PersonForm
from services.intake.seams import Crowd, Repeats, Sought
from services.intake.telling.repeats import RepeatShown, RepeatsShown
from services.kit.sealing.digests import Digests

LOOKED_AT = 100
"""Candidates of one search; a few of them are none when looked at closely."""
LONG = 2_000
"""Characters, which take about a millisecond."""


@dataclass(frozen=True)
class Found:
    """What is known of a matter before it is registered: nothing of it can be read."""

    marks: Marks
    crowd: int
    """People, this one too, who have lately come with such a matter from there."""


@dataclass(frozen=True)
class Finder:
    digests: Digests
    signing: Signing
    repeats: Repeats
    thresholds: RepeatsFrom
    crowd_within: timedelta
    kin: Callable[[str], Collection[str]]
    """Of a category: those above it and below."""

    async def before(
        self, case_id: str, form: CaseForm, owner: str | None, now: datetime
    ) -> Found:
        """Of two at the very same moment neither finds the other; `live` finds both."""
        persons = person_keys(self.digests, _who(form), owner)
        crowd, (trace, like) = await asyncio.gather(
            self._crowd(form, next(iter(persons), case_id), now),
            self._alike(case_id, form, owner, now),
        )
        marks = Marks(
            persons=tuple(trace.persons),
            likeness=trace.likeness,
            repeats=tuple(each.case_id for each in like),
        )
        return Found(marks, crowd)

    async def trace(
        self, case_id: str, form: CaseForm, owner: str | None, now: datetime
    ) -> Trace:
        """Of a case to be; a long text is signed aside, others go on meanwhile."""
        texts = (form.title, form.text)
        long = len(form.text) > LONG
        sign = self.signing.of
        return Trace(
            case_id=case_id,
            case_no="",
            state="registered",
            received_at=now,
            item=form.item,
            category=form.category,
            persons=person_keys(self.digests, _who(form), owner),
            likeness=await asyncio.to_thread(sign, *texts) if long else sign(*texts),
            kin=self.kin(form.category),
        )

    async def earlier(self, trace: Trace) -> list[Trace]:
        since = trace.received_at - self.thresholds.within
        return await self._like(Sought(trace, since, trace.received_at))

    async def linked(self, case: Case, sight: Sight) -> RepeatsShown:
        """What was found when it was registered."""
        return await self._shown(case, case.marks.repeats, sight)

    async def live(self, case: Case, sight: Sight) -> RepeatsShown:
        """With what has come since, and what came at the same moment."""
        within = self.thresholds.within
        since, until = case.received_at - within, case.received_at + within
        like = await self._like(Sought(self._sought(case), since, until))
        ids = dict.fromkeys([*(each.case_id for each in like), *case.marks.repeats])
        return await self._shown(case, tuple(ids), sight)

    def key(self, kind: str, number: str) -> str:
        """By which a person's cases are looked up."""
        return person_key(self.digests, kind, number)

    def _sought(self, case: Case) -> Trace:
        return replace(trace_of(case), kin=self.kin(case.category))

    async def _like(self, sought: Sought) -> list[Trace]:
        near = self.thresholds.likeness
        met = await self.repeats.candidates(sought, LOOKED_AT)
        like = [each for each in met if why(sought.trace, each, near)]
        return like[: self.thresholds.most]

    async def _alike(
        self, case_id: str, form: CaseForm, owner: str | None, now: datetime
    ) -> tuple[Trace, list[Trace]]:
        trace = await self.trace(case_id, form, owner, now)
        return trace, await self.earlier(trace)

    async def _crowd(self, form: CaseForm, who: str, now: datetime) -> int:
        since = now - self.crowd_within
        crowd = Crowd(place_of(form.area), form.category, since, who)
        return 1 + await self.repeats.people(crowd)

    async def _shown(
        self, case: Case, ids: Sequence[str], sight: Sight
    ) -> RepeatsShown:
        if not ids:
            return RepeatsShown()
        seen = await self.repeats.seen(sight, ids)
        near = self.thresholds.likeness
        sought = self._sought(case)
        cases = tuple(_row(each, sought, near) for each in seen)
        own = sight.reason_to_read(case) == "own-case"
        shown = own or sight.side
        return RepeatsShown(count=len(cases) if shown else len(ids), cases=cases)


def _who(form: CaseForm) -> PersonForm | None:
    return None if form.secrecy == "anonymous" else form.applicant


def trace_of(case: Case) -> Trace:
    return Trace(
        case_id=case.case_id,
        case_no=case.case_no,
        state=case.state,
        received_at=case.received_at,
        item=case.item,
        category=case.category,
        persons=case.marks.persons,
        likeness=case.marks.likeness,
    )


def _row(other: Trace, trace: Trace, near: float) -> RepeatShown:
    return RepeatShown(
        case_id=other.case_id,
        case_no=other.case_no,
        state=other.state,
        received_at=other.received_at,
        why=why(trace, other, near),
    )
