"""A sealed agreement of invented people, and what the press makes of it."""

import asyncio
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from contracts.sealed import Agent, Person
from services.dispute.documents.facts import load_facts
from services.dispute.documents.framing import Frame
from services.dispute.documents.office import Documents
from services.dispute.documents.sheet import TEMPLATE
from services.dispute.domain.agreeing.drafting import draft
from services.dispute.domain.agreeing.text import (
    Draft,
    DraftedDuty,
    DraftedMatter,
    our_own,
)
from services.dispute.domain.mediation import Mediation, Party
from services.dispute.signing.writing import Writing
from services.kit.papers.press import Press, font_folder, load_fonts
from services.kit.papers.printable import MAY_BREAK
from services.kit.sealing.digests import Digests
from services.kit.sealing.keys import new_secret
from services.kit.sealing.readers import Sealer
from services.kit.sealing.vault import Vault
from services.kit.testing.keys import MemoryKeys
from tests.dispute.agreeing.table import LI, TERMS, ZHANG, Table, drafted

CITY = Path("deploy/config")
PEOPLE = {
    ZHANG: Person(name="张三", phone="139-0000-0001", address="青石街道幸福里1号101"),
    LI: Person(name="李四", phone="139-0000-0002", address="青石街道幸福里1号201"),
}
WORDS = Draft(
    facts=our_own(
        "2026年1月起,李四家的水管漏水,张三家厨房的天花板被泡坏,双方对修理和赔偿有争议。"
    ),
    matters=(
        DraftedMatter(
            disputed="漏水的水管由谁修理",
            duties=(
                DraftedDuty(
                    by=LI,
                    to=ZHANG,
                    content=our_own("修好厨房下方的水管,不再漏水"),
                    manner=our_own("李四自费请专业人员修理,张三予以配合"),
                    due_on=date(2026, 3, 20),
                ),
            ),
        ),
        DraftedMatter(
            disputed="天花板损失的赔偿数额",
            duties=(
                DraftedDuty(
                    by=LI,
                    to=ZHANG,
                    content="赔偿天花板修复费用1200元",
                    manner=our_own("银行转账,一次付清"),
                    due_on=date(2026, 3, 31),
                ),
            ),
        ),
    ),
)


@cache
def press() -> Press:
    return Press(load_fonts(font_folder()), TEMPLATE)


def text_in(pdf: bytes) -> str:
    """As a reader would copy it, without our own breaks and ends of lines."""
    pages = [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]
    return "".join("".join(pages).replace(MAY_BREAK, "").split())


async def no_facts(_: Mediation) -> str | None:
    """None that all have agreed to have on record."""
    return None


@dataclass
class Papers:
    table: Table = field(default_factory=Table)
    on_record: str | None = None

    def __post_init__(self) -> None:
        self.vault = Vault(MemoryKeys(), new_secret())
        sealer, digests = Sealer(Path("nowhere")), Digests(new_secret())
        self.writing = Writing(self.vault, sealer, digests)
        self.documents = Documents(
            press(),
            Frame(load_facts(CITY, "mediation-centre", self.table.rules)),
            self.writing,
            lambda: self.table.now,
            self._facts,
        )
        asyncio.run(self._known())

    async def _facts(self, _: Mediation) -> str | None:
        return self.on_record

    async def _known(self) -> None:
        id = self.table.state.mediation_id
        parties = []
        for party in self.table.state.parties:
            card = await self.vault.seal(id, PEOPLE[party.party_id])
            noticed = {"card": card, "noticed_at": self.table.now}
            parties.append(party.model_copy(update=noticed))
        ends = {"parties": tuple(parties), "term_ends_at": self.table.now}
        self.table.state = self.table.state.but(**ends)

    def drafts(self, words: Draft = WORDS, unconfirmable: str | None = None) -> None:
        told = {"confirmable": unconfirmable is None}
        written = asyncio.run(self.writing.written(self.table.state, words, **told))
        command = drafted(written, unconfirmable=unconfirmable)
        change = draft(TERMS, self.table.state, command, self.table.now)
        assert change is not None
        self.table.state = change.state

    def sealed(self, **fields: Any) -> "Papers":
        self.drafts(**fields)
        self.table.offers()
        self.table.all_sign()
        self.table.seals()
        return self

    def applied(self) -> "Papers":
        """All ask a court to confirm it."""
        for who in PEOPLE:
            self.table.joins(who)
        return self

    def party(self, id: str) -> Party:
        return self.table.state.party_called(id)

    def named(self) -> None:
        """As papers name them when their cards are gone."""
        id = self.table.state.mediation_id
        for party in self.table.state.parties:
            person = Person(name=PEOPLE[party.party_id].name)
            label = asyncio.run(self.vault.seal(id, person))
            labelled = party.model_copy(update={"label": label})
            self.table.state = self.table.state.with_party(labelled)

    def acts(self, agent: Agent, whose: str) -> None:
        sealed = asyncio.run(self.vault.seal(self.table.state.mediation_id, agent))
        acting = {"agent": sealed, "authority": agent.authority}
        party = self.party(whose).model_copy(update=acting)
        self.table.state = self.table.state.with_party(party)

    def printed(self, kind, whose: str | None = None) -> bytes:
        parties = {party.party_id: party for party in self.table.state.parties}
        party = parties[whose] if whose else None
        return asyncio.run(self.documents.print(self.table.state, kind, party))

    def packed(self) -> bytes:
        return asyncio.run(self.documents.package(self.table.state))


def signed_text(papers: Papers) -> str:
    state = papers.table.state
    read = papers.writing.read(state, papers.table.agreement)
    return asyncio.run(read).text
