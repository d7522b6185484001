"""Signs of danger are reported at once; the wall is broken, and it shows."""

from dataclasses import replace
from functools import partial

import pytest

from contracts.dispute import DangerReported, MediationEnded
from services.dispute.domain.ending.outcome import End, end
from services.dispute.domain.joining.screening import Screened, screen
from services.dispute.domain.mediation import Mediation
from services.dispute.domain.sitting.danger import (
    MOST_REPORTS,
    Report,
    Tell,
    report,
    tell,
)
from services.dispute.domain.sitting.sight import Reader
from services.dispute.wall.keeping import Sent
from services.kit.errors import Rejected
from tests.dispute.sitting.room import ADMIN, CHEN, LIN, Room

VIOLENCE = Report("a report", CHEN, "domestic_violence", "line_110", body_digest="d")


async def _reports(room: Room, command: Report = VIOLENCE) -> Mediation:
    return await room.do(partial(report, room.world.rules), command)


async def test_it_is_told_to_the_city_and_to_the_parties(room: Room) -> None:
    after = await _reports(room)
    fact = room.world.city.facts[-1]
    (told,) = after.sitting.told_dangers

    assert isinstance(fact, DangerReported)
    assert (fact.kind, fact.to, fact.told) == ("domestic_violence", "line_110", True)
    assert (told.law, told.at) == ("反家庭暴力法 14", room.world.city.clock.now)
    assert after.state == "mediating"


@pytest.mark.parametrize(
    ("kind", "law"),
    [
        ("crime", "人民调解法 25"),
        ("minor_harmed", "未成年人保护法 11"),
        ("domestic_violence", "反家庭暴力法 14"),
    ],
)
async def test_each_kind_names_its_article(room: Room, kind: str, law: str) -> None:
    after = await _reports(room, replace(VIOLENCE, kind=kind))

    assert after.sitting.dangers[0].law == law


async def test_who_would_be_endangered_by_it_is_not_told(room: Room) -> None:
    hidden = replace(VIOLENCE, withheld="endangers_somebody")
    after = await _reports(room, hidden)
    assert after.sitting.told_dangers == ()
    assert room.world.city.facts[-1].told is False

    later = await room.do(tell, Tell("a report", CHEN))
    assert [each.law for each in later.sitting.told_dangers] == ["反家庭暴力法 14"]
    assert await room.do(tell, Tell("a report", CHEN)) == later


async def test_it_may_end_the_mediation_with_it(room: Room) -> None:
    after = await _reports(room, replace(VIOLENCE, end=True))

    assert (after.state, after.end_reason) == ("ended", "reported")
    assert room.world.said()[-2:] == [
        "mediation-ended reported",
        "task-reply complete explained",
    ]


async def test_an_end_does_not_tell_what_is_withheld(room: Room) -> None:
    hidden = replace(VIOLENCE, withheld="endangers_somebody")
    await _reports(room, hidden)
    with pytest.raises(Rejected, match="would-tell"):
        await room.do(partial(end, room.world.rules), End("reported"))
    after = await _reports(room, replace(hidden, report_id="second", end=True))

    assert (after.state, after.end_reason) == ("ended", "other")


async def test_the_same_report_twice_is_one(room: Room) -> None:
    await _reports(room)
    after = await _reports(room)

    assert len(after.sitting.dangers) == 1
    with pytest.raises(Rejected, match="idempotency-key-reused"):
        await _reports(room, replace(VIOLENCE, body_digest="of another"))


@pytest.mark.parametrize(
    ("field", "no"),
    [
        ({"kind": "boredom"}, "unknown-danger"),
        ({"to": "line_119"}, "unknown-authority"),
        ({"withheld": "shyness"}, "unknown-reason"),
    ],
)
async def test_codes_are_the_citys(room: Room, field: dict, no: str) -> None:
    with pytest.raises(Rejected, match=no):
        await _reports(room, replace(VIOLENCE, **field))


async def test_whoever_mediates_reports_or_the_body(room: Room) -> None:
    await _reports(room, replace(VIOLENCE, by=ADMIN))
    for somebody in (LIN, await room.party(0)):
        with pytest.raises(Rejected, match="not-the-mediator"):
            await _reports(room, replace(VIOLENCE, by=somebody, report_id="another"))
        with pytest.raises(Rejected, match="not-the-mediator"):
            await room.do(tell, Tell("a report", somebody))


@pytest.mark.parametrize("state", ["opened", "inviting", "ended", "agreed"])
async def test_it_is_reported_whenever_it_shows(room: Room, state: str) -> None:
    await room.become(state=state, mediator=None)
    after = await _reports(room, replace(VIOLENCE, by=LIN))

    assert (after.state, len(after.sitting.dangers)) == (state, 1)


async def test_who_may_not_mediate_it_reports_and_does_not_end_it(room: Room) -> None:
    """Any mediator of the area may see danger before one is chosen."""
    await room.become(state="inviting", mediator=None)
    stranger = replace(VIOLENCE, by=Reader("mediator", "luo-gong"))
    with pytest.raises(Rejected, match="not-your-mediation"):
        await _reports(room, replace(stranger, end=True))

    assert len((await _reports(room, stranger)).sitting.dangers) == 1


async def test_there_are_20_reports_at_most(room: Room) -> None:
    (danger,) = (await _reports(room)).sitting.dangers
    sitting = (await room.mediation).sitting
    full = sitting.model_copy(update={"dangers": (danger,) * MOST_REPORTS})
    await room.become(sitting=full)

    with pytest.raises(Rejected, match="too-many-reports"):
        await _reports(room, replace(VIOLENCE, report_id="one more"))


async def test_its_words_are_read_by_the_mediator_and_the_body(room: Room) -> None:
    sent = Sent("a report", "孩子身上有伤", "d", "chen-he")
    await room.wall.keeping.keep_apart(await room.mediation, "report", sent)
    mediation, one = await room.mediation, room.wall.reading.one
    opened = [(await one(mediation, who, "a report")).text for who in (CHEN, ADMIN)]

    assert opened == ["孩子身上有伤"] * 2
    for who in (await room.party(0), await room.party(1), Reader("mediator", "lin-an")):
        with pytest.raises(Rejected, match="unknown-words"):
            await one(mediation, who, "a report")


@pytest.mark.parametrize(
    ("withheld", "told", "reason"),
    [
        (True, False, "other"),
        ("hinders_investigation", False, "other"),
        (False, True, "reported"),
    ],
)
async def test_whom_an_answer_warns_of_is_told_only_if_the_mediator_says_so(
    room: Room, withheld: bool | str, told: bool, reason: str
) -> None:
    await room.world.do(screen, Screened({"minors": True}, withheld))
    after = await room.mediation
    (end,) = (f for f in room.world.city.facts if isinstance(f, MediationEnded))

    assert (end.reason, bool(after.sitting.told_dangers)) == (reason, told)


async def test_why_nobody_is_told_is_a_reason_of_the_city(room: Room) -> None:
    with pytest.raises(Rejected, match="unknown-reason"):
        await room.world.do(screen, Screened({"minors": True}, "shyness"))
