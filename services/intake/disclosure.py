"""How much of what people wrote somebody else is given."""

from collections.abc import Callable

from contracts.sealed import CaseContent, Person
from services.kit.serving.text import LINES, unclean

MOST_REPORTED = 32_000
"""Characters of all reports in one grant: with the longest content it still fits."""
CUT = "…"

Withheld = frozenset[str]
"""Fields of a content, or of each person in it."""
WithheldFrom = Callable[[str], Withheld]
"""By department, as `data_rights` in city.yaml says of its kind."""

EMPTY: dict[str, object] = {
    "agent": None,
    "answers": {},
    "attachments": (),
    "reports": {},
}
"""What stands instead of a field that is withheld."""
OF_PEOPLE = frozenset({"phone", "email"})


def for_department(content: CaseContent, withheld: Withheld) -> CaseContent:
    """What a department may see; only the window knows identity numbers."""
    people = {
        "applicant": _person(content.applicant, withheld),
        "agent": _person(content.agent, withheld),
    }
    gone = {name: empty for name, empty in EMPTY.items() if name in withheld}
    return content.model_copy(update=people | gone)


def without_number(person: Person | None) -> Person | None:
    return _person(person, frozenset())


def _person(person: Person | None, withheld: Withheld) -> Person | None:
    gone = {"id_number", *(withheld & OF_PEOPLE)}
    return person and person.model_copy(update=dict.fromkeys(gone))


def fitting(reports: dict[str, str]) -> dict[str, str]:
    """Long ones are shortened alike and end in `…`; the whole is read over HTTP."""
    share = MOST_REPORTED // max(1, len(reports))
    return {who: _cut(text, share) for who, text in reports.items()}


def _cut(text: str, share: int) -> str:
    if len(text) > share:
        text = text[: share - len(CUT)] + CUT
    return "".join(" " if unclean(each, LINES) else each for each in text)
