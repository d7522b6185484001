"""The fields of an event as a letter says them: names, dates and reasons, no codes."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from contracts import dispute, intake, routing
from contracts.envelope import Payload
from services.notification.texts.directory import Directory

Say = Callable[[Any, Directory, str], Any]
"""A value of an event, in the city's words and in a language."""


def _office(code: str, city: Directory, language: str) -> str:
    return city.organisation(code).called(language)


def _date(value: str, city: Directory, language: str) -> str:
    return city.date(datetime.fromisoformat(value), language)


def _as_it_is(value: Any, city: Directory, language: str) -> Any:
    return value


def _listed(among: str) -> Say:
    return lambda code, city, language: city.word(among, code, language)


OFFICES = {"department": "department_name", "by": "by_name", "to": "to_name"}
DEADLINES = {
    "due_at": "due_date",
    "until": "until_date",
    "review_at": "review_date",
    "at": "meeting_date",
    "confirm_by": "confirm_date",
    "rest_by": "rest_date",
    "term_ends_at": "term_date",
    "promised_by": "promised_date",
    "expires_at": "until_date",
    "seal_by": "seal_date",
    "screen_by": "screen_date",
}
"""What a letter has to name where the event says it: by when, or when."""

DATES = DEADLINES | {"concluded_at": "concluded_date", "accepted_at": "accepted_date"}
AS_SAID = (
    "level",
    "times",
    "amount",
    "evidence",
    "law",
    "defects",
    "partly",
    "disclosed",
    "earlier",
    "excluded",
    "attended",
    "cases",
    "notices",
    "how",
    "escalated",
)
FIELDS: Mapping[str, tuple[str, Say]] = {
    **{field: (variable, _office) for field, variable in OFFICES.items()},
    **{field: (variable, _date) for field, variable in DATES.items()},
    **{field: (field, _as_it_is) for field in AS_SAID},
    "outcome": ("outcome_words", lambda v, city, lang: city.outcome(v, lang)),
    "authority": ("authority_words", lambda v, city, lang: city.authority(v, lang)),
    "unit": ("unit_words", lambda v, city, lang: city.unit(v, lang)),
    "area": ("area_name", lambda v, city, lang: city.area(v)),
    "mediator": ("mediator_name", lambda v, city, lang: city.mediator(v).called(lang)),
    "venue": ("venue_name", _listed("venues")),
    "step": ("step_words", _listed("commitment_steps")),
}
"""A field of an event, the variable that is made of it, and how."""

OF_KIND: Mapping[type[Payload], Mapping[str, tuple[str, Say]]] = {
    dispute.CaseReferred: {
        "to": ("way_words", lambda v, city, lang: city.way(v).called(lang)),
    },
    dispute.DangerReported: {
        "to": ("authority_name", lambda v, city, lang: city.authority_name(v, lang)),
        "kind": ("reason_words", _listed("danger_kinds")),
    },
}
"""Where a field of that name means something else."""

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
    dispute.ContactMissed: "contact_reasons",
    dispute.MediationEnded: "mediation_end_reasons",
    dispute.MediatorReplaced: "mediator_reasons",
    dispute.RestDecided: "rest_reasons",
    dispute.DutyBreached: "breach_reasons",
    dispute.TopicScreened: "topic_reasons",
    dispute.CommitmentSettled: "commitment_reasons",
}
"""Which list of the city names the reason that an event gives."""

MORE: Mapping[type[Payload], frozenset[str]] = {
    intake.CaseDeclined: frozenset({"next_words"}),
    intake.CaseHandedOver: frozenset({"authority_name"}),
    intake.CaseWarned: frozenset({"authority_name"}),
    dispute.CaseReferred: frozenset({"way_needs", "way_limit"}),
}
"""What to do then, and what for; an office by its name, without the way there."""


def variables_of(kind: type[Payload]) -> frozenset[str]:
    of_reason = {"reason_words"} if kind in REASONS else set()
    named = {variable for variable, _ in _fields(kind).values()}
    return MORE.get(kind, frozenset()) | named | of_reason


def optional_of(kind: type[Payload]) -> frozenset[str]:
    """What the event may leave out: a text asks for it before it says it."""
    said = {**_fields(kind)}
    if kind in REASONS:
        said["reason"] = ("reason_words", _as_it_is)
    left_out = {
        variable
        for field, (variable, _) in said.items()
        if kind.model_fields[field].default is None
    }
    name = {"authority_name"} if "authority_words" in left_out else set()
    return frozenset(left_out | name | {"next_words", "way_needs", "way_limit"})


def deadlines_of(kind: type[Payload]) -> frozenset[str]:
    """The variables that say by when; of an event that always says it."""
    return frozenset(
        variable
        for field, variable in DEADLINES.items()
        if field in kind.model_fields and kind.model_fields[field].is_required()
    )


def words_of(
    kind: type[Payload], fields: Mapping[str, Any], city: Directory, language: str
) -> dict[str, Any]:
    """By variable. What the event left out is empty words: it will never come."""
    said = {
        variable: say(fields[field], city, language)
        for field, (variable, say) in _fields(kind).items()
        if field in fields
    }
    if "reason" in fields and kind in REASONS:
        among, code = REASONS[kind], fields["reason"]
        said["reason_words"] = city.word(among, code, language)
        said["next_words"] = city.next_step(among, code, language)
    if "authority" in fields:
        said["authority_name"] = city.authority_name(fields["authority"], language)
    if kind is dispute.CaseReferred and "to" in fields:
        said |= _way(fields["to"], city, language)
    return dict.fromkeys(variables_of(kind), "") | said


def _way(code: str, city: Directory, language: str) -> dict[str, str]:
    way = city.way(code)
    if language == "en":
        return {"way_needs": ", ".join(way.needs_en), "way_limit": way.limitation_en}
    return {"way_needs": "\u3001".join(way.needs), "way_limit": way.limitation}


def _fields(kind: type[Payload]) -> dict[str, tuple[str, Say]]:
    known = {**FIELDS, **OF_KIND.get(kind, {})}
    return {field: known[field] for field in known.keys() & kind.model_fields.keys()}
