"""The words of an agreement: composed, sealed at rest, and never given out unproved."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from contracts.sealed import Agent, AnswerText, Person, SigningCard
from services.dispute.domain.agreeing.agreement import Agreement
from services.dispute.domain.agreeing.signing import CodeAsked, SignByCode
from services.dispute.domain.agreeing.text import (
    AgreementPaper,
    Draft,
    Signer,
    composed,
    digest_of,
)
from services.dispute.domain.mediation import Mediation, Party
from services.dispute.wall.keys import paper_key
from services.dispute.wishes import wishes_of
from services.kit.errors import Rejected
from services.kit.sealing.digests import Digests
from services.kit.sealing.readers import Sealer
from services.kit.sealing.vault import Vault
from services.kit.serving.text import clean

Agents = Mapping[str, Agent]
DIGITS = 6
BLANK_LINES = re.compile(r"\n\s*\n\s*")


@dataclass(frozen=True)
class Written:
    """`sealed` under the paper's own key; `digest` of the exact text."""

    draft: Draft
    sealed: str
    digest: str
    parties: tuple[str, ...]


@dataclass(frozen=True)
class Writing:
    vault: Vault
    sealer: Sealer
    digests: Digests

    async def written(
        self, mediation: Mediation, draft: Draft, *, confirmable: bool = True
    ) -> Written:
        """Raises `Rejected` when a party is not known by name any more."""
        signers = await self.signers(mediation)
        tidy, number = tidied(draft), number_of(mediation.mediation_id)
        text = composed(number, tidy, signers, confirmable=confirmable)
        paper = AgreementPaper(number=number, draft=tidy, signers=signers, text=text)
        sealed = await self.vault.seal(paper_key(mediation.mediation_id), paper)
        parties = tuple(signer.party_id for signer in signers)
        return Written(tidy, sealed, digest_of(text), parties)

    async def read(self, mediation: Mediation, agreement: Agreement) -> AgreementPaper:
        """Recomputes the digest: a text that was tampered with is an error."""
        key = paper_key(mediation.mediation_id)
        paper = await self.vault.open(key, agreement.paper, AgreementPaper)
        if paper is None:
            raise erased()
        proved(agreement, paper)
        return paper

    async def signers(self, mediation: Mediation) -> tuple[Signer, ...]:
        people = [await self.person(mediation, party) for party in mediation.present]
        parties = mediation.present
        return tuple(
            Signer(party_id=party.party_id, person=person)
            for party, person in zip(parties, people, strict=True)
        )

    async def person(self, mediation: Mediation, party: Party) -> Person:
        id = mediation.mediation_id
        card = party.card
        person = await self.vault.open(id, card, Person) if card else None
        if person is None:
            raise erased()
        return person

    async def name(self, mediation: Mediation, party: Party) -> str | None:
        """None: erased. Papers name whom it was about when the card is gone, too."""
        sealed = party.card or party.label
        id = mediation.mediation_id
        person = await self.vault.open(id, sealed, Person) if sealed else None
        return person.name if person else None

    async def agent_of(self, mediation: Mediation, party: Party) -> Agent | None:
        """Who acts for it, by name and right."""
        return await self._agent(mediation, party.agent_label or party.agent)

    async def signed_for(self, mediation: Mediation, party: Party) -> str:
        """Who signs for this party, sealed beside the signature."""
        agent = await self.agent_of(mediation, party)
        if agent is None:
            raise nobody_acts()
        named = Agent(name=agent.name, authority=agent.authority)
        return await self.vault.seal(mediation.mediation_id, named)

    async def signed_by(self, mediation: Mediation, agreement: Agreement) -> Agents:
        """By signer: who signed in their place."""
        found = {
            each.signer: await self._agent(mediation, each.by_agent)
            for each in agreement.signatures
            if each.by_agent
        }
        return {signer: agent for signer, agent in found.items() if agent}

    async def _agent(self, mediation: Mediation, sealed: str | None) -> Agent | None:
        id = mediation.mediation_id
        return await self.vault.open(id, sealed, Agent) if sealed else None

    async def oral_terms(self, mediation: Mediation) -> str | None:
        """What was agreed by word of mouth, as the mediator wrote it down (30)."""
        id, terms = mediation.mediation_id, mediation.terms
        said = await self.vault.open(id, terms, AnswerText) if terms else None
        return said.text if said else None

    async def acting(self, mediation: Mediation, party: Party) -> Person:
        """Its agent as somebody to be reached, without what shows their right."""
        id = mediation.mediation_id
        agent = await self.vault.open(id, party.agent, Agent) if party.agent else None
        if agent is None:
            raise erased()
        return Person.model_validate(agent.model_dump(include=set(Person.model_fields)))

    async def code_for(
        self, mediation: Mediation, party: Party, link: str, digest: str
    ) -> CodeAsked:
        """The code is in the sealed card and nowhere else.

        It goes to whoever's link asked for it, and is worth nothing by another: so
        it is theirs, the party's own or the agent's, whose signature it makes.
        """
        code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
        by_agent = link == party.agent_token_hash
        person = await (self.acting if by_agent else self.person)(mediation, party)
        if not (person.phone or person.email):
            raise nowhere_to_send()
        to_reach = person.model_copy(update={"id_number": None})
        said = await wishes_of(self.vault, mediation.mediation_id, party)
        card = SigningCard(person=to_reach, code=code, language=said.language)
        contact = self.sealer.seal("notification", card)
        hash = self.hash_of(party, link, digest, code)
        return CodeAsked(party.party_id, digest, hash, contact)

    def by_code(self, party: Party, link: str, digest: str, code: str) -> SignByCode:
        return SignByCode(
            party.party_id, digest, self.hash_of(party, link, digest, code)
        )

    def hash_of(self, party: Party, link: str, digest: str, code: str) -> str:
        """Of one party, one link and one text: it is worth nothing for another."""
        return self.digests.of("signing", party.party_id, link, digest, code)


