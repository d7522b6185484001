"""What a line asks its store; that in memory and that on MongoDB both run it."""

from datetime import timedelta
from typing import Any

import pytest

from services.kit.testing.clock import MONDAY
from services.kit.writing.repository import Repository
from services.notification.delivery.house import Queries
from services.notification.domain.contact import Contact
from services.notification.domain.course.company import Neighbour
from services.notification.domain.message import Message

HOUR = timedelta(hours=1)
ZHANG = "a-case applicant"


def message(name: str, **fields: Any) -> Message:
    given: dict[str, Any] = {
        "message_id": name,
        "case_id": "a-case",
        "about": "an-event",
        "event_type": "tongban.intake.case-answered.v1",
        "audience": "applicant",
        "recipient": "applicant",
        "contact_id": "a-case",
        "template": "case-answered",
        "created_at": MONDAY,
        "expires_at": MONDAY + HOUR,
        "state": "queued",
        "channel": "sms",
        "due_at": MONDAY - HOUR,
    }
    return Message(**(given | fields))


def contact(name: str, **people: tuple[str, ...]) -> Contact:
    return Contact(contact_id=name, case_id=name, people=people)


class QueriesSuite:
    """A subclass gives `messages`, `contacts`, `queries` over the same empty store."""

    async def keep(self, messages: Repository[Message], *kept: Message) -> None:
        await messages.create([(each.message_id, each) for each in kept])

    async def test_each_line_finds_its_own_oldest_first(
        self, messages: Repository[Message], queries: Queries
    ) -> None:
        await self.keep(
            messages,
            message("second"),
            message("first", due_at=MONDAY - 2 * HOUR),
            message("of voice", channel="voice"),
            message("new", channel="", state="created"),
            message("over", state="delivered", due_at=None),
            message("far off", due_at=MONDAY + timedelta(days=36_500)),
        )

        assert await queries.due("sms", 10) == ["first", "second"]
        assert await queries.due("sms", 1) == ["first"]
        assert await queries.due("voice", 10) == ["of voice"]
        assert await queries.due_at_desk(("sms", "voice"), 10) == ["new"]

    async def test_the_desk_looks_after_every_queue_that_nobody_reads(
        self, messages: Repository[Message], queries: Queries
    ) -> None:
        await self.keep(
            messages,
            message("served"),
            message("to be called", channel="voice", state="permanent_failure"),
            message("new", channel="", state="created", due_at=MONDAY - 2 * HOUR),
            message("by hand", channel="visit", state="delivered", due_at=None),
        )

        served = ("email", "sms")
        assert await queries.due_at_desk(served, 10) == ["new", "to be called"]
        assert await queries.due_at_desk(served, 1) == ["new"]

    async def test_when_somebody_was_last_told(
        self, messages: Repository[Message], queries: Queries
    ) -> None:
        sent = {"state": "sent", "due_at": None}
        await self.keep(
            messages,
            message("old", sent_at=MONDAY - HOUR, **sent),
            message("newer", sent_at=MONDAY, **sent),
            message("called", channel="voice", sent_at=MONDAY + HOUR, **sent),
            message("to her", recipient="agent", sent_at=MONDAY + HOUR, **sent),
        )

        [found] = await queries.around({ZHANG}, "sms", MONDAY - HOUR)
        assert found == Neighbour("newer", "sent", sent_at=MONDAY)
        assert list(await queries.around({ZHANG}, "sms", MONDAY)) == []

    async def test_what_waits_or_is_leaving_whenever_that_was_sent(
        self, messages: Repository[Message], queries: Queries
    ) -> None:
        due = {"due_at": MONDAY - HOUR}
        await self.keep(
            messages,
            message("later", created_at=MONDAY + HOUR),
            message("earlier"),
            message("urgent", created_at=MONDAY + 2 * HOUR, urgency="urgent"),
            message("with another", created_at=MONDAY - HOUR, carrier="earlier"),
            message("being sent", created_at=MONDAY + 3 * HOUR, state="sending"),
            message("failed for now", state="temporary_failure"),
            message("called", channel="voice"),
            message("to her", recipient="agent"),
        )

        assert list(await queries.around({ZHANG}, "sms", MONDAY)) == [
            Neighbour("with another", "queued", carrier="earlier", **due),
            Neighbour("earlier", "queued", **due),
            Neighbour("later", "queued", **due),
            Neighbour("urgent", "queued", "urgent", **due),
            Neighbour("being sent", "sending", **due),
        ]

    async def test_who_is_the_same_person_in_several_cases(
        self, contacts: Repository[Contact], queries: Queries
    ) -> None:
        kept = [
            contact("a-case", applicant=("zhang", "mail"), agent=("li",)),
            contact("another", applicant=("wang",), agent=("zhang",)),
            contact("a-party", **{"a-party": ("mail",)}),
            contact("nobody"),
        ]
        await contacts.create([(each.contact_id, each) for each in kept])

        assert set(await queries.same_person("a-case", "applicant")) == {
            ZHANG,
            "another agent",
            "a-party a-party",
        }
        for contact_id, recipient in (("nobody", "agent"), ("unknown", "applicant")):
            found = await queries.same_person(contact_id, recipient)
            assert set(found) == {f"{contact_id} {recipient}"}

    @pytest.mark.parametrize("state", ["sent", "delivered", "suppressed"])
    async def test_what_is_over_is_due_nowhere(
        self, messages: Repository[Message], queries: Queries, state: str
    ) -> None:
        await self.keep(messages, message("over", state=state, due_at=None))

        assert await queries.due("sms", 10) == []
