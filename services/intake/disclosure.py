"""How much of what people wrote somebody else is given."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from contracts.sealed import Agent, CaseContent, Person
from services.kit.serving.text import LINES, unclean

P = TypeVar("P", bound=Person)
MOST_REPORTED = 32_000
"""Characters of all reports in one grant: with the longest content it still fits."""
CUT = "…"

Withheld = frozenset[str]
"""Fields of a content, or of each person in it."""
WithheldFrom = Callable[[str], Withheld]
"""By department, as `data_rights` in city.yaml says of its kind."""

Chain = Callable[[str], frozenset[str]]
"""By organisation: itself and all above it, as city.yaml says."""

EMPTY: dict[str, object] = {
    "applicant": None,
    "agent": None,
    "answers": {},
    "attachments": (),
    "language": "zh",
    "preferences": None,
    "reports": {},
}
"""What stands instead of a field that is withheld."""
OF_PEOPLE = frozenset({"phone", "email", "address"})
AT_THE_WINDOW: dict[str, object] = {
    "id_type": None,
    "id_number": None,
    "birth_date": None,
}
"""Of each person: for nobody else."""
WHO_IT_IS: Withheld = frozenset({"applicant", "agent", "preferences", "language"})
"""What a confidential case is given without."""


@dataclass(frozen=True)
class Rights:
    """What the city lets departments see."""

    withheld_from: WithheldFrom
    chain: Chain

    def accuses(self, accused: Iterable[str], department: str) -> bool:
        """A report reaches nobody whom it accuses, nor anybody below them (举报)."""
        return not self.chain(department).isdisjoint(accused)

    def of(self, department: str, content: CaseContent) -> CaseContent:
        withheld = self.withheld_from(department)
        if content.anonymity != "named":
            withheld |= WHO_IT_IS
        return for_department(content, withheld)


def for_department(content: CaseContent, withheld: Withheld) -> CaseContent:
    """What a department may see; only the window knows identity numbers."""
    people = {
        "applicant": _person(content.applicant, withheld),
        "agent": _agent(content.agent, withheld),
    }
    gone = {name: empty for name, empty in EMPTY.items() if name in withheld}
    return content.model_copy(update=people | gone)


def to_reach(person: Person | None) -> Person | None:
    """No more than it takes to speak with somebody."""
    given = {"name", "phone", "email", "kind", "contact", "address"}
    return person and Person(**person.model_dump(include=given))


def _person(person: P | None, withheld: Withheld) -> P | None:
    gone = AT_THE_WINDOW | dict.fromkeys(withheld & OF_PEOPLE)
    return person and person.model_copy(update=gone)


def _agent(agent: Agent | None, withheld: Withheld) -> Agent | None:
    """By what right, everybody is told; by what evidence, the window knows."""
    known = _person(agent, withheld)
    return known and known.model_copy(update={"evidence": ()})


def fitting(reports: dict[str, str]) -> dict[str, str]:
    """Long ones are shortened alike and end in `…`; the whole is read over HTTP."""
    share = MOST_REPORTED // max(1, len(reports))
    return {who: _cut(text, share) for who, text in reports.items()}


def _cut(text: str, share: int) -> str:
    if len(text) > share:
        text = text[: share - len(CUT)] + CUT
    return "".join(" " if unclean(each, LINES) else each for each in text)
