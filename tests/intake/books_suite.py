"""What intake's books must do; those in memory and those on MongoDB both run it."""

import asyncio
from datetime import timedelta
from itertools import product

from contracts.codes import derived_id
from services.intake.domain.case import Case
from services.intake.domain.parts import Forgotten, Holder, Step
from services.intake.domain.sight import Sight
from services.intake.seams import (
    Cases,
    Numbers,
    Question,
    Tallies,
    Tally,
)
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
