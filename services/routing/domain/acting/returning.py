"""A department says that a task is not its duty."""

from contracts.routing import TaskReturned
from services.kit.limits.clock import due
from services.kit.writing.change import Change
from services.routing.domain import refusals
from services.routing.domain.acting.own import OwnTask, TaskAction
from services.routing.domain.handling import Handling
from services.routing.domain.task import Return


def give_back(own: OwnTask, command: TaskAction) -> Change[Handling]:
    """Needs a reason of the city's list and its legal basis; a designated one cannot.

    潍坊 22. Whoever decides has hours for it, and the department's clock runs on.
    """
    if own.task.designated:
        raise refusals.designated()
    reason = refusals.chosen(own.norms.reasons["return"], command.reason, "退单理由")
    if command.law is None:
        raise refusals.needed("law", "退单依据")
    timing = own.task.timing
    if timing.return_by and own.now > timing.return_by:
        raise refusals.return_too_late(timing.return_by)
    decide_by = due(own.norms.terms.decide_return, own.now, own.norms.calendar).at
    asked = Return(reason=reason, law=command.law, decide_by=decide_by)
    returned = own.task.but(state="returned", returned=asked, undecided=False)
    counted = own.handling.but(returns=own.handling.returns + 1)
    rule = own.handling.rule or None
    fact = TaskReturned(**own.about, reason=reason, law=command.law, rule=rule)
    return Change(counted.with_task(returned), (fact,))
