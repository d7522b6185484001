"""What becomes of a mediation is in both parties' mailboxes, once each."""

import mailbox
from collections import Counter
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from email import policy
from email.parser import BytesParser

import pytest
from httpx import AsyncClient
from pymongo import MongoClient

from contracts.codes import derived_id
from contracts.dispute import (
    InvitationSent,
    MediationAgreed,
    MediatorChosen,
    SessionScheduled,
    SigningCodeSent,
)
from contracts.envelope import Payload
from contracts.intake import CaseAccepted
from contracts.sealed import PartyCard, Person, SigningCard
from deploy.local.stack import Stack
from services.kit.running.clock import utc_now
from services.notification.app import create_app
from services.notification.settings import NotificationSettings
from tests.dispute.live import Live, eventually, living

pytestmark = pytest.mark.stack
CASE_NO = "202603020000017"
CODE = "482913"
SOON = utc_now() + timedelta(hours=1)


@pytest.fixture
def settings(settings_for: Callable[..., NotificationSettings]) -> NotificationSettings:
    return settings_for("notification", kind=NotificationSettings)


@pytest.fixture
async def live(stack: Stack, settings: NotificationSettings) -> AsyncIterator[Live]:
    async with living(stack, create_app(settings)) as live:
        yield live


@pytest.fixture
async def http(live: Live) -> AsyncIterator[AsyncClient]:
    async with live.http() as client:
        client.headers.update(live.bearer("clerk"))
        yield client


class Matter:
    """A case with two parties who have both left an address."""

    def __init__(self, live: Live) -> None:
        self.live = live
        self.case_id = derived_id("a matter", str(utc_now()))
        self.ids = {
            "case_id": self.case_id,
            "mediation_id": derived_id("mediation", self.case_id),
        }
        mails = [f"{side}-{self.case_id[:8]}@people.example" for side in ("a", "b")]
        self.people = {
            derived_id("party", self.case_id, mail): Person(name="张三", email=mail)
            for mail in mails
        }
        self.parties = tuple(self.people)

    def begins(self) -> list[Payload]:
        return [self._invitation(party) for party in self.parties]

    def course(self) -> list[Payload]:
        told = self.ids | {"parties": self.parties}
        chosen = {"mediator": "chen-he", "how": "jointly", "confirm_by": SOON}
        sitting = {"session_id": derived_id("s", self.case_id), "venue": "by-phone"}
        return [
            MediatorChosen.model_validate(told | chosen),
            SessionScheduled.model_validate(told | sitting | {"at": SOON}),
            self._code(self.parties[0]),
            MediationAgreed.model_validate(told | {"confirm_by": SOON}),
        ]

    def _invitation(self, party: str) -> InvitationSent:
        card = PartyCard(person=self.people[party], answer_token="a-token")
        sealed = self.live.sealer.seal("notification", card)
        return InvitationSent(**self.ids, party_id=party, contact=sealed)

    def _code(self, party: str) -> SigningCodeSent:
        card = SigningCard(person=self.people[party], code=CODE)
        sealed = self.live.sealer.seal("notification", card)
        return SigningCodeSent(
            **self.ids, party_id=party, contact=sealed, expires_at=SOON
        )


def _accepted(case_id: str) -> CaseAccepted:
    return CaseAccepted(
        case_id=case_id,
        case_no=CASE_NO,
        kind="dispute",
        category="neighbours",
        area="990101001",
        channel="web",
        received_at=utc_now(),
        accepted_at=utc_now(),
    )


def _subjects(live: Live, matter: Matter) -> dict[str, Counter[str]]:
    """By address: how often each subject lies in the real mailbox."""
    parser = BytesParser(policy=policy.default)
    box = mailbox.Maildir(live.stack.places.mail, create=False)
    mails = [parser.parsebytes(box.get_bytes(key)) for key in box.iterkeys()]
    mine = {person.email or "": Counter[str]() for person in matter.people.values()}
    for mail in mails:
        if mail["To"] in mine:
            mine[mail["To"]][str(mail["Subject"])] += 1
    return mine


async def test_each_party_is_told_of_every_step_once(live: Live, http: AsyncClient):
    matter = Matter(live)
    await live.say("intake", _accepted(matter.case_id))
    await live.say("dispute", *matter.begins())
    await live.say("dispute", *matter.course())
    await live.repeat()

    async def waiting() -> list[str]:
        asked = {"case_id": matter.case_id, "limit": 100}
        rows = (await http.get("/v1/messages", params=asked)).json()
        about_parties = [row for row in rows if row["audience"] == "party"]
        return [row["state"] for row in about_parties]

    await eventually(waiting, lambda states: states == ["sent"] * 9)
    told = _subjects(live, matter)
    assert [set(times.values()) for times in told.values()] == [{1}, {1}]
    assert [len(times) for times in told.values()] == [5, 4]


async def test_a_code_lies_in_no_document(
    live: Live, http: AsyncClient, settings: NotificationSettings
):
    matter = Matter(live)
    await live.say("intake", _accepted(matter.case_id))
    await live.say("dispute", matter.course()[2])

    async def states() -> list[str]:
        asked = {"case_id": matter.case_id}
        rows = (await http.get("/v1/messages", params=asked)).json()
        return [row["state"] for row in rows if row["audience"] == "party"]

    await eventually(states, lambda found: found == ["sent"])
    with MongoClient(settings.mongo) as client:
        database = client[settings.database]
        kept = [
            row
            for name in database.list_collection_names()
            for row in database[name].find()
        ]
    assert matter.case_id in repr(kept)
    assert CODE not in repr(kept)
