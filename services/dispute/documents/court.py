"""What goes to the court when all parties ask it to confirm (民诉法解释 353, 354)."""

from typing import Any

from services.dispute.documents import words
from services.dispute.documents.agreement import Opened
from services.dispute.documents.framing import Frame
from services.dispute.documents.sheet import Row, Section, Sheet, SignatureBlock
from services.dispute.documents.words import day, in_groups, say
from services.dispute.domain.agreeing.text import Signer, person_in_words


def application(frame: Frame, opened: Opened) -> Sheet:
    return _sheet(
        frame,
        opened,
        title=words.APPLICATION,
        opening=_named(frame, words.APPLICATION_TEXT, opened),
        rows=tuple(
            Row(label=words.APPLICANT, value=person_in_words(each.person))
            for each in opened.paper.signers
        ),
        sections=(
            Section(heading=words.PROMISE, text=say(words.PROMISE_TEXT)),
            Section(text=words.TO_COURT),
        ),
        signatures=_lines_to_sign(opened),
        seal="",
        office="",
    )


def identities(frame: Frame, opened: Opened) -> Sheet:
    rows = tuple(
        Row(label=str(place), value=person_in_words(each.person))
        for place, each in enumerate(opened.paper.signers, start=1)
    )
    return _sheet(frame, opened, title=words.IDENTITIES, rows=rows)


def proof(frame: Frame, opened: Opened) -> Sheet:
    """That the body mediated it (民诉法解释 354)."""
    names = "\n".join(each.person.name for each in opened.paper.signers)
    return _sheet(
        frame,
        opened,
        title=words.PROOF,
        opening=_named(frame, words.PROOF_TEXT, opened),
        rows=(Row(label=words.PARTIES, value=names),),
        digest=in_groups(opened.agreement.digest),
        digest_label=say(words.DIGEST),
        date=day(opened.at),
    )


def contact(frame: Frame, opened: Opened, each: Signer) -> Sheet:
    """Of one party: where it lives and how to call it is not the other side's."""
    return _sheet(
        frame,
        opened,
        title=words.CONTACT,
        opening=say(words.CONTACT_TEXT),
        rows=(Row(label=each.person.name, value=_reached(each)),),
        signatures=(SignatureBlock(who=say(words.PARTY, who=each.person.name)),),
        seal="",
        office="",
    )


def _sheet(frame: Frame, opened: Opened, **fields: Any) -> Sheet:
    return frame.sheet(opened.mediation, opened.at, **({"date": ""} | fields))


def _named(frame: Frame, text: str, opened: Opened) -> str:
    return say(
        text, office=frame.office, day=day(opened.at), number=opened.paper.number
    )


def _lines_to_sign(opened: Opened) -> tuple[SignatureBlock, ...]:
    return tuple(
        SignatureBlock(who=say(words.PARTY, who=each.person.name))
        for each in opened.paper.signers
    )


def _reached(each: Signer) -> str:
    person = each.person
    known = (person.address, person.phone, person.email)
    return "\n".join(value for value in known if value) or words.TO_BE_FILLED_IN
