"""Files of a case on real MongoDB, over a real connection that may break."""

import asyncio
import os
import tracemalloc
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

import httpx
import pytest

from contracts.sealed import CaseContent
from deploy.local.stack import Stack
from services.intake.app import create_app
from services.intake.domain.window.attaching import MOST_ATTACHMENTS
from services.intake.settings import IntakeSettings
from services.kit.sealing.chunks import SEALED_CHUNK
from tests.intake.attachments.served import Served, serving
from tests.intake.live import Department
from tests.integration.test_intake import assigned
from tests.kit.files.samples import DEVICE, PDF, picture

pytestmark = pytest.mark.stack
MIB = 1024 * 1024
LARGE = b"%PDF-1.7\n" + os.urandom(20 * MIB - 100) + b"\n%%EOF\n"


@pytest.fixture
async def served(stack: Stack, settings_for: Callable[..., IntakeSettings]):
    settings = settings_for("intake", kind=IntakeSettings)
    async with serving(stack, create_app(settings)) as served:
        yield served


async def in_pieces(content: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(content), 65_536):
        yield content[start : start + 65_536]


async def test_twenty_megabytes_go_in_and_come_out(served: Served):
    case_id = (await served.registered())["case_id"]
    shown = (await served.put(case_id, in_pieces(LARGE))).json()
    digest, size = sha256(), 0
    path = f"/v1/cases/{case_id}/attachments/{shown['attachment_id']}"
    tracemalloc.start()
    async with served.http.stream("GET", path) as answer:
        async for piece in answer.aiter_bytes():
            digest.update(piece)
            size += len(piece)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert (size, digest.hexdigest()) == (len(LARGE), shown["sha256"])
    assert shown["sha256"] == sha256(LARGE).hexdigest()
    assert peak < 12 * MIB


async def test_taking_one_in_needs_a_few_times_its_size(served: Served):
    case_id = (await served.registered())["case_id"]
    tracemalloc.start()
    assert (await served.put(case_id, in_pieces(LARGE))).status_code == 201
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 6 * len(LARGE)


async def test_nothing_of_it_lies_in_the_clear(served: Served):
    case_id = (await served.registered())["case_id"]
    sent = picture(size=(900, 700))
    shown = (await served.put(case_id, sent)).json()
    path = f"/v1/cases/{case_id}/attachments/{shown['attachment_id']}"
    kept = (await served.http.get(path)).content
    chunks = [each async for each in served.database["attachments.chunks"].find()]

    assert DEVICE.encode() in sent
    assert DEVICE.encode() not in kept
    assert all(len(chunk["data"]) <= SEALED_CHUNK for chunk in chunks)
    assert not any(kept[64:96] in chunk["data"] for chunk in chunks)
    [file] = [each async for each in served.database["attachments.files"].find()]
    assert file["filename"] == file["_id"]
    assert "metadata" not in file


async def test_swapped_or_missing_chunks_are_never_sent(served: Served):
    case_id = (await served.registered())["case_id"]
    shown = (await served.put(case_id, LARGE[: 2 * MIB] + b"%%EOF")).json()
    path = f"/v1/cases/{case_id}/attachments/{shown['attachment_id']}"
    chunks = served.database["attachments.chunks"]
    await chunks.delete_one({"n": 8})
    with pytest.raises(httpx.RemoteProtocolError):
        await served.http.get(path)

    for before, after in ((0, 99), (1, 0), (99, 1)):
        await chunks.update_one({"n": before}, {"$set": {"n": after}})
    swapped = await served.http.get(path)
    assert swapped.status_code == 500
    assert swapped.json()["type"] == "/problems/internal"