def number_of(mediation_id: str) -> str:
    """What people know an agreement by."""
    return f"TJ-{mediation_id.replace('-', '')[:12].upper()}"


def proved(agreement: Agreement, paper: AgreementPaper) -> None:
    """What is shown is what was signed, to the letter."""
    signed = {signature.digest for signature in agreement.signatures}
    if {digest_of(paper.text)} != signed | {agreement.digest}:
        raise not_what_was_signed()


def tidied(draft: Draft) -> Draft:
    """As paper can hold it, so that what is printed is what is signed."""
    try:
        return Draft.model_validate(_tidied(draft.model_dump()))
    except ValidationError:
        raise Rejected(
            "unprintable",
            "a field has nothing that can be printed: write it as plain text",
            "有的栏目没有可以打印的文字,请用普通文字填写",
            422,
        ) from None


def _tidied(value: Any) -> Any:
    match value:
        case str():
            return BLANK_LINES.sub("\n", clean(value.replace("\r\n", "\n")))
        case dict():
            return {name: _tidied(each) for name, each in value.items()}
        case list() | tuple():
            return [_tidied(each) for each in value]
    return value


def not_what_was_signed() -> Rejected:
    return Rejected(
        "digest-mismatch",
        "the stored text is not the one that was signed: nothing is given out; tell"
        " the operator at once",
        "存档文本与签署文本的摘要不一致,已停止提供,请立即联系运维人员",
        500,
    )


def nobody_acts() -> Rejected:
    return Rejected(
        "nobody-acts",
        "by_agent: nobody is recorded who acts for this party: record the agent first",
        "by_agent:该当事人没有登记代理人,请先登记",
        422,
        law="民法典 165",
    )


def nowhere_to_send() -> Rejected:
    return Rejected(
        "nowhere-to-send",
        "no telephone and no e-mail address is known of whoever this link is for: sign"
        " on paper at the counter",
        "没有登记此链接持有人的电话或者电子邮箱,请到现场在纸质文本上签名",
        law="电子签名法 13",
    )


def erased() -> Rejected:
    return Rejected(
        "content-erased",
        "names and words of this mediation have been erased",
        "该调解的姓名和内容已按规定清除",
        410,
    )
