"""What the books of webhooks must do; those in memory and those on MongoDB run it."""

import asyncio
from datetime import timedelta

import pytest

from services.kit.testing.clock import MONDAY
from services.kit.writing.repository import Repository
from services.notification.domain.hooks.delivery import REQUESTS, HookDelivery
from services.notification.domain.hooks.endpoint import Endpoint
from services.notification.hooks.seams import Deliveries, Endpoints, Wanted
from tests.notification.hooks.made import CONTENTS, delivery, endpoint

ONE, TWO = endpoint("one"), endpoint("two", created_at=MONDAY + timedelta(hours=1))
THEIRS = endpoint("theirs", owner="transport")
WANTED = Wanted(ONE.endpoint_id, "housing")


class EndpointsSuite:
    @pytest.fixture
    async def filled(self, repository: Repository[Endpoint]) -> None:
        gone = endpoint("gone", state="deleted")
        paused = endpoint("paused", owner="fire-rescue", state="paused")
        for each in (TWO, ONE, THEIRS, gone, paused):
            await repository.create([(each.endpoint_id, each)])

    @pytest.mark.usefixtures("filled")
    async def test_a_department_finds_its_own_oldest_first(self, endpoints: Endpoints):
        codes = ("housing", "transport", "nobody", "housing")
        found = await asyncio.gather(*(endpoints.of(code) for code in codes))

        assert [list(each) for each in found] == [[ONE, TWO], [THEIRS], [], [ONE, TWO]]

    @pytest.mark.usefixtures("filled")
    async def test_what_is_active_deleted_and_how_many(self, endpoints: Endpoints):
        active = {each.endpoint_id for each in await endpoints.active()}

        assert active == {e.endpoint_id for e in (ONE, TWO, THEIRS)}
        assert list(await endpoints.deleted()) == [endpoint("gone").endpoint_id]
        assert await endpoints.standing() == {
            ("active",): 3,
            ("paused",): 1,
            ("disabled",): 0,
        }

    async def test_who_does_not_know_yet_that_it_was_disabled(
        self, repository: Repository[Endpoint], endpoints: Endpoints
    ):
        disabled = endpoint("disabled", state="disabled")
        told = endpoint("told", state="disabled", told=True)
        for each in (ONE, disabled, told):
            await repository.create([(each.endpoint_id, each)])

        assert list(await endpoints.untold()) == [disabled]


async def _keep(repository: Repository[HookDelivery], *rows: HookDelivery) -> None:
    await repository.create([(row.delivery_id, row) for row in rows])


