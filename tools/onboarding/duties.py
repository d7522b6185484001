"""What a department still owes: as long as it does, it cannot leave."""

from dataclasses import dataclass

from tools.access.installation import Installation
from tools.cli.databases import Document, databases

SOME = 5


@dataclass(frozen=True)
class Duties:
    """`cases`: the numbers of some of them, for somebody to look at."""

    tasks: int
    cases: tuple[str, ...]


def duties_of(installation: Installation, code: str) -> Duties:
    """Tasks that are open, and ended ones about which something is undecided.

    From the handlings themselves: the inbox follows them and may be a moment late.
    """
    with databases(installation) as services:
        routing = services["routing"]
        handlings, inbox = routing["handlings"], routing["inbox"]
        open_now = {"departments": code}
        undecided: Document = {"department": code, "exclusion": "requested"}
        tasks = handlings.count_documents(open_now) + inbox.count_documents(undecided)
        rows = [
            *handlings.find(open_now, {"case_no": 1}).limit(SOME),
            *inbox.find(undecided, {"case_no": 1}).limit(SOME),
        ]
    return Duties(tasks, tuple(sorted({str(row["case_no"]) for row in rows})[:SOME]))
