"""Signs of danger or of a crime: reported at once, and said to be."""

from functools import partial

from fastapi import APIRouter

from contracts.codes import derived_id
from services.dispute.api.desk import AtDesk
from services.dispute.api.wall.at_wall import AtWall, OfHouse
from services.dispute.api.wall.forms import DangerIn
from services.dispute.api.wall.shown import DangerOpened, DangerShown, danger_shown
from services.dispute.domain.sitting.danger import (
    Report,
    Tell,
    check_reporter,
    danger_of,
    report,
    tell,
)
from services.dispute.wall.keeping import Sent
from services.dispute.wall.plain import demand_clean
from services.kit.serving.idempotency import Submitted

router = APIRouter()


@router.post("/mediations/{id}/dangers", status_code=201)
async def report_danger(
    who: OfHouse, body: DangerIn, desk: AtDesk, wall: AtWall, submission: Submitted
) -> DangerShown:
    """Reports signs of danger or of a crime; its words are sealed for the authority.

    The parties see that something was reported and under which article, unless
    `withheld` says why telling would endanger somebody.
    """
    demand_clean(body.text)
    report_id = derived_id("report", who.id, submission.id)
    command = Report(
        report_id=report_id,
        by=who.reader,
        kind=body.kind,
        to=body.to,
        withheld=body.withheld,
        end=body.end,
        body_digest=submission.digest,
    )
    report(desk.rules, who.mediation, command, desk.clock())
    sent = Sent(report_id, body.text, submission.digest, who.login)
    await wall.keeping.keep_apart(who.mediation, "report", sent)
    decide = partial(report, desk.rules)
    stored = await desk.mediations.command(who.id, command, decide)
    return danger_shown(danger_of(stored.state, report_id))


@router.get("/mediations/{id}/dangers")
async def list_dangers(who: OfHouse) -> list[DangerShown]:
    """What was reported and to whom, without its words."""
    check_reporter(who.mediation, who.reader)
    return [danger_shown(each) for each in who.mediation.sitting.dangers]


@router.get("/mediations/{id}/dangers/{report_id}")
async def read_danger(who: OfHouse, report_id: str, wall: AtWall) -> DangerOpened:
    """A report with its words, to be handed to the authority; the reading is logged."""
    danger = danger_of(who.mediation, report_id)
    opened = await wall.reading.one(who.mediation, who.reader, report_id)
    return DangerOpened(**danger_shown(danger).model_dump(), text=opened.text)


@router.post("/mediations/{id}/dangers/{report_id}/tell")
async def tell_of_report(who: OfHouse, report_id: str, desk: AtDesk) -> DangerShown:
    """The danger of telling is over: from now on the parties see it too."""
    command = Tell(report_id, who.reader)
    stored = await desk.mediations.command(who.id, command, tell)
    return danger_shown(danger_of(stored.state, report_id))