async def test_a_connection_cut_in_the_middle_leaves_nothing(served: Served):
    case_id = (await served.registered())["case_id"]
    host, port = served.url.removeprefix("http://").split(":")
    _, writer = await asyncio.open_connection(host, int(port))
    lines = [
        f"POST /v1/cases/{case_id}/attachments HTTP/1.1",
        "Host: city.example",
        f"Authorization: {served.http.headers['authorization']}",
        "Idempotency-Key: the-key-0001",
        "Content-Disposition: attachment; filename=a.pdf",
        f"Content-Length: {len(LARGE)}",
    ]
    writer.write("\r\n".join([*lines, "", ""]).encode() + LARGE[: 5 * MIB])
    await writer.drain()
    writer.transport.abort()

    answer = await served.put(case_id, LARGE, "the-key-0001")
    assert answer.status_code == 201
    assert len(await served.listed(case_id)) == 1
    assert await served.files() == 1
    assert await served.database["loose_files"].count_documents({}) == 0


async def test_a_refusal_arrives_though_the_body_was_not_wanted(served: Served):
    path = f"/v1/cases/{uuid4()}/attachments"
    headers = {"Idempotency-Key": "the-key-0001", "Content-Disposition": "x"}
    for who in ({}, {"Authorization": "Bearer nonsense"}):
        sent = in_pieces(LARGE)
        answer = await served.http.post(path, content=sent, headers=headers | who)
        assert answer.status_code == (401 if who else 404)


async def test_two_processes_take_one_file_under_one_key(
    stack: Stack, settings_for: Callable[..., IntakeSettings]
):
    settings = settings_for("intake", kind=IntakeSettings)
    async with (
        serving(stack, create_app(settings)) as one,
        serving(stack, create_app(settings)) as other,
    ):
        case_id = (await one.registered())["case_id"]
        both = (one, other) * 4
        puts = [each.put(case_id, PDF, "the-key-0001") for each in both]
        answers = await asyncio.gather(*puts)

        assert {answer.status_code for answer in answers} == {201}
        assert len({answer.text for answer in answers}) == 1
        assert await one.files() == 1


async def test_two_processes_do_not_get_past_the_limit(
    stack: Stack, settings_for: Callable[..., IntakeSettings]
):
    settings = settings_for("intake", kind=IntakeSettings)
    async with (
        serving(stack, create_app(settings)) as one,
        serving(stack, create_app(settings)) as other,
    ):
        case_id = (await one.registered())["case_id"]
        both = (one, other) * (MOST_ATTACHMENTS // 2 + 3)
        puts = [each.put(case_id, PDF) for each in both]
        answers = await asyncio.gather(*puts)

        codes = sorted(answer.status_code for answer in answers)
        assert codes == [201] * MOST_ATTACHMENTS + [409] * 6
        assert await one.files() == MOST_ATTACHMENTS


async def test_who_has_the_task_learns_of_it(served: Served):
    receipt = await served.registered()
    case_id = receipt["case_id"]
    await served.live.say("routing", assigned(receipt))
    department = Department(served.live.stack, "urban-mgmt")
    await department.hears("contents", case_id, 1)
    shown = (await served.put(case_id, PDF)).json()
    [_, granted] = await department.hears("contents", case_id, 2)

    content = department.opener.open(granted.content, CaseContent)
    assert [ref.sha256 for ref in content.attachments] == [shown["sha256"]]
    path = f"/v1/cases/{case_id}/attachments/{shown['attachment_id']}"
    fetched = await served.http.get(path, headers=department.bearer)
    assert fetched.content == PDF
    [*_, read] = [each async for each in served.database["reads"].find()]
    assert (read["reader"], read["part"]) == ("officer-1", shown["attachment_id"])


async def test_the_sweep_leaves_what_a_case_has(served: Served):
    case_id = (await served.registered())["case_id"]
    await served.put(case_id, PDF)
    files = served.window.attachments.files
    [had] = await served.database["attachments.files"].distinct("_id")
    await files.begin(had, case_id)
    await files.begin("torn", case_id)
    await files.write("torn", [b"sealed"])

    assert await served.window.attachments.sweep(timedelta(seconds=-5)) == 2
    assert await served.database["attachments.files"].distinct("_id") == [had]
    assert await served.database["loose_files"].count_documents({}) == 0
