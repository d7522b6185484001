"""What intake's books must do; those in memory and those on MongoDB both run it."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import Any

import pytest

from contracts.codes import derived_id
from services.intake.domain.case import Case
from services.intake.domain.likeness import Marks, why
from services.intake.domain.parts import Forgotten, Holder, Step
from services.intake.domain.sight import Sight
from services.intake.likeness.finding import trace_of
from services.intake.likeness.signing import Signing
from services.intake.seams import (
    Attempts,
    Cases,
    Crowd,
    Numbers,
    Question,
    Repeats,
    Sought,
    Tallies,
    Tally,
)
from services.kit.sealing.digests import Digests
from services.kit.sealing.keys import new_secret
from services.kit.testing.clock import MONDAY
from services.kit.writing.repository import Repository

AREAS = ("990101", "990101001", "990102001")
HOUR = timedelta(hours=1)
AT_ONCE = "answered_at_once"
EVERYBODY = Sight(clerk_area="9901")
SIGHTS = (
    Sight(),
    EVERYBODY,
    Sight(clerk_area="990101"),
    Sight(office_area="990101001"),
    Sight(clerk_area="990102", department="housing"),
    Sight(department="housing"),
    Sight(department="transport"),
    Sight(owner="zhang"),
    Sight(owner="li"),
    Sight(clerk_area="9901", side=frozenset({"market"})),
    Sight(department="housing", side=frozenset({"brigade", "market"})),
    Sight(office_area="990101", owner="zhang", side=frozenset({"market"})),
    Sight(owner="zhang", side=frozenset({"housing"})),
    Sight(archive_area="9901"),
    Sight(archive_area="9901", side=frozenset({"market"})),
    Sight(archive_area="990102", owner="zhang"),
)


def case(place: int, area: str, owner: str | None, department: str | None) -> Case:
    at = MONDAY + timedelta(minutes=place // 2)
    task = {"task_id": "t", "role": "lead", "due_at": MONDAY}
    held = [task | {"department": department}] if department else []
    return Case(
        case_id=derived_id("book", str(place)),
        case_no=f"20260302{place:06}0",
        kind="request",
        category="sanitation",
        area=area,
        channel="web",
        urgency="normal",
        state="in_progress" if department else "accepted",
        received_at=at,
        owner=owner,
        request_digest="",
        query_code="sealed",
        query_code_digest=f"digest-{place}",
        content="sealed",
        holders=tuple(map(Holder.model_validate, held)),
    )


def all_sorts() -> list[Case]:
    """Every third of those that nobody has is over."""
    sorts = product(AREAS, (None, "zhang"), (None, "housing"), ((), ("market",)))
    cases = [
        case(place, *sort).but(accused=accused)
        for place, (*sort, accused) in enumerate(sorts)
    ]
    return [
        each if each.holders or place % 3 else each.but(state="closed")
        for place, each in enumerate(cases)
    ]


class CasesSuite:
    async def test_it_shows_exactly_what_the_sight_sees(
        self, repository: Repository[Case], cases: Cases
    ):
        kept = all_sorts()
        await repository.create([(each.case_id, each) for each in kept])

        for sight in SIGHTS:
            seen = {each.case_id for each in kept if sight.sees(each)}
            listed = await cases.page(sight, Question(), None, 100)
            found = [await cases.find(sight, each.case_id) for each in kept]
            assert {each.case_id for each in listed} == seen
            assert {each.state.case_id for each in found if each} == seen

    async def test_pages_are_newest_first_and_leave_nothing_out(
        self, repository: Repository[Case], cases: Cases
    ):
        kept = all_sorts()
        await repository.create([(each.case_id, each) for each in kept])
        places, past = [], None
        while page := await cases.page(EVERYBODY, Question(), past, 5):
            places += [(each.received_at, each.case_id) for each in page]
            past = places[-1]

        wanted = [(each.received_at, each.case_id) for each in kept]
        assert places == sorted(wanted, reverse=True)

    async def test_questions_narrow_and_never_widen(
        self, repository: Repository[Case], cases: Cases
    ):
        kept = all_sorts()
        await repository.create([(each.case_id, each) for each in kept])
        district = Sight(clerk_area="990101")

        elsewhere = await cases.page(district, Question(area="990102"), None, 100)
        held = await cases.page(district, Question("in_progress", "990101001"), None, 9)
        assert elsewhere == []
        assert {(each.state, each.area) for each in held} == {
            ("in_progress", "990101001")
        }

    async def test_number_and_code_must_both_be_right(
        self, repository: Repository[Case], cases: Cases
    ):
        one, other = all_sorts()[:2]
        await repository.create([(each.case_id, each) for each in (one, other)])

        found = await cases.with_code(one.case_no, one.query_code_digest)
        assert found == one
        assert await cases.with_code(one.case_no, other.query_code_digest) is None
        assert await cases.with_code("1", one.query_code_digest) is None

    async def test_it_names_those_whose_key_must_go(
        self, repository: Repository[Case], cases: Cases
    ):
        kept = all_sorts()[:4]
        order = {"by": "operator", "reason": "asked", "at": MONDAY}
        gone = [Forgotten(**order, key_gone=done) for done in (True, False, False)]
        some = [
            each.but(forgotten=how) for each, how in zip(kept[1:], gone, strict=True)
        ]
        await repository.create([(each.case_id, each) for each in (kept[0], *some)])

        waiting = {kept[2].case_id, kept[3].case_id}
        assert set(await cases.to_forget(9)) == waiting
        assert len(await cases.to_forget(1)) == 1


class TalliesSuite:
    async def test_alike_cases_are_counted_together(
        self, repository: Repository[Case], tallies: Tallies
    ):
        kept = helped()
        await repository.create([(each.case_id, each) for each in kept])

        counted = await tallies.tallies(EVERYBODY, MONDAY, MONDAY + HOUR)
        assert sorted(counted, key=repr) == sorted(
            [
                Tally(None, "web", "named", False, 2),
                Tally("family", "web", "confidential", False, 1),
                Tally("clerk", "counter", "named", True, 1),
            ],
            key=repr,
        )

    async def test_nobody_counts_what_they_may_not_see(
        self, repository: Repository[Case], tallies: Tallies
    ):
        kept = all_sorts()
        await repository.create([(each.case_id, each) for each in kept])

        for sight in SIGHTS:
            found = await tallies.tallies(sight, MONDAY, MONDAY + HOUR)
            seen = sum(1 for each in kept if sight.sees(each))
            assert sum(tally.cases for tally in found) == seen

    async def test_a_time_begins_and_is_over_before_its_end(
        self, repository: Repository[Case], tallies: Tallies
    ):
        kept = all_sorts()
        await repository.create([(each.case_id, each) for each in kept])
        begin, end = MONDAY + timedelta(minutes=2), MONDAY + timedelta(minutes=5)

        found = await tallies.tallies(EVERYBODY, begin, end)
        wanted = sum(1 for each in kept if begin <= each.received_at < end)
        assert sum(tally.cases for tally in found) == wanted > 0


def helped() -> list[Case]:
    at_once = (Step(code="registered", at=MONDAY), Step(code=AT_ONCE, at=MONDAY))
    each = {
        "nobody": {},
        "nobody again": {},
        "family": {"helper": "family", "anonymity": "confidential"},
        "clerk": {"helper": "clerk", "channel": "counter", "steps": at_once},
        "a draft": {"state": "draft", "helper": "clerk"},
        "given up": {"state": "expired"},
    }
    cases = enumerate(each.values())
    return [case(n, "990101", None, None).but(**more) for n, more in cases]


class NumbersSuite:
    async def test_no_number_is_given_twice(self, numbers: Numbers):
        given = await asyncio.gather(*(numbers.next("20260302") for _ in range(40)))

        assert sorted(given) == list(range(1, 41))

    async def test_each_day_begins_at_one(self, numbers: Numbers):
        assert await numbers.next("20260303") == 1
        assert await numbers.next("20260304") == 1


class AttemptsSuite:
    async def test_above_the_limit_there_is_no_more(self, attempts: Attempts):
        taken = [await attempts.take({"a": 2, "b": 9}, MONDAY) for _ in range(3)]

        assert taken == [True, True, False]
        assert await attempts.take({"b": 9}, MONDAY)

    async def test_many_at_once_do_not_get_through(self, attempts: Attempts):
        taken = await asyncio.gather(
            *(attempts.take({"a": 3}, MONDAY) for _ in range(20))
        )

        assert sum(taken) == 3

    async def test_what_is_given_back_was_no_attempt(self, attempts: Attempts):
        for _ in range(5):
            assert await attempts.take({"a": 1}, MONDAY)
            await attempts.give_back(["a"], MONDAY)

    async def test_the_next_hour_begins_anew(self, attempts: Attempts):
        await attempts.take({"a": 0}, MONDAY)

        assert await attempts.take({"a": 1}, MONDAY + HOUR)


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
