"""What Open311's books must do; in memory and on MongoDB."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from itertools import product

from contracts.codes import derived_id
from services.intake.domain.case import Case
from services.intake.domain.parts import Warned
from services.intake.open311.keys import SAME
from services.intake.open311.seams import (
    Asked,
    Filed,
    Partner,
    Partners,
    Repeats,
    Status,
)
from services.kit.testing.clock import MONDAY
from services.kit.writing.repository import Repository
from tests.intake.books_suite import case

PHOTO = Partner("photo-app", "digest-1", MONDAY)
BIKE = Partner("bike-app", "digest-2", MONDAY)
EVER = Asked(MONDAY - timedelta(days=1), MONDAY + timedelta(days=1))
FIRST, SECOND = derived_id("first"), derived_id("second")


class PartnersSuite:
    async def test_a_partner_is_found_by_its_key_alone(self, partners: Partners):
        assert await partners.add(PHOTO)
        assert await partners.add(BIKE)

        assert await partners.with_key("digest-2") == BIKE
        assert await partners.with_key("digest-3") is None
        assert list(await partners.all()) == [BIKE, PHOTO]

    async def test_a_good_key_is_not_replaced(self, partners: Partners):
        await partners.add(PHOTO)

        assert not await partners.add(replace(PHOTO, key_digest="digest-3"))
        assert await partners.with_key("digest-3") is None
        assert await partners.with_key("digest-1") == PHOTO

    async def test_a_revoked_key_is_known_until_there_is_a_new_one(
        self, partners: Partners
    ):
        later = MONDAY + timedelta(hours=1)
        await partners.add(PHOTO)
        assert await partners.revoke("photo-app", later)
        assert await partners.with_key("digest-1") == replace(PHOTO, revoked_at=later)
        renewed = replace(PHOTO, key_digest="digest-3", added_at=later)
        assert await partners.add(renewed)

        assert await partners.with_key("digest-1") is None
        assert await partners.with_key("digest-3") == renewed

    async def test_what_has_no_good_key_is_not_revoked(self, partners: Partners):
        await partners.add(PHOTO)

        assert not await partners.revoke("bike-app", MONDAY)
        assert await partners.revoke("photo-app", MONDAY)
        assert not await partners.revoke("photo-app", MONDAY + timedelta(days=1))
        assert (await partners.all())[0].revoked_at == MONDAY


class RepeatsSuite:
    async def test_the_same_is_given_for_five_minutes(self, repeats: Repeats):
        within = MONDAY + SAME - timedelta(seconds=1)

        assert await repeats.first("a", FIRST, MONDAY) == FIRST
        assert await repeats.first("a", SECOND, within) == FIRST
        assert await repeats.first("b", SECOND, within) == SECOND
        assert await repeats.first("a", SECOND, MONDAY + SAME) == SECOND

    async def test_many_at_once_are_given_the_same(self, repeats: Repeats):
        fresh = [derived_id("fresh", str(place)) for place in range(20)]
        given = await asyncio.gather(
            *(repeats.first("a", each, MONDAY) for each in fresh)
        )

        assert len(set(given)) == 1


def all_sorts() -> list[Case]:
    sorts = product(("zhang", None, "li"), ("in_progress", "answered", "reopened"))
    return [
        case(place, "990101", owner, None).but(
            state=state, category="noise" if place % 2 else "sanitation"
        )
        for place, (owner, state) in enumerate(sorts)
    ]


class FiledSuite:
    async def test_nobody_sees_what_somebody_else_has_filed(
        self, repository: Repository[Case], filed: Filed
    ):
        kept = all_sorts()
        await repository.create([(each.case_id, each) for each in kept])
        numbers = [each.case_no for each in kept]

        for owner in ("zhang", "li", "wang", ""):
            own = {each.case_id for each in kept if owner and each.owner == owner}
            listed = await filed.page(owner, EVER, 0, 100)
            asked = await filed.numbered(owner, numbers)
            named = [await filed.with_id(owner, each.case_id) for each in kept]
            for seen in (listed, asked, named):
                assert {each.case_id for each in seen if each} == own

    async def test_pages_are_newest_first_and_leave_nothing_out(
        self, repository: Repository[Case], filed: Filed
    ):
        kept = [case(place, "990101", "zhang", None) for place in range(7)]
        await repository.create([(each.case_id, each) for each in kept])
        pages = [await filed.page("zhang", EVER, skip, 3) for skip in (0, 3, 6, 9)]

        places = [(each.received_at, each.case_id) for page in pages for each in page]
        assert [len(page) for page in pages] == [3, 3, 1, 0]
        assert places == sorted(places, reverse=True)

    async def test_questions_narrow(self, repository: Repository[Case], filed: Filed):
        kept = all_sorts()
        await repository.create([(each.case_id, each) for each in kept])

        async def states(*codes: str, only: tuple[Status, ...] = ()) -> set[str]:
            asked = replace(EVER, service_codes=codes, statuses=only)
            return {each.state for each in await filed.page("zhang", asked, 0, 9)}

        assert await states() == {"in_progress", "answered", "reopened"}
        assert await states(only=("open", "closed")) == await states()
        assert await states(only=("closed",)) == {"answered"}
        assert await states(only=("open",)) == {"in_progress", "reopened"}
        assert await states("noise") == {"answered"}
        assert await states("noise", only=("open",)) == set()

    async def test_of_what_is_discreet_no_question_tells_the_service(
        self, repository: Repository[Case], filed: Filed
    ):
        plain = case(0, "990101", "zhang", None)
        warned = Warned(reason="self_harm", at=MONDAY)
        kept = [
            plain,
            case(1, "990101", "zhang", None).but(request_type="report"),
            case(2, "990101", "zhang", None).but(anonymity="confidential"),
            case(3, "990101", "zhang", None).but(accused=("housing",)),
            case(4, "990101", "zhang", None).but(warnings=(warned,)),
        ]
        await repository.create([(each.case_id, each) for each in kept])

        asked = replace(EVER, service_codes=(plain.category,))
        assert await filed.page("zhang", asked, 0, 9) == [plain]
        assert len(await filed.page("zhang", EVER, 0, 9)) == len(kept)

    async def test_both_ends_of_a_time_belong_to_it(
        self, repository: Repository[Case], filed: Filed
    ):
        one = case(0, "990101", "zhang", None)
        await repository.create([(one.case_id, one)])
        second = timedelta(seconds=1)

        assert await filed.page("zhang", Asked(MONDAY, MONDAY), 0, 9)
        assert not await filed.page("zhang", Asked(MONDAY + second, EVER.end), 0, 9)
        assert not await filed.page("zhang", Asked(EVER.start, MONDAY - second), 0, 9)
