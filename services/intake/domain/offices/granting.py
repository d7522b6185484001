"""Content is sealed before a decision; what no longer fits is sealed again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from contracts.intake import ContentGranted
from services.intake.domain.case import Case, Words
from services.intake.domain.parts import Holder
from services.kit.errors import Unavailable


class Outdated(Unavailable):
    """The case has changed since its content was sealed: seal it again and retry."""


@dataclass(frozen=True)
class Grants:
    """`by_task`: content sealed for the department of each; None: it was erased."""

    words: Words
    """What had been added by then."""
    by_task: Mapping[str, str] | None
    kept_from: frozenset[str] = frozenset()
    """Tasks of those whom the case accuses: whoever gave them, they get nothing."""

    @property
    def size(self) -> int:
        """Characters in all."""
        return sum(map(len, (self.by_task or {}).values()))


def granted(
    case: Case, holders: Iterable[Holder], grants: Grants
) -> tuple[ContentGranted, ...]:
    """For each of these holders; `Outdated` rather than less than the case holds."""
    if grants.by_task is None:
        return ()
    if grants.words != case.words:
        raise Outdated
    given = (each for each in holders if each.task_id not in grants.kept_from)
    return tuple(_grant(case, holder, grants.by_task) for holder in given)


def _grant(case: Case, holder: Holder, by_task: Mapping[str, str]) -> ContentGranted:
    if holder.task_id not in by_task:
        raise Outdated
    return ContentGranted(
        case_id=case.case_id,
        task_id=holder.task_id,
        department=holder.department,
        content=by_task[holder.task_id],
    )
