"""Who does what in the demonstration: by lot, and always the same for the same ids."""

from typing import Literal

from tools.demo.submission import chance, lot

Story = Literal["withdrawn", "urged", "supplemented", "returned-twice", "plain"]
STORIES: tuple[Story, ...] = (
    *("withdrawn",) * 4,
    *("urged",) * 4,
    *("supplemented",) * 4,
    *("returned-twice",) * 4,
)
OF = 100

EVALUATES = 3
"""One resident in so many says how it was."""

DISSATISFIED = 20
"""One resident in so many is not satisfied, and it is done once more."""

NEVER_SATISFIED = 3
"""One of those in so many is not satisfied with the second round either."""

BAD, GOOD = 1, 5


def story_of(case_id: str) -> Story:
    """What is special about a case; everybody concerned plays their part in it."""
    drawn = lot(OF, "story", case_id)
    return STORIES[drawn] if drawn < len(STORIES) else "plain"


def rounds_of(case_id: str) -> int:
    """How often it is answered, if somebody can be asked whether it is well."""
    return 2 if chance(DISSATISFIED, "dissatisfied", case_id) else 1


def grade_of(case_id: str, answer: int) -> int | None:
    """For its first answer, or its second; None: nobody says anything."""
    if answer < rounds_of(case_id):
        return BAD
    if answer > 1 and chance(NEVER_SATISFIED, "never satisfied", case_id):
        return BAD
    return GOOD if chance(EVALUATES, "evaluates", case_id) else None