class DeliveriesSuite:
    async def test_what_is_due_is_found_by_its_endpoint_oldest_first(
        self, repository: Repository[HookDelivery], deliveries: Deliveries
    ):
        late = delivery(4, ONE, due_at=MONDAY + timedelta(days=99_999))
        over = delivery(5, ONE, due_at=None, state="accepted")
        rows = [delivery(number, ONE) for number in (3, 1, 2)]
        await _keep(repository, *rows, late, over, delivery(1, TWO))
        due = await deliveries.due(ONE.endpoint_id, 2)

        assert due == [delivery(n, ONE).delivery_id for n in (1, 2)]
        asked = [ONE.endpoint_id, THEIRS.endpoint_id]
        assert set(await deliveries.waiting_at(asked)) == {ONE.endpoint_id}
        assert list(await deliveries.waiting_at([])) == []
        assert await deliveries.oldest_due() == MONDAY + timedelta(seconds=1)

    async def test_what_is_not_due_yet_waits_at_nobody(
        self, repository: Repository[HookDelivery], deliveries: Deliveries
    ):
        later = MONDAY + timedelta(days=99_999)
        await _keep(repository, delivery(1, ONE, due_at=later))

        assert list(await deliveries.waiting_at([ONE.endpoint_id])) == []
        assert await deliveries.due(ONE.endpoint_id, 9) == []

    async def test_what_failed_through_a_fault_of_ours_rests(
        self, repository: Repository[HookDelivery], deliveries: Deliveries
    ):
        row = delivery(1, ONE)
        await _keep(repository, row)
        await repository.documents.back_off(row.delivery_id, timedelta(minutes=5))

        assert await deliveries.due(ONE.endpoint_id, 9) == []

    async def test_the_log_is_newest_first_and_leaves_nothing_out(
        self, repository: Repository[HookDelivery], deliveries: Deliveries
    ):
        moments = [MONDAY + timedelta(seconds=n // 2) for n in range(7)]
        rows = [delivery(n, ONE, said_at=at) for n, at in enumerate(moments)]
        await _keep(repository, *rows, delivery(1, TWO), delivery(1, THEIRS))
        found, past = [], None
        while page := await deliveries.log(WANTED, past, 2):
            found += page
            past = page[-1].said_at, page[-1].delivery_id
        newest = sorted(rows, key=lambda d: (d.said_at, d.delivery_id), reverse=True)

        assert found == [row.but(body=None) for row in newest]

    async def test_a_log_is_of_its_own_department_only(
        self, repository: Repository[HookDelivery], deliveries: Deliveries
    ):
        await _keep(repository, delivery(1, ONE))

        assert not await deliveries.log(Wanted(ONE.endpoint_id, "transport"), None, 9)

    async def test_the_log_is_asked_by_state_and_time(
        self, repository: Repository[HookDelivery], deliveries: Deliveries
    ):
        states = ("accepted", "failed", "waiting", "failed")
        rows = [delivery(n, ONE, state=state) for n, state in enumerate(states)]
        await _keep(repository, *rows)
        second = MONDAY + timedelta(seconds=1)
        of = ONE.endpoint_id
        failed = Wanted(of, "housing", "failed")
        span = Wanted(of, "housing", None, second, second + timedelta(seconds=2))

        assert [d.event_id for d in await deliveries.log(failed, None, 9)] == [
            rows[3].event_id,
            rows[1].event_id,
        ]
        assert [d.state for d in await deliveries.log(span, None, 9)] == [
            "waiting",
            "failed",
        ]
        ids = [rows[n].delivery_id for n in (0, 1, 3)]
        assert await deliveries.over_within(WANTED, 9) == ids
        assert await deliveries.over_within(WANTED, 1) == ids[:1]
        assert await deliveries.over_within(failed, 9) == ids[1:]

    async def test_what_may_be_taken_back_is_found_by_its_case(
        self, repository: Repository[HookDelivery], deliveries: Deliveries
    ):
        granted = delivery(2, ONE, topic=CONTENTS)
        told = delivery(4, ONE, topic=REQUESTS)
        other = delivery(3, ONE, topic=CONTENTS, case_id="another")
        await _keep(repository, delivery(1, ONE), granted, other, told)
        found = await deliveries.taken_back_with(granted.case_id)

        assert found == [granted.delivery_id, told.delivery_id]

    async def test_what_is_old_or_of_a_deleted_endpoint_is_forgotten(
        self, repository: Repository[HookDelivery], deliveries: Deliveries
    ):
        await _keep(repository, delivery(1, ONE), delivery(9, ONE), delivery(9, TWO))
        before = MONDAY + timedelta(seconds=5)
        await deliveries.forget(before, [])
        await deliveries.forget(before, [TWO.endpoint_id])

        left = await deliveries.log(WANTED, None, 9)
        assert [row.event_id for row in left] == [delivery(9, ONE).event_id]
        assert not await deliveries.log(Wanted(TWO.endpoint_id, "housing"), None, 9)

    async def test_what_was_not_accepted_is_counted(
        self, repository: Repository[HookDelivery], deliveries: Deliveries
    ):
        states = ("waiting", "sending", "failed", "failed", "accepted")
        rows = [delivery(n, ONE, state=state) for n, state in enumerate(states)]
        await _keep(repository, *rows)

        assert await deliveries.standing() == {
            ("waiting",): 1,
            ("sending",): 1,
            ("failed",): 2,
        }

    async def test_a_body_comes_back_byte_for_byte(
        self, repository: Repository[HookDelivery], deliveries: Deliveries
    ):
        row = delivery(1, ONE, body='{"a": "办"}'.encode())
        await _keep(repository, row, row)

        assert await repository.load(row.delivery_id) == row
