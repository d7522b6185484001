"""What deliberation's books must do; in memory and on MongoDB the same."""

import asyncio
from datetime import timedelta

from contracts.codes import derived_id
from services.dispute.deliberating.domain.parts import (
    Commitment,
    Meeting,
    Originator,
    Wording,
)
from services.dispute.deliberating.domain.raising.recurring import Counted, Recurrence
from services.dispute.deliberating.domain.topic import Topic
from services.dispute.deliberating.seams import (
    Meetings,
    Numbers,
    Question,
    Recurrences,
    Tally,
    Topics,
    Voices,
)
from services.kit.testing.clock import MONDAY
from services.kit.writing.repository import Repository

DAY = timedelta(days=1)
WORDING = Wording(title="夜间烧烤摊", text="如何管理")
AREAS = ("990101001", "990101002", "990102001")


def topic(place: int) -> Topic:
    """Every second is proposed, every third of another street; two are late again."""
    id = derived_id("book", str(place))
    hidden = place % 2 == 0
    met = Meeting(meeting_id=id, at=MONDAY + place * DAY, venue="on-site", held=True)
    to_come = met.model_copy(update={"at": MONDAY + 50 * DAY, "held": False})
    promised = Commitment(
        commitment_id=derived_id("promise", str(place)),
        case_no="202603029000014",
        what="每晚十点前收摊",
        department="urban-mgmt",
        promised_by=MONDAY,
    )
    return Topic(
        topic_id=id,
        origin="repetition",
        category="sanitation" if place < 6 else "property",
        area=AREAS[place % 3],
        state="proposed" if hidden else "scheduled",
        times_late=place // 2 if hidden else 0,
        originators=(Originator(originator_id=derived_id("case", str(place // 2))),),
        proposer=f"who-{place % 2}",
        wording=None if hidden else WORDING,
        meetings=() if hidden else (met, to_come),
        commitments=() if hidden else (promised,),
        keys_to_go=(id,) if place == 5 else (),
    )


PLACES = range(10)
EVERYTHING = [topic(place) for place in PLACES]
LATE = {each.topic_id for each in EVERYTHING if each.escalated}
BY_ID = sorted(EVERYTHING, key=lambda each: (each.topic_id not in LATE, each.topic_id))
"""As a list shows them: first what is late again."""


def ids(found: object) -> list[str]:
    return [each.topic_id for each in found]  # type: ignore[attr-defined]


class TopicsSuite:
    async def test_an_area_holds_what_is_in_it(
        self, topics: Topics, filled: Repository[Topic]
    ):
        for area in ("9901", "990101", "990101001", "99010", "9902"):
            found = await topics.page(Question(area), None, 50)
            assert ids(found) == ids(t for t in BY_ID if t.area.startswith(area)), area

    async def test_without_an_area_there_is_nothing(
        self, topics: Topics, filled: Repository[Topic]
    ):
        assert list(await topics.page(Question(""), None, 50)) == []
        assert await topics.meetings("", MONDAY, MONDAY + 99 * DAY) == Meetings()

    async def test_each_filter_narrows(self, topics: Topics, filled: Repository[Topic]):
        asked = {
            Question("9901", category="property"): lambda t: t.category == "property",
            Question("9901", state="proposed"): lambda t: t.state == "proposed",
            Question("9901", public=True): lambda t: t.public,
            Question("9901", proposer="who-1"): lambda t: t.proposer == "who-1",
        }
        for question, wanted in asked.items():
            found = await topics.page(question, None, 50)
            assert 0 < len(found) < len(BY_ID)
            assert ids(found) == ids(filter(wanted, BY_ID)), question

    async def test_pages_leave_nothing_out(
        self, topics: Topics, filled: Repository[Topic]
    ):
        read: list[Topic] = []
        while rows := await topics.page(
            Question("9901"), read[-1].place if read else None, 3
        ):
            read += rows
        assert ids(read) == ids(BY_ID)
        assert {*ids(read[: len(LATE)])} == LATE

    async def test_a_promise_leads_to_its_topic(
        self, topics: Topics, filled: Repository[Topic]
    ):
        asked = [derived_id("promise", str(place)) for place in PLACES]
        found = await asyncio.gather(*map(topics.of_promise, asked))

        assert found == [t.topic_id if t.commitments else None for t in EVERYTHING]
        assert await topics.of_promise(derived_id("another")) is None

    async def test_a_case_leads_to_what_it_raised(
        self, topics: Topics, filled: Repository[Topic]
    ):
        found = await topics.raised_by(derived_id("case", "1"))

        assert sorted(found) == sorted(ids(EVERYTHING[2:4]))
        assert list(await topics.raised_by(derived_id("another"))) == []

    async def test_meetings_of_a_time_are_counted(
        self, topics: Topics, filled: Repository[Topic]
    ):
        held = await topics.meetings("9901", MONDAY + 2 * DAY, MONDAY + 7 * DAY)
        all_of_a_street = await topics.meetings(AREAS[0], MONDAY, MONDAY + 99 * DAY)

        assert held == Meetings(2, 0)
        assert all_of_a_street == Meetings(2, 2)

    async def test_what_is_to_be_forgotten_is_found(
        self, topics: Topics, filled: Repository[Topic]
    ):
        assert list(await topics.to_forget(9)) == [EVERYTHING[5].topic_id]


class RecurrencesSuite:
    async def test_a_case_leads_to_where_it_is_counted(
        self, counts: Recurrences, recurrences: Repository[Recurrence]
    ):
        case_id = derived_id("a case")
        known = Recurrence(
            category="sanitation",
            area=AREAS[0],
            counted=(Counted(case_id=case_id, at=MONDAY),),
        )
        empty = known.model_copy(update={"counted": ()})
        await recurrences.create([("one", known), ("two", empty)])

        assert list(await counts.counting(case_id)) == ["one"]
        assert list(await counts.counting(derived_id("another"))) == []


class VoicesSuite:
    async def test_a_person_supports_a_topic_once(self, voices: Voices):
        await asyncio.gather(*(voices.support("t", who) for who in "aabab"))
        await voices.support("other", "a")

        assert await voices.supporters(["t", "other"]) == {"t": 2, "other": 1}
        assert await voices.supports("t", "a")
        assert not await voices.supports("other", "b")

    async def test_support_is_taken_back_and_may_come_again(self, voices: Voices):
        await voices.support("t", "a")
        await voices.withdraw("t", "a")
        await voices.withdraw("t", "a")
        assert dict(await voices.supporters(["t"])) == {}

        await voices.support("t", "a")
        assert await voices.supporters(["t"]) == {"t": 1}

    async def test_the_first_answer_stays(self, voices: Voices):
        first = await voices.answer("t", "a", ["1:2", "2:1"])
        again = await voices.answer("t", "a", ["1:1", "2:1"])
        await voices.answer("t", "b", ["1:2", "2:2"])
        await voices.answer("other", "b", ["1:1"])

        assert list(first) == list(again) == ["1:2", "2:1"]
        tally = await voices.tally("t")
        assert tally == Tally(2, {"1:2": 2, "2:1": 1, "2:2": 1})
        assert await voices.tally("nothing") == Tally(0, {})

    async def test_what_is_removed_leaves_the_other_topics(self, voices: Voices):
        for id in ("t", "other"):
            await voices.support(id, "a")
            await voices.answer(id, "a", ["1:1"])
        await voices.remove("t")
        await voices.remove("t")

        assert await voices.supporters(["t", "other"]) == {"other": 1}
        assert await voices.tally("t") == Tally(0, {})
        assert (await voices.tally("other")).answers == 1


class NumbersSuite:
    async def test_no_number_is_drawn_twice(self, numbers: Numbers):
        drawn = await asyncio.gather(*(numbers.next("20260302", 2) for _ in range(6)))

        assert sorted(n for pair in drawn for n in pair) == list(range(1, 13))

    async def test_a_day_begins_anew(self, numbers: Numbers):
        await numbers.next("20260302", 3)

        assert list(await numbers.next("20260303", 2)) == [1, 2]
