"""Prints what the centre hands out: a document, or the court's package in one ZIP."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Literal, get_args
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from services.dispute.documents import agreement, archive, court, notices
from services.dispute.documents.agreement import Opened
from services.dispute.documents.archive import Kept
from services.dispute.documents.framing import Frame
from services.dispute.documents.sheet import Sheet
from services.dispute.domain.mediation import Mediation, Party
from services.dispute.domain.performing.refusals import (
    not_applied_for,
    not_confirmable,
    not_effective,
)
from services.dispute.signing.writing import Writing
from services.kit.errors import Rejected
from services.kit.papers.press import Press
from services.kit.running.clock import Clock

Kind = Literal["invitation", "term", "agreement", "termination", "contact", "archive"]
Facts = Callable[[Mediation], Awaitable[str | None]]
KINDS: tuple[Kind, ...] = get_args(Kind)
OFFICE_ONLY: frozenset[Kind] = frozenset({"archive"})
PACKAGE: tuple[tuple[str, Callable[[Frame, Opened], Sheet]], ...] = (
    ("1-司法确认申请书.pdf", court.application),
    ("2-调解协议书.pdf", agreement.copy_for),
    ("3-当事人身份信息表.pdf", court.identities),
    ("4-调解组织证明.pdf", court.proof),
)
"""民诉法解释 354; after these a sheet of each party with where to reach it."""
CONTACT = "5-送达地址确认书-{place}.pdf"
NO_DATE = (1980, 1, 1, 0, 0, 0)
"""The same package gives the same bytes."""


@dataclass(frozen=True)
class Documents:
    """Nothing that it makes is ever written anywhere: it is answered and forgotten."""

    press: Press
    frame: Frame
    writing: Writing
    clock: Clock
    facts: Facts
    """What nobody disputes and all have agreed to have on record."""

    def there(
        self, mediation: Mediation, party: Party | None = None
    ) -> tuple[Kind, ...]:
        """Which documents there are by now; for a party, its own ones."""
        agreement = mediation.agreement
        offered = agreement is not None and agreement.offered_at is not None
        if party and agreement and party.party_id not in agreement.parties:
            offered = False
        there: dict[Kind, bool] = {
            "invitation": any(party.noticed_at for party in mediation.parties),
            "term": mediation.term_ends_at is not None,
            "agreement": offered,
            "termination": mediation.rest_ended,
            "contact": offered and party is not None and _applied_for(mediation),
            "archive": mediation.over,
        }
        hidden = OFFICE_ONLY if party else frozenset()
        return tuple(kind for kind in KINDS if there[kind] and kind not in hidden)

    async def print(
        self, mediation: Mediation, kind: Kind, party: Party | None = None
    ) -> bytes:
        """A party's own copy; without a party, the centre's."""
        if kind not in self.there(mediation, party):
            raise no_such_document()
        make: dict[Kind, Callable[..., Awaitable[Sheet]]] = {
            "invitation": self._invitation,
            "term": self._term,
            "agreement": self._agreement,
            "termination": self._termination,
            "contact": self._contact,
            "archive": self._archive,
        }
        return await self.press.print(await make[kind](mediation, party))

    async def package(self, mediation: Mediation) -> bytes:
        """All that a court needs, in memory only."""
        opened = await self._opened(mediation)
        if not opened.agreement.effective:
            raise not_effective()
        if opened.agreement.unconfirmable:
            raise not_confirmable()
        if mediation.confirmation.state == "none":
            raise not_applied_for()
        packed = BytesIO()
        with ZipFile(packed, "w", ZIP_DEFLATED) as zipped:
            for name, sheet in self._for_the_court(opened):
                pdf = await self.press.print(sheet)
                zipped.writestr(ZipInfo(name, NO_DATE), pdf)
        return packed.getvalue()

    def _for_the_court(self, opened: Opened) -> Iterator[tuple[str, Sheet]]:
        for name, make in PACKAGE:
            yield name, make(self.frame, opened)
        for place, each in enumerate(opened.paper.signers, start=1):
            yield CONTACT.format(place=place), court.contact(self.frame, opened, each)

    async def _contact(self, mediation: Mediation, party: Party | None) -> Sheet:
        opened = await self._opened(mediation)
        for each in opened.paper.signers:
            if party and each.party_id == party.party_id:
                return court.contact(self.frame, opened, each)
        raise no_such_document()

    async def _invitation(self, mediation: Mediation, party: Party | None) -> Sheet:
        told = party or mediation.parties[0]
        at = told.noticed_at or self.clock()
        name = await self._name(mediation, party)
        return notices.invitation(self.frame, mediation, name, at)

    async def _term(self, mediation: Mediation, party: Party | None) -> Sheet:
        ends = mediation.term_ends_at or self.clock()
        name = await self._name(mediation, party)
        return notices.term(self.frame, mediation, name, ends)

    async def _termination(self, mediation: Mediation, party: Party | None) -> Sheet:
        name, at = await self._name(mediation, party), ended_at(mediation)
        gone = party is not None and party.left
        facts = None if gone else await self.facts(mediation)
        return notices.termination(
            self.frame, mediation, name, at or self.clock(), facts
        )

    async def _agreement(self, mediation: Mediation, party: Party | None) -> Sheet:
        opened = await self._opened(mediation)
        signers = {each.party_id: each for each in opened.paper.signers}
        whose = signers.get(party.party_id) if party else None
        return agreement.copy_for(self.frame, opened, whose)

    async def _archive(self, mediation: Mediation, _: Party | None) -> Sheet:
        made, roster = mediation.agreement, self.frame.city.mediators
        names = {p.party_id: await self._known(mediation, p) for p in mediation.parties}
        agents = {
            p.party_id: await self.writing.agent_of(mediation, p)
            for p in mediation.parties
        }
        return archive.archive(
            self.frame,
            Kept(
                mediation,
                names={id: name for id, name in names.items() if name},
                agents={id: agent for id, agent in agents.items() if agent},
                mediator=roster.get(mediation.mediator or "", ""),
                oral=await self.writing.oral_terms(mediation),
                facts=await self.facts(mediation),
                written=await self._opened(mediation)
                if made and made.effective
                else None,
            ),
        )

    async def _known(self, mediation: Mediation, party: Party) -> str | None:
        return await self.writing.name(mediation, party)

    async def _opened(self, mediation: Mediation) -> Opened:
        if mediation.agreement is None:
            raise not_effective()
        paper = await self.writing.read(mediation, mediation.agreement)
        agents = await self.writing.signed_by(mediation, mediation.agreement)
        return Opened(mediation, mediation.agreement, paper, agents)

    async def _name(self, mediation: Mediation, party: Party | None) -> str:
        name = await self.writing.name(mediation, party) if party else None
        return name or notices.NOBODY


def _applied_for(mediation: Mediation) -> bool:
    return mediation.confirmation.state != "none"


def ended_at(mediation: Mediation) -> datetime | None:
    """When it ended, or after a partial agreement its rest."""
    rest = mediation.rest
    return (rest and rest.decided_at) or mediation.over_at


def no_such_document() -> Rejected:
    return Rejected(
        "no-such-document",
        "there is no such document, or not yet: ask for the list",
        "没有这份文书,或者还没有形成,请先查看文书清单",
        404,
    )
