"""What is reported of a question of the start: which one it was, and what was said."""

from services.dispute.domain.agreeing.text import our_own
from services.dispute.domain.rules import Screen
from services.dispute.wall.keeping import Sent

ASKED = "开始前单独询问:{asks}。回答:是。"


def sent_for(screened: tuple[str, Screen], said: str, by: str) -> Sent:
    """The first answer is the one that was reported: a later one changes nothing."""
    report_id, screen = screened
    text = our_own(ASKED, asks=screen.asks) + (f"\n{said}" if said else "")
    return Sent(report_id, text, f"screened {screen.code}", by)
