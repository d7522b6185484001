"""Signs of danger or of a crime are reported at once; that breaks the wall, visibly.

人民调解法 25; for minors 未成年人保护法 11, for violence at home 反家庭暴力法 14.
"""

from dataclasses import dataclass
from datetime import datetime

from contracts.dispute import DangerReported
from services.dispute.domain.choosing.suiting import must_mediate
from services.dispute.domain.ending.outcome import EndReason, ended
from services.dispute.domain.mediation import Mediation
from services.dispute.domain.refusals import must_be_open
from services.dispute.domain.rules import Rules
from services.dispute.domain.sitting.allowing import demand_same_request
from services.dispute.domain.sitting.parts import Danger
from services.dispute.domain.sitting.rules import DangerKind
from services.dispute.domain.sitting.saying import not_the_mediator
from services.dispute.domain.sitting.sight import Reader
from services.kit.errors import Rejected
from services.kit.writing.change import Change

MOST_REPORTS = 20


@dataclass(frozen=True)
class Report:
    """`withheld`: why telling the parties would endanger somebody; None: tell them."""

    report_id: str
    by: Reader
    kind: str
    to: str
    withheld: str | None = None
    end: bool = False
    body_digest: str = ""


@dataclass(frozen=True)
class Tell:
    report_id: str
    by: Reader


def report(
    rules: Rules, mediation: Mediation | None, command: Report, now: datetime
) -> Change[Mediation] | None:
    """Told to the parties with its article, unless that would endanger somebody.

    Ended with it, it ends as `reported`; what is withheld must not be told by the end.
    """
    known = must_be_open(mediation, "report_danger")
    check_reporter(known, command.by)
    for danger in known.sitting.dangers:
        if danger.report_id == command.report_id:
            demand_same_request(danger.body_digest, command.body_digest)
            return None
    if command.end and command.by.role == "mediator":
        must_mediate(rules, known, command.by.id)
    kind = check_report(rules, known, command)
    danger = Danger(
        report_id=command.report_id,
        kind=kind.code,
        to=command.to,
        law=kind.law,
        at=now,
        withheld=command.withheld,
        body_digest=command.body_digest,
    )
    after = known.with_sitting(dangers=(*known.sitting.dangers, danger))
    fact = reported(after, danger)
    if not command.end or after.over:
        return Change(after, (fact,))
    reason: EndReason = "other" if danger.withheld else "reported"
    return ended(rules, after, reason, now, (fact,))


def tell(
    mediation: Mediation | None, command: Tell, now: datetime
) -> Change[Mediation] | None:
    """The danger of telling is over: each party's view says it from now on."""
    known = must_be_open(mediation, "tell_of_report")
    check_reporter(known, command.by)
    found = danger_of(known, command.report_id)
    if found.withheld is None:
        return None
    told = found.model_copy(update={"withheld": None})
    dangers = tuple(
        told if each.report_id == told.report_id else each
        for each in known.sitting.dangers
    )
    return Change(known.with_sitting(dangers=dangers))


def check_reporter(mediation: Mediation, by: Reader) -> None:
    """Whoever hears, or the body; before anybody does, any mediator of the area.

    Whoever was replaced tells the body what they saw.
    """
    another = mediation.mediator and by.id != mediation.mediator
    another = another or by.id in mediation.passed_over
    if by.role == "party" or (by.role == "mediator" and another):
        raise not_the_mediator()


def check_report(rules: Rules, mediation: Mediation, command: Report) -> DangerKind:
    """Raises `Rejected` with the field that is wrong."""
    kind = rules.sitting.dangers.get(command.kind)
    if kind is None:
        raise Rejected(
            "unknown-danger",
            "`kind` is a code of the city's list of dangers",
            "kind 应为本市强制报告情形清单中的代码",
            status=422,
        )
    if command.to not in kind.authorities:
        raise Rejected(
            "unknown-authority",
            "`to` is one of the authorities that this kind of danger is reported to",
            "to 应为该类情形应当报告的机关",
            status=422,
            law=kind.law,
        )
    check_withheld(rules, command.withheld)
    if len(mediation.sitting.dangers) >= MOST_REPORTS:
        raise Rejected(
            "too-many-reports",
            "20 reports were made here: speak with the authority itself",
            "本调解已报告20次,请直接与有关机关联系",
        )
    return kind


def check_withheld(rules: Rules, reason: str | None) -> None:
    if reason and reason not in rules.sitting.withheld_reasons:
        raise Rejected(
            "unknown-reason",
            "`withheld` is a code of the city's list of reasons, or left out",
            "withheld 应为本市清单中的理由代码,或者不填",
            status=422,
        )


def danger_of(mediation: Mediation, report_id: str) -> Danger:
    for danger in mediation.sitting.dangers:
        if danger.report_id == report_id:
            return danger
    raise Rejected("unknown-report", "no such report here", "未找到该报告", status=404)


def reported(mediation: Mediation, danger: Danger) -> DangerReported:
    return DangerReported(
        case_id=mediation.case_id,
        mediation_id=mediation.mediation_id,
        kind=danger.kind,
        to=danger.to,
        told=danger.withheld is None,
    )
