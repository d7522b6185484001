"""What is over is read again for a reason, and every reading can be looked up."""

from datetime import timedelta
from typing import Any

import pytest

from contracts.routing import CaseConcluded
from services.kit.testing.clock import MONDAY
from tests.intake.attachments.cupboard import Cupboard
from tests.intake.world import RESIDENT, SUPERVISOR, World, bearer, clerk, form, officer
from tests.kit.files.samples import PDF

ARCHIVIST, AUDITOR = "archivist/9901/", "auditor/9901/"
THEIRS = bearer(ARCHIVIST)
PARTS = ("attachments", "attachments/{file}", "papers/{paper}")
ASKED = {"reason": "court_request", "reference": "〔2026〕12号"}


async def access(world: World, case_id: str, by: str = ARCHIVIST, **body: Any):
    return await world.ask(case_id, "archive-access", ASKED | body, by=by)


async def filed(world: World) -> tuple[str, str, str]:
    """A case that is over, its file and its receipt."""
    case_id = (await world.registered())["case_id"]
    file = await Cupboard(world).kept(case_id)
    receipt, *_ = (await world.get(f"/v1/cases/{case_id}/papers", clerk())).json()
    await world.receive(CaseConcluded(case_id=case_id, outcome="resolved"))
    return case_id, file, receipt["number"]


@pytest.mark.parametrize("by", [ARCHIVIST, AUDITOR])
async def test_what_is_over_is_read_with_a_reason(world: World, by: str):
    case_id = await world.answered()
    answer = await access(world, case_id, by)

    assert answer.status_code == 200
    assert answer.json()["content"]["text"] == form()["text"]
    [noted] = world.readings.noted
    assert (noted.reader, noted.case_id) == (by, case_id)
    assert noted.reason == "archive-access"
    assert (noted.request, noted.reference) == ("court_request", "〔2026〕12号")


async def test_its_files_and_papers_are_read_with_a_reason_too(world: World):
    case_id, file, paper = await filed(world)
    inside = f"{case_id}/archive-access/"
    parts = ("attachments", f"attachments/{file}", f"papers/{paper}")
    listed, content, printed = [
        await world.http.post(f"/v1/cases/{inside}{part}", json=ASKED, headers=THEIRS)
        for part in parts
    ]

    assert [row["attachment_id"] for row in listed.json()] == [file]
    assert content.content == PDF
    assert printed.content.startswith(b"%PDF")
    noted = [(each.reason, each.part, each.reference) for each in world.readings.noted]
    asked = ("archive-access", ASKED["reference"])
    assert noted[-3:] == [(asked[0], part, asked[1]) for part in (None, file, paper)]


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(
    ("by", "body", "status"),
    [
        ("archivist/990102/", {}, 404),
        (clerk(), {}, 403),
        (ARCHIVIST, {"reason": "curiosity"}, 422),
    ],
)
async def test_nobody_else_reads_its_files(world: World, part, by, body, status):
    case_id, file, paper = await filed(world)
    part = part.format(file=file, paper=paper)
    before = list(world.readings.noted)
    answer = await world.ask(case_id, f"archive-access/{part}", ASKED | body, by=by)

    assert answer.status_code == status
    assert world.readings.noted == before


async def test_what_is_open_is_not_there(world: World):
    case_id = (await world.registered())["case_id"]

    assert (await access(world, case_id)).status_code == 404
    assert world.readings.noted == []


@pytest.mark.parametrize(
    ("by", "status"),
    [
        ("archivist/990102/", 404),
        ("archivist//", 404),
        (clerk(), 403),
        (SUPERVISOR, 403),
        (RESIDENT, 403),
        (officer("housing"), 403),
        ("operator/9901/", 403),
    ],
)
async def test_nobody_else_reads_the_archive(world: World, by: str, status: int):
    case_id = await world.answered()
    answer = await access(world, case_id, by)

    assert answer.status_code == status
    assert form()["text"] not in answer.text
    assert world.readings.noted == []


@pytest.mark.parametrize(
    ("field", "value"),
    [("reason", "curiosity"), ("reference", "a letter of 张三"), ("reference", None)],
)
async def test_reason_and_document_are_asked_for(world: World, field: str, value: Any):
    case_id = await world.answered()
    answer = await access(world, case_id, **{field: value})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == f"/{field}"
    assert world.readings.noted == []


async def test_the_archive_has_no_list(world: World):
    await world.answered()

    for by in (ARCHIVIST, AUDITOR):
        assert (await world.get("/v1/cases", by)).status_code == 403


async def test_an_auditor_reads_who_has_read_page_by_page(world: World):
    case_id = await world.answered()
    await world.get(f"/v1/cases/{case_id}", clerk())
    await access(world, case_id)
    world.city.clock.advance(timedelta(minutes=1))
    path = f"/v1/cases/{case_id}/readings"
    first = await world.get(path, AUDITOR, limit=2)
    after = first.links["next"]["url"]
    rest = await world.http.get(after, headers=bearer(AUDITOR))

    told = [(row["reason"], row["request"]) for row in first.json()]
    assert told == [("clerk-of-the-area", None), ("archive-access", "court_request")]
    assert [row["reason"] for row in rest.json()] == ["read-log", "read-log"]
    assert {row["reader"] for row in rest.json()} == {AUDITOR}


@pytest.mark.parametrize(
    ("by", "status"),
    [(ARCHIVIST, 403), (clerk(), 403), ("auditor/990102/", 404), ("auditor//", 404)],
)
async def test_the_read_log_is_for_the_auditor(world: World, by: str, status: int):
    case_id = await world.answered()
    answer = await world.get(f"/v1/cases/{case_id}/readings", by)

    assert answer.status_code == status
    assert world.readings.noted == []


async def test_a_reading_of_one_case_is_in_no_other_log(world: World):
    one, other = await world.answered(), await world.answered(title="路灯不亮")
    await access(world, one)
    log = await world.get(f"/v1/cases/{other}/readings", AUDITOR)

    assert [row["reason"] for row in log.json()] == ["read-log"]
    assert log.json()[0]["at"].startswith(f"{MONDAY:%Y-%m-%d}")
