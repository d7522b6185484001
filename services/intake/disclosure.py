"""How much of what people wrote somebody else is given."""

from contracts.sealed import CaseContent, Person
from services.kit.serving.text import LINES, unclean

MOST_REPORTED = 32_000
"""Characters of all reports in one grant: with the longest content it still fits."""
CUT = "…"


def without_numbers(content: CaseContent) -> CaseContent:
    """What a department may see; only the window knows identity numbers."""
    people = {
        "applicant": without_number(content.applicant),
        "agent": without_number(content.agent),
    }
    return content.model_copy(update=people)


def without_number(person: Person | None) -> Person | None:
    return person and person.model_copy(update={"id_number": None})


def fitting(reports: dict[str, str]) -> dict[str, str]:
    """Long ones are shortened alike and end in `…`; the whole is read over HTTP."""
    share = MOST_REPORTED // max(1, len(reports))
    return {who: _cut(text, share) for who, text in reports.items()}


def _cut(text: str, share: int) -> str:
    if len(text) > share:
        text = text[: share - len(CUT)] + CUT
    return "".join(" " if unclean(each, LINES) else each for each in text)
