"""Which lines are printed, and by whom: a letter may hold somebody's own link."""

from contracts.dispute import InvitationSent
from services.kit.errors import Rejected
from services.notification.domain.message import Message

LETTER = "letter"


def invites(message: Message) -> bool:
    """Whether its letter may hold the reader's own link, which no other paper does."""
    return message.event_type == InvitationSent.TYPE


def must_be_printed_by(clerk: str, message: Message) -> None:
    """Only what is to be posted, by the one who has taken it."""
    if message.channel != LETTER:
        raise Rejected(
            "not-a-letter",
            "this line is no letter: call or visit, with the words of the line",
            "该条目不是信函,请按条目中的内容打电话或者上门告知",
        )
    if message.errand is None or message.errand.by != clerk:
        raise Rejected(
            "not-taken",
            "take this line first (`take`): only who has it prints its letter",
            "请先领取该条目(take),由领取人打印信函",
        )
