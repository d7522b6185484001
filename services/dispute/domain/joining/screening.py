"""What each side is asked alone at the start, and what follows from a yes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from contracts.codes import derived_id
from services.dispute.domain.ending.outcome import EndReason, ended
from services.dispute.domain.joining.opening import inviting
from services.dispute.domain.mediation import Mediation, Screening
from services.dispute.domain.refusals import must_be_open
from services.dispute.domain.rules import Rules, Screen
from services.dispute.domain.sitting.calling_off import none_together
from services.dispute.domain.sitting.danger import check_withheld, reported
from services.dispute.domain.sitting.parts import Danger
from services.kit.errors import Rejected
from services.kit.writing.change import Change


@dataclass(frozen=True)
class Screened:
    """By question of the city's list: whether the answer was yes.

    `withheld`: why no party is told of what is reported, since one of them may be whom
    it warns of. True: for the city's reason; False: they are told.
    """

    answers: Mapping[str, bool]
    withheld: str | bool = True


def screen(
    rules: Rules, mediation: Mediation | None, command: Screened, now: datetime
) -> Change[Mediation] | None:
    """A later yes counts; none is taken back, since fear may take it back.

    Who must not meet after all is told that a sitting together is off, and not why.
    """
    mediation = must_be_open(mediation, "screen")
    _check(rules, command)
    screening = _added(mediation.screening, command.answers)
    if screening == mediation.screening:
        return None
    follows = {rules.screens[code].then for code in screening.positive}
    asked = mediation.but(screening=screening, apart="apart" in follows)
    if "report" in follows:
        return _reporting(rules, asked, command, now)
    if not asked.apart:
        return inviting(rules, asked, now)
    after, off = none_together(asked, now)
    return inviting(rules, after, now, off)


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


def _reporting(
    rules: Rules, asked: Mediation, command: Screened, now: datetime
) -> Change[Mediation]:
    """To the authority, at once; the end does not tell what the report does not."""
    positive = asked.screening.positive if asked.screening else ()
    found = (rules.screens[code] for code in positive)
    dangers = tuple(
        _danger(rules, asked, screen, command, now)
        for screen in found
        if screen.then == "report"
    )
    after = asked.with_sitting(dangers=(*asked.sitting.dangers, *dangers))
    said = tuple(reported(after, danger) for danger in dangers)
    reason: EndReason = "other" if after.sitting.withholds else "reported"
    return ended(rules, after, reason, now, said)


def _danger(
    rules: Rules, asked: Mediation, screen: Screen, command: Screened, now: datetime
) -> Danger:
    """What was answered lies sealed under the report's id, like any report's words."""
    return Danger(
        report_id=report_id(asked.mediation_id, screen),
        kind=screen.danger,
        to=screen.to,
        law=rules.sitting.dangers[screen.danger].law,
        at=now,
        withheld=_withheld(asked, screen, command),
    )


def _withheld(asked: Mediation, screen: Screen, command: Screened) -> str | None:
    """While something else is kept from the parties, this is too."""
    if command.withheld is True:
        return screen.withheld
    hidden = next((d.withheld for d in asked.sitting.dangers if d.withheld), None)
    return command.withheld or hidden


def _added(before: Screening | None, answers: Mapping[str, bool]) -> Screening:
    asked = before.asked if before else ()
    positive = before.positive if before else ()
    yes = {code for code, answer in answers.items() if answer}
    return Screening(
        asked=tuple(sorted({*asked, *answers})),
        positive=tuple(sorted({*positive, *yes})),
    )


def _check(rules: Rules, command: Screened) -> None:
    if not command.answers or not set(command.answers) <= set(rules.screens):
        raise Rejected(
            "unknown-screen",
            "answers: by the questions of the city's list, one at least",
            "请按询问清单逐项填写,至少一项",
            status=422,
            law="反家暴法 14",
        )
    if isinstance(command.withheld, str):
        check_withheld(rules, command.withheld)
