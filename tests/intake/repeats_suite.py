"""What looking for repeats promises, of cases in memory and on MongoDB alike."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from contracts.codes import derived_id
from services.intake.domain.case import Case
from services.intake.domain.likeness import Marks, why
from services.intake.domain.sight import Sight
from services.intake.likeness.finding import trace_of
from services.intake.likeness.signing import Signing
from services.intake.seams import Cases, Crowd, Question, Repeats, Sought
from services.kit.sealing.digests import Digests
from services.kit.sealing.keys import new_secret
from services.kit.testing.clock import MONDAY
from services.kit.writing.repository import Repository
from tests.intake.books_suite import AREAS, EVERYBODY, SIGHTS, all_sorts, case

DAY = timedelta(days=1)
SIGNING = Signing(Digests(new_secret()))
TEXT = "小区门口的四个垃圾桶已经三天没有人清运,夏天气味很大,请尽快派人来处理。"
OTHER = "孩子今年九月要上小学,房子是租的,想问一问入学登记需要带哪些材料去学校。"


MARKS = ("persons", "likeness")


def told(place: int, **changed: Any) -> Case:
    """One of Zhang's, a day later than the one before."""
    marks = {name: changed.pop(name) for name in MARKS if name in changed}
    plain = case(0, AREAS[1], None, None)
    return plain.but(
        **{
            "case_id": derived_id("told", str(place)),
            "received_at": MONDAY + place * DAY,
            "marks": Marks(**{"persons": ("zhang",)} | marks),
        }
        | changed
    )


def sought(of: Case, days: int = 30) -> Sought:
    return Sought(
        trace_of(of), of.received_at - days * DAY, of.received_at + days * DAY
    )


class RepeatsSuite:
    @pytest.fixture
    def keep(self, repository: Repository[Case]):
        async def keep(*kept: Case) -> None:
            await repository.create([(each.case_id, each) for each in kept])

        return keep

    async def test_the_same_person_with_the_same_matter_is_met(
        self, keep, repeats: Repeats
    ):
        item, other = told(1, item="a"), told(2, item="b")
        elsewhere, somebody = told(3, category="noise"), told(4, persons=("li",))
        both = told(5, persons=("li", "zhang"))
        await keep(item, other, elsewhere, somebody, both)

        async def met(like: Case) -> list[str]:
            return [one.case_id for one in await repeats.candidates(sought(like), 9)]

        assert await met(told(6)) == [both.case_id, other.case_id, item.case_id]
        assert await met(told(6, item="a")) == [both.case_id, item.case_id]
        assert await met(told(6, persons=())) == []

    async def test_a_category_above_or_below_is_the_same_matter(
        self, keep, repeats: Repeats
    ):
        below = told(1, category="sanitation-garbage")
        await keep(below, told(2, category="noise"))

        alike = told(3, category="sanitation")
        akin = replace(
            sought(alike), trace=replace(trace_of(alike), kin=[below.category])
        )
        assert await repeats.candidates(akin, 9) == [trace_of(below)]
        assert await repeats.candidates(sought(alike), 9) == []

    async def test_a_text_is_met_whoever_says_it_and_about_whatever(
        self, keep, repeats: Repeats
    ):
        said = told(-20, persons=(), category="noise", likeness=SIGNING.of(TEXT))
        nearly = told(2, persons=("li",), likeness=SIGNING.of(TEXT, "谢谢"))
        await keep(said, nearly, told(3, persons=(), likeness=SIGNING.of(OTHER)))

        alike = told(4, likeness=SIGNING.of(TEXT))
        met = await repeats.candidates(sought(alike), 9)
        assert met == [trace_of(nearly), trace_of(said)]
        assert why(met[0], trace_of(alike), 0.6) == "near-same-text"
        assert await repeats.candidates(sought(alike, days=20), 9) == [trace_of(nearly)]

    async def test_not_itself_nor_what_nobody_wants_nor_what_is_too_old(
        self, keep, repeats: Repeats
    ):
        itself, gone = told(40), told(39, state="withdrawn")
        oldest, too_old, next_month = told(10), told(9), told(70)
        await keep(itself, gone, oldest, too_old, next_month)

        met = await repeats.candidates(sought(itself), 9)
        assert met == [trace_of(next_month), trace_of(oldest)]

    async def test_the_newest_come_first_and_no_more_than_asked_for(
        self, keep, repeats: Repeats
    ):
        signed = SIGNING.of(TEXT)
        await keep(*(told(place, likeness=signed) for place in range(12)))

        met = await repeats.candidates(sought(told(12, likeness=signed)), 5)
        assert [each.received_at for each in met] == [
            MONDAY + place * DAY for place in (11, 10, 9, 8, 7)
        ]

    async def test_of_what_was_found_the_sight_sees_its_own(
        self, keep, repeats: Repeats
    ):
        kept = all_sorts()
        await keep(*kept)
        ids = [each.case_id for each in kept]

        for sight in SIGHTS:
            seen = [trace_of(each) for each in kept if sight.sees(each)]
            newest = sorted(seen, key=lambda each: each.place, reverse=True)
            assert await repeats.seen(sight, ids) == newest
        assert await repeats.seen(EVERYBODY, ids[:1]) == [trace_of(kept[0])]
        assert await repeats.seen(EVERYBODY, []) == []

    async def test_a_crowd_is_counted_by_heads(self, keep, repeats: Repeats):
        two_of_one = told(1, area="990101001002"), told(2, persons=("zhang", "phone"))
        nobody = told(3, persons=()), told(4, persons=())
        not_here = told(3, category="noise"), told(3, area=AREAS[2]), told(0)
        await keep(*two_of_one, *nobody, *not_here, told(5, persons=("li",)))
        crowd = Crowd(AREAS[1], "sanitation", MONDAY + DAY, who="")

        assert await repeats.people(crowd) == 4
        assert await repeats.people(replace(crowd, who="zhang")) == 3
        assert await repeats.people(replace(crowd, place=AREAS[0])) == 0

    async def test_a_person_is_looked_up_within_the_sight(
        self, keep, repeats: Repeats, cases: Cases
    ):
        mine, both = told(1), told(2, persons=("card", "zhang"))
        await keep(mine, both, told(3, area=AREAS[2]), told(4, persons=("li",)))
        district = Sight(clerk_area="990101")

        page = await cases.page(district, Question(person="zhang"), None, 9)
        rest = await cases.page(
            district,
            Question(person="zhang"),
            (both.received_at, both.case_id),
            9,
        )
        assert [page, rest] == [[both, mine], [mine]]
