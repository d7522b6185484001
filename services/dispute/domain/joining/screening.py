"""What each side is asked alone at the start, and what follows from a yes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from contracts.codes import derived_id
from services.dispute.domain.ending.outcome import ended
from services.dispute.domain.joining.opening import inviting
from services.dispute.domain.mediation import Mediation, Screening
from services.dispute.domain.refusals import must_be_open
from services.dispute.domain.rules import Rules, Screen
from services.dispute.domain.sitting.danger import reported
from services.dispute.domain.sitting.parts import Danger
from services.kit.errors import Rejected
from services.kit.writing.change import Change


@dataclass(frozen=True)
class Screened:
    """By question of the city's list: whether the answer was yes."""

    answers: Mapping[str, bool]


def screen(
    rules: Rules, mediation: Mediation | None, command: Screened, now: datetime
) -> Change[Mediation] | None:
    """A later yes counts; none is taken back, since fear may take it back."""
    mediation = must_be_open(mediation, "screen")
    _check_known(rules, command)
    screening = _added(mediation.screening, command.answers)
    if screening == mediation.screening:
        return None
    follows = {rules.screens[code].then for code in screening.positive}
    asked = mediation.but(screening=screening, apart="apart" in follows)
    if "report" in follows:
        return _reporting(rules, asked, now)
    return inviting(rules, asked, now)


def to_report(
    rules: Rules, mediation_id: str, command: Screened
) -> tuple[tuple[str, Screen], ...]:
    """Which answers are for an authority, each with the id of its report."""
    yes = (rules.screens[code] for code, answer in command.answers.items() if answer)
    return tuple(
        (report_id(mediation_id, each), each) for each in yes if each.then == "report"
    )


def report_id(mediation_id: str, screen: Screen) -> str:
    return derived_id("screened", mediation_id, screen.code)


def _reporting(rules: Rules, asked: Mediation, now: datetime) -> Change[Mediation]:
    """To the authority, at once; while something is kept from the parties, this too."""
    hidden = next((d.withheld for d in asked.sitting.dangers if d.withheld), None)
    positive = asked.screening.positive if asked.screening else ()
    found = (rules.screens[code] for code in positive)
    dangers = tuple(
        _danger(rules, asked, screen, hidden, now)
        for screen in found
        if screen.then == "report"
    )
    after = asked.with_sitting(dangers=(*asked.sitting.dangers, *dangers))
    said = tuple(reported(after, danger) for danger in dangers)
    return ended(rules, after, "other" if hidden else "reported", now, said)


def _danger(
    rules: Rules, asked: Mediation, screen: Screen, hidden: str | None, now: datetime
) -> Danger:
    """What was answered lies sealed under the report's id, like any report's words."""
    return Danger(
        report_id=report_id(asked.mediation_id, screen),
        kind=screen.danger,
        to=screen.to,
        law=rules.sitting.dangers[screen.danger].law,
        at=now,
        withheld=hidden,
    )


def _added(before: Screening | None, answers: Mapping[str, bool]) -> Screening:
    asked = before.asked if before else ()
    positive = before.positive if before else ()
    yes = {code for code, answer in answers.items() if answer}
    return Screening(
        asked=tuple(sorted({*asked, *answers})),
        positive=tuple(sorted({*positive, *yes})),
    )


def _check_known(rules: Rules, command: Screened) -> None:
    if not command.answers or not set(command.answers) <= set(rules.screens):
        raise Rejected(
            "unknown-screen",
            "answers: by the questions of the city's list, one at least",
            "请按询问清单逐项填写,至少一项",
            status=422,
            law="反家暴法 14",
        )
