"""What somebody may see of the city's cases: everything else is as if it were not."""

from dataclasses import dataclass
from typing import Literal

from services.intake.domain.case import Case
from services.intake.domain.parts import Report
from services.intake.domain.states import OVER

Reason = Literal["clerk-of-the-area", "open-task", "own-case"]


@dataclass(frozen=True)
class Sight:
    """A field that is None (or an area that is empty) shows nothing."""

    clerk_area: str = ""
    """Cases here and below, with their content."""
    office_area: str = ""
    """Cases here and below, without their content: supervision and dispatch."""
    department: str | None = None
    """Cases on which this department holds an open task, with their content."""
    owner: str | None = None
    """Keyed hash of a resident: own cases."""
    side: frozenset[str] = frozenset()
    """The reader's organisation and those above: what accuses one is not there."""
    archive_area: str = ""
    """Cases here and below that are over; their content only on request."""

    def reason_to_read(self, case: Case) -> Reason | None:
        """Why the content may be read; None: it may not."""
        own = self.owner is not None and case.owner == self.owner
        if self._is_accused_by(case):
            return "own-case" if own else None
        if within(case.area, self.clerk_area):
            return "clerk-of-the-area"
        if any(holder.department == self.department for holder in case.holders):
            return "open-task"
        return "own-case" if own else None

    def speaks_for(self, case: Case) -> bool:
        """Whether what this one says about the case counts as the resident's word."""
        if self.owner is not None and case.owner == self.owner:
            return True
        return within(case.area, self.clerk_area) and not self._is_accused_by(case)

    def decides_on(self, case: Case) -> bool:
        """As the window, and about somebody else's matter."""
        own = self.owner is not None and case.owner == self.owner
        return self.reason_to_read(case) == "clerk-of-the-area" and not own

    def reports_of(self, case: Case) -> tuple[Report, ...]:
        """All for the window; a department's are those that were made to it."""
        match self.reason_to_read(case):
            case "clerk-of-the-area":
                return case.reports
            case "open-task":
                own = (h for h in case.holders if h.department == self.department)
                return tuple(r for holder in own for r in case.reports_to(holder))
        return ()

    def part_of(self, case: Case) -> Case:
        """What is shown of a case: to a department its own task and nothing beside."""
        if within(case.area, self.office_area):
            return case
        match self.reason_to_read(case):
            case "own-case":
                return case.as_its_owner_sees()
            case "open-task" if self.department:
                return case.as_one_holder_sees(self.department)
        return case

    def sees(self, case: Case) -> bool:
        """That the case exists, and how far it is."""
        office = within(case.area, self.office_area) or self.archived(case)
        here = office and not self._is_accused_by(case)
        return here or self.reason_to_read(case) is not None

    def archived(self, case: Case) -> bool:
        return case.state in OVER and within(case.area, self.archive_area)

    def _is_accused_by(self, case: Case) -> bool:
        """举报: whoever it is about, and those below them, know nothing of it."""
        return not self.side.isdisjoint(case.accused)


def within(area: str, parent: str) -> bool:
    """A prefix is a parent, and no area is nobody's."""
    return bool(parent) and area.startswith(parent)
