"""The fields of an event as a letter says them: names, dates and reasons, no codes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from contracts import dispute, intake, routing
from contracts.envelope import Payload
from services.notification.directory import Directory

OFFICES = {"department": "department_name", "by": "by_name", "to": "to_name"}
DATES = {
    "due_at": "due_date",
    "until": "until_date",
    "review_at": "review_date",
    "at": "meeting_date",
    "concluded_at": "concluded_date",
    "accepted_at": "accepted_date",
}
CODES = {
    "outcome": "outcome_words",
    "authority": "authority_words",
    "reason": "reason_words",
    "unit": "unit_words",
}
AS_SAID = {
    name: name for name in ("level", "times", "amount", "evidence", "law", "defects")
}
VARIABLES: Mapping[str, str] = OFFICES | DATES | CODES | AS_SAID | {"area": "area_name"}
"""A field of an event, and the variable that is made of it."""

REASONS: Mapping[type[Payload], str] = {
    routing.TaskReturned: "return_reasons",
    routing.TaskPaused: "pause_reasons",
    routing.ExtensionRequested: "extension_reasons",
    routing.ExtensionDecided: "extension_reasons",
    routing.ParkingRequested: "parking_reasons",
    routing.TaskParked: "parking_reasons",
    routing.TaskWaived: "waiver_reasons",
    routing.TaskCancelled: "cancel_reasons",
    routing.TaskSupervised: "supervision_reasons",
    routing.CaseSupervised: "supervision_reasons",
    routing.ExclusionRequested: "exclusion_reasons",
    routing.ExclusionDecided: "exclusion_verdict_reasons",
    intake.CaseReopened: "reopen_reasons",
    intake.CaseDeclined: "decline_reasons",
    intake.CaseHandedOver: "hand_over_reasons",
    intake.CaseWarned: "warning_reasons",
    dispute.MediationEnded: "mediation_end_reasons",
}
"""Which list of the city names the reason that an event gives."""


MORE: Mapping[type[Payload], frozenset[str]] = {
    intake.CaseDeclined: frozenset({"next_words"}),
    intake.CaseHandedOver: frozenset({"authority_name"}),
    intake.CaseWarned: frozenset({"authority_name"}),
}
"""What to do then; and an office by its name alone, without the way there."""


def variables_of(kind: type[Payload]) -> frozenset[str]:
    named = VARIABLES.keys() & kind.model_fields
    return MORE.get(kind, frozenset()) | {VARIABLES[name] for name in named}


def words_of(
    kind: type[Payload], fields: Mapping[str, Any], city: Directory, language: str
) -> dict[str, Any]:
    """By variable. What the event left out is empty words: it will never come."""
    said = {
        VARIABLES[name]: _said(name, value, city, language)
        for name, value in fields.items()
        if name in VARIABLES.keys() - {"reason"}
    }
    if "reason" in fields:
        among, code = REASONS.get(kind, ""), fields["reason"]
        said["reason_words"] = city.reason(among, code, language)
        said["next_words"] = city.next_step(among, code, language)
    if "authority" in fields:
        said["authority_name"] = city.authority_name(fields["authority"], language)
    return dict.fromkeys(variables_of(kind), "") | said


def _said(name: str, value: Any, city: Directory, language: str) -> Any:
    if name in OFFICES:
        return city.organisation(value).called(language)
    if name in DATES:
        return city.date(datetime.fromisoformat(value), language)
    if name == "outcome":
        return city.outcome(value, language)
    if name == "authority":
        return city.authority(value, language)
    if name == "area":
        return city.area(value)
    return city.unit(value, language) if name == "unit" else value
