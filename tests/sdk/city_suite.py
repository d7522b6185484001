"""How the city answers a department, the paper one and the real one.

A `here` fixture of each kind has a running `department` and gives it new tasks.
"""

import pytest

from contracts.codes import derived_id
from contracts.routing import FirstContactRecorded, TaskAcknowledged, TaskCompleted
from tongban_department import Rejected


def no(reason: str):
    return pytest.raises(Rejected, check=lambda rejected: rejected.reason == reason)


class CitySuite:
    async def test_each_word_is_answered_by_the_fact_it_caused(self, here):
        task = await here.new_task()

        assert isinstance((await task.acknowledge()).data, TaskAcknowledged)
        contact = await task.record_contact(reached=True)
        assert isinstance(contact.data, FirstContactRecorded)
        done = await task.complete("explained", "原因已经说明")
        assert isinstance(done.data, TaskCompleted)
        assert done.data.task_id == task.task_id

    async def test_what_the_state_does_not_allow_is_rejected_in_words(self, here):
        task = await here.new_task()
        with no("wrong-state"):
            await task.complete("resolved", "好了")
        await task.acknowledge()
        with no("wrong-state"):
            await task.acknowledge()
        await task.complete("resolved", "好了")
        with no("wrong-state"):
            await task.record_contact(reached=True)

    async def test_a_task_that_is_not_ours_is_unknown(self, here):
        theirs = here.department.task(derived_id("theirs"), derived_id("no task"))

        with no("unknown-task"):
            await theirs.acknowledge()

    async def test_the_same_act_twice_is_one_reply(self, here):
        task = await here.new_task()
        own = (task.case_id, task.task_id)
        first = await here.department.task(*own, seed="form 1").acknowledge()
        again = await here.department.task(*own, seed="form 1").acknowledge()

        assert first == again

    async def test_a_reply_sent_again_with_its_id_counts_once(self, here):
        task = await here.new_task()
        first = await task.acknowledge()
        letters = here.department.store.letters
        letter = letters.of(first.causationid)
        headers = [("content-type", b"application/cloudevents+json")]
        await here.department.desk.wire.send(letter.key, letter.value, headers)
        await task.record_contact(reached=True)

        assert await here.facts_of(task) == [
            "TaskAssigned",
            "TaskAcknowledged",
            "FirstContactRecorded",
        ]

    async def test_its_content_can_be_read_while_it_is_there(self, here):
        task = await here.new_task()
        await here.grant(task)

        assert (await task.content()).title == "路灯"
