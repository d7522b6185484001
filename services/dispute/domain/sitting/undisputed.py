"""Facts nobody disputes: on record only if every party agrees to this very text.

在线调解规则 22, 深圳 73.
"""

from dataclasses import dataclass
from datetime import datetime

from services.dispute.domain.mediation import Mediation
from services.dispute.domain.refusals import must_be_open
from services.dispute.domain.sitting.parts import Undisputed
from services.dispute.domain.sitting.saying import not_the_mediator
from services.dispute.domain.sitting.sight import hears
from services.kit.errors import Rejected
from services.kit.writing.change import Change


@dataclass(frozen=True)
class PutFacts:
    """`digest`: keyed, of the text, which lies sealed as `word_id`."""

    mediator: str
    word_id: str
    digest: str


@dataclass(frozen=True)
class Consent:
    token_hash: str
    digest: str
    agrees: bool


def put_facts(
    mediation: Mediation | None, command: PutFacts, now: datetime
) -> Change[Mediation] | None:
    """Another text voids every consent to the one before, until all have agreed."""
    known = must_be_open(mediation, "put_facts")
    if not hears(known, command.mediator):
        raise not_the_mediator()
    before = known.sitting.undisputed
    if before and before.digest == command.digest:
        return None
    if recorded(known):
        raise on_record()
    put = Undisputed(word_id=command.word_id, digest=command.digest, put_at=now)
    return Change(known.with_sitting(undisputed=put))


def consent(
    mediation: Mediation | None, command: Consent, now: datetime
) -> Change[Mediation] | None:
    """To the text with this digest; taken back at will, until all have agreed."""
    known = must_be_open(mediation, "consent_to_facts")
    link = command.token_hash
    said_by = known.speaking(link) if command.agrees else known.party_with(link)
    party = said_by.party_id
    put = known.sitting.undisputed
    if put is None or put.digest != command.digest:
        raise Rejected(
            "another-text",
            "the text is another one now: read it, and send the digest shown with it",
            "文本已变更:请重新阅读,并提交随文本显示的防改动的编号(摘要)",
            law="在线调解规则 22",
        )
    if (party in put.consents) == command.agrees:
        return None
    if recorded(known):
        raise on_record()
    others = tuple(each for each in put.consents if each != party)
    consents = (*others, party) if command.agrees else others
    after = put.model_copy(update={"consents": consents})
    return Change(known.with_sitting(undisputed=after))


def recorded(mediation: Mediation) -> bool:
    """Whether the text may leave the room: somebody named later is asked too.

    For whoever is represented, those say yes who represent them.
    """
    put = mediation.sitting.undisputed
    parties = {party.party_id for party in mediation.present if party.speaks}
    return bool(put and parties) and parties.issubset(put.consents if put else ())


def on_record() -> Rejected:
    return Rejected(
        "facts-recorded",
        "all parties have agreed: these facts are on record",
        "各方均已同意,该事实已记录在案",
        law="在线调解规则 22",
    )
