"""A poisoned event holds up its own case, and only that, until somebody looks."""

import pytest

from contracts.codes import derived_id
from contracts.routing import TaskAssigned, TaskUrged
from tongban_department import Program
from tongban_department.operating import main

CASE = derived_id("sdk", "poisoned")
SECRET = "a name that is nobody's business"


class Moody:
    """Fails at the events of one case until it is told otherwise."""

    def __init__(self) -> None:
        self.program, self.handled, self.attempts = Program(), [], []
        self.poisoned = True
        for kind in (TaskAssigned, TaskUrged):
            self.program.on(kind)(self.handle)

    async def handle(self, delivery) -> None:
        if delivery.event.subject == CASE:
            self.attempts.append(delivery.attempt)
            if self.poisoned:
                raise ValueError(SECRET)
        self.handled.append((delivery.event.subject, delivery.event.sequence))

    def of_case(self):
        return [sequence for subject, sequence in self.handled if subject == CASE]


@pytest.fixture
def moody():
    return Moody()


@pytest.fixture
async def harness(beside_the_city, moody):
    """One event of the case has failed too often, and two wait behind it."""
    harness = await beside_the_city(moody.program.run)
    task = harness.city.assign(CASE)
    of = task.model_dump(include={"case_id", "task_id", "department"})
    for times in (1, 2):
        harness.city.tell(TaskUrged(**of, times=times))
    await harness.settled()
    return harness


async def test_after_so_many_attempts_it_is_set_aside_and_others_go_on(harness, moody):
    await harness.given()

    (aside,) = harness.department.set_aside()
    assert (aside.case_id, aside.waiting) == (CASE, 2)
    assert moody.attempts == [1, 2, 3, 4, 5]
    assert len(moody.handled) == 1


async def test_its_reason_names_type_and_place_and_never_the_words(harness):
    (aside,) = harness.department.set_aside()

    assert aside.reason.startswith("ValueError at test_setting_aside.py:")
    assert SECRET not in repr(aside)


async def test_of_a_rejection_it_names_the_code_and_the_line_that_asked(
    beside_the_city,
):
    program = Program()

    @program.on(TaskAssigned)
    async def take(delivery):
        await delivery.task.complete("resolved")

    harness = await beside_the_city(program.run)
    await harness.given()
    (aside,) = harness.department.set_aside()

    where = "Rejected (wrong-state) at test_setting_aside.py:"
    assert aside.reason.startswith(where)


async def test_a_release_hands_it_out_again_then_what_waits_in_order(harness, moody):
    moody.poisoned = False
    (aside,) = harness.department.set_aside()
    harness.department.release(aside.id)
    await harness.settled()

    assert moody.of_case() == [1, 2, 3]
    assert harness.department.set_aside() == []


async def test_released_in_vain_it_is_set_aside_again(harness, moody):
    (aside,) = harness.department.set_aside()
    harness.department.release(aside.id)
    await harness.settled()

    assert len(moody.attempts) == 10
    assert harness.department.set_aside()[0].waiting == 2


async def test_dropped_it_is_never_handled_and_the_rest_goes_on(harness, moody):
    moody.poisoned = False
    (aside,) = harness.department.set_aside()
    harness.department.drop(aside.id)
    await harness.settled()

    assert moody.of_case() == [2, 3]


async def test_all_of_it_survives_a_crash_and_a_second_reading(harness, moody):
    await harness.crash()
    harness.city.paper.committed.clear()
    moody.poisoned = False
    await harness.start()
    await harness.settled()
    assert moody.of_case() == []

    (aside,) = harness.department.set_aside()
    harness.department.release(aside.id)
    await harness.settled()
    assert moody.of_case() == [1, 2, 3]


async def test_an_event_that_kills_the_program_each_time_is_set_aside(
    beside_the_city, on_task
):
    async def kill(_):
        raise SystemExit

    async def main(department):
        async for _ in department.feed(TaskAssigned):
            return

    harness = await beside_the_city(main)
    harness.city.assign(CASE)
    for _ in range(5):
        await harness.settled()
        await harness.crash()
        await harness.start()
    await harness.settled()

    assert "ended during each" in harness.department.set_aside()[0].reason


async def test_what_cannot_be_read_is_set_aside_too(beside_the_city, moody):
    harness = await beside_the_city(moody.program.run)
    topic = "departments.housing.tasks"
    harness.city.paper.write(topic, CASE, b"\xff not json")
    harness.city.paper.write(topic, CASE, b"{}")
    await harness.given()

    (aside,) = harness.department.set_aside()
    assert aside.reason == "unreadable: ValueError"
    assert aside.waiting == 1
    assert len(moody.handled) == 1


async def test_an_operator_lists_and_releases_beside_the_program(
    harness, moody, capsys
):
    moody.poisoned = False
    store = str(next(iter(harness.folder.glob("*.sqlite"))))
    assert main([store, "list"]) == 0
    number = capsys.readouterr().out.split("\t")[0]
    assert main([store, "release", number]) == 0
    await harness.settled()

    assert moody.of_case() == [1, 2, 3]
    assert main([store, "drop", number]) == 1


@pytest.mark.parametrize(
    ("reason", "attempts"), [("unknown-task", [1]), ("co-handlers-open", [1, 2])]
)
async def test_a_refusal_that_no_repetition_changes_is_not_repeated(
    beside_the_city, on_task, reason, attempts
):
    seen = []

    async def completes(delivery):
        seen.append(delivery.attempt)
        if seen == [1]:
            await delivery.task.acknowledge()
        await delivery.task.complete("resolved", "路灯已修好。")

    harness = await beside_the_city(on_task(completes).run)
    harness.city.refuse("complete", reason)
    harness.city.assign(CASE)
    await harness.settled()

    assert seen == attempts
    assert len(harness.department.set_aside()) == int(attempts == [1])
