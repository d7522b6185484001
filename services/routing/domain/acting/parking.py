"""挂账: a real problem that cannot be solved now; a supervisor has to agree."""

from contracts.routing import ParkingRequested
from services.kit.writing.change import Change
from services.routing.domain import refusals
from services.routing.domain.acting.own import OwnTask, TaskAction
from services.routing.domain.handling import Handling
from services.routing.domain.task import MOST_STOPS, Parking


def ask(own: OwnTask, command: TaskAction) -> Change[Handling]:
    reasons = own.norms.reasons["parking"]
    reason = refusals.chosen(reasons, command.reason, "挂账理由")
    asked = own.task.parking
    if asked and asked.state == "requested":
        raise refusals.asked_already()
    if len(own.task.clock.stops) >= MOST_STOPS:
        raise refusals.stopped_too_often(MOST_STOPS)
    waiting = own.task.but(parking=Parking(reason=reason))
    return own.becomes(waiting, ParkingRequested(**own.about, reason=reason))
