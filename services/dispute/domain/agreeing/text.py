"""The words of an agreement: the same draft gives the same text, to the letter."""

from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from itertools import count

from pydantic import Field

from contracts.codes import derived_id
from contracts.sealed import Person, Plaintext
from services.dispute.domain.agreeing.refusals import duty_of_strangers

FULL_WIDTH = str.maketrans(",:;()", "\uff0c\uff1a\uff1b\uff08\uff09")
HEAD = "调解协议书"
PARTLY = "\uff08部分事项\uff09"
OWED = "{by}应于{day}前(含当日)向{to}履行:{content};履行方式:{manner}。"
COPIES = "本协议书一式数份,各方当事人各执一份,调解组织留存一份,具有同等效力。"
CONFIRMABLE, BINDING = "四、效力和司法确认", "四、效力"
EFFECT = (
    "本协议自各方当事人、调解员签名并加盖调解组织印章之日起生效,对各方当事人具有"
    "法律约束力,各方当事人应当按照约定履行。"
)
CONFIRM = (
    "各方当事人认为有必要的,可以自本协议生效之日起三十日内共同向有管辖权的人民法院"
    "申请司法确认。"
)


class DraftedDuty(Plaintext):
    """Who owes whom what, how, and until when (人民调解法 29)."""

    by: str
    """A party's id."""
    to: str
    """A party's id."""
    content: str = Field(min_length=1, max_length=2_000)
    """What is owed."""
    manner: str = Field(min_length=1, max_length=500)
    """How it is done."""
    due_on: date
    """The last day for it, by the city's calendar."""


class DraftedMatter(Plaintext):
    """One thing in dispute, and what the parties owe each other in it."""

    disputed: str = Field(min_length=1, max_length=2_000)
    """What they disagreed about."""
    duties: tuple[DraftedDuty, ...] = Field(min_length=1, max_length=50)


class Draft(Plaintext):
    """What the mediator writes; the parties' names and the frame are added to it."""

    facts: str = Field(min_length=1, max_length=5_000)
    """The main facts."""
    matters: tuple[DraftedMatter, ...] = Field(min_length=1, max_length=20)
    partly: bool = False
    """True: on a part of the dispute."""


class Signer(Plaintext):
    """A party as the text names it."""

    party_id: str
    person: Person


class AgreementPaper(Plaintext):
    """All there is of an agreement; lies at rest only, under a key of its own."""

    number: str
    """What people know the agreement by."""
    draft: Draft
    signers: tuple[Signer, ...]
    text: str
    """What is signed."""


def digest_of(text: str) -> str:
    """SHA-256 of the exact text, in hex."""
    return sha256(text.encode()).hexdigest()


def duty_id(mediation_id: str, edition: int, place: int) -> str:
    return derived_id("duty", mediation_id, str(edition), str(place))


def drafted_duties(draft: Draft) -> tuple[DraftedDuty, ...]:
    return tuple(duty for matter in draft.matters for duty in matter.duties)


def composed(
    number: str, draft: Draft, signers: tuple[Signer, ...], *, confirmable: bool = True
) -> str:
    """Raises `Rejected` when somebody owes a duty who is none of the signers.

    What no court confirms promises nothing of a court (民诉法解释 355).
    """
    promised = (CONFIRMABLE, EFFECT, CONFIRM, COPIES)
    ending = promised if confirmable else (BINDING, EFFECT, COPIES)
    return "\n".join((*_lines(number, draft, signers), *map(our_own, ending)))


def our_own(words: str, /, **named: object) -> str:
    """Our own Chinese words as they are printed; what others wrote stays as it is."""
    return words.translate(FULL_WIDTH).format(**named)


def _lines(number: str, draft: Draft, signers: tuple[Signer, ...]) -> Iterator[str]:
    named = {each.party_id: each.person.name for each in signers}
    yield HEAD
    yield our_own("编号:{number}", number=number)
    yield "一、当事人"
    for place, each in enumerate(signers, start=1):
        yield f"{place}. {person_in_words(each.person)}"
    yield "二、纠纷的主要事实"
    yield draft.facts
    yield our_own("三、争议事项和达成的协议{part}", part=PARTLY if draft.partly else "")
    owed = count(1)
    for place, matter in enumerate(draft.matters, start=1):
        yield our_own("争议事项{place}:{words}", place=place, words=matter.disputed)
        for duty in matter.duties:
            yield f"{next(owed)}) {_duty(duty, named)}"


def person_in_words(person: Person) -> str:
    """Who it is, and not where they live or how to call them: each side reads it."""
    known = (
        ("证件号码", person.id_number),
        ("联系人", person.contact),
    )
    said = (our_own("{label}:{value}", label=n, value=v) for n, v in known if v)
    return our_own(",").join([person.name, *said])


def _duty(duty: DraftedDuty, named: dict[str, str]) -> str:
    if not {duty.by, duty.to} <= named.keys():
        raise duty_of_strangers()
    day = duty.due_on
    return our_own(
        OWED,
        by=named[duty.by],
        to=named[duty.to],
        day=f"{day.year}年{day.month}月{day.day}日",
        content=duty.content,
        manner=duty.manner,
    )
