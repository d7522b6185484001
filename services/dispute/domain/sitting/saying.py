"""Who may say what, and show it to whom; all of it while it is mediated."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.dispute.domain.mediation import Mediation
from services.dispute.domain.refusals import must_be_open
from services.dispute.domain.sitting.sessions import session_of
from services.dispute.domain.sitting.sight import Reader, hears, is_present, may_read
from services.dispute.domain.sitting.words import (
    BY_A_PARTY,
    BY_THE_MEDIATOR,
    MEDIATOR,
    Kind,
    Word,
)
from services.kit.errors import Rejected

MOST_WORDS = 200
"""Of one author in one mediation. [ours]"""
ACTIONS: dict[Kind, str] = {
    "statement": "state",
    "proposal": "propose",
    "minutes": "keep_minutes",
}


@dataclass(frozen=True)
class Saying:
    """What somebody wants to keep behind the wall, without its text."""

    kind: Kind
    author: Reader
    answers: str | None = None
    session_id: str | None = None
    show_to: tuple[str, ...] = ()


def check_saying(mediation: Mediation | None, saying: Saying, spoken: int) -> None:
    """`spoken`: how many texts this author has there. Raises `Rejected`."""
    known = must_be_open(mediation, ACTIONS[saying.kind])
    _check_author(known, saying)
    if spoken >= MOST_WORDS:
        raise Rejected(
            "too-many-words",
            "each keeps at most 200 texts here: tell the rest at a sitting",
            "每一方最多保存200段文字,其余内容请在会面时说明",
        )
    if saying.session_id:
        session_of(known, saying.session_id)
    check_showing(known, author_of(saying.author), saying.show_to)


def check_counter(mediation: Mediation, author: Reader, countered: Word | None) -> None:
    """A counter-proposal answers a proposal that its author has before them."""
    if (
        countered is None
        or countered.kind != "proposal"
        or not may_read(mediation, author, countered)
    ):
        raise Rejected(
            "unknown-proposal",
            "`answers` names a proposal that was shown to you",
            "answers 应为已向您出示的方案",
            status=422,
        )


def check_showing(mediation: Mediation, author: str, to: Sequence[str]) -> None:
    """To parties of this mediation, and to oneself it needs no showing."""
    if not all(is_present(mediation, each) and each != author for each in to):
        raise Rejected(
            "unknown-parties",
            "it can be shown to the other parties of this mediation",
            "只能向本调解的其他当事人出示",
            status=422,
        )


def check_release(
    mediation: Mediation, author: Reader, word: Word | None, to: Sequence[str]
) -> None:
    """Only its author lets others read it; the mediator does not for a party."""
    must_be_open(mediation, "show_words")
    if word is None or not may_read(mediation, author, word):
        raise unknown_words()
    if word.author != author_of(author):
        raise Rejected(
            "not-the-author",
            "only who said it may show it to others",
            "只有提出该内容的一方才能决定向他人出示",
            status=403,
            law="人民调解法 15(4)",
        )
    if word.kind not in BY_A_PARTY | BY_THE_MEDIATOR:
        raise unknown_words()
    check_showing(mediation, word.author, to)


def author_of(author: Reader) -> str:
    return author.id if author.role == "party" else MEDIATOR


def unknown_words() -> Rejected:
    """The same whether there are none or they are not to be seen."""
    return Rejected(
        "unknown-words", "no such words are here for you", "未找到该内容", status=404
    )


def not_the_mediator() -> Rejected:
    return Rejected(
        "not-the-mediator",
        "this is for the mediator whom the parties chose, once confirmed",
        "仅限当事人选定并已确认的调解员",
        status=403,
        law="人民调解法 15(4)",
    )


def _check_author(mediation: Mediation, saying: Saying) -> None:
    if saying.author.role != "party":
        if saying.kind in BY_THE_MEDIATOR and hears(mediation, saying.author.id):
            return
        raise not_the_mediator()
    if saying.kind not in BY_A_PARTY or not is_present(mediation, saying.author.id):
        raise Rejected(
            "not-yours-to-say",
            "parties who take part state and propose; minutes are the mediator's",
            "参加调解的当事人可以陈述、提出方案;笔录由调解员制作",
            status=403,
            law="人民调解法 23",
        )
