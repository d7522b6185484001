"""Files of a case: handed over, listed, fetched, and taken back while it is early."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Path, Request, Response
from fastapi.responses import StreamingResponse
from starlette.requests import ClientDisconnect

from contracts.codes import UUID_PATTERN, CaseId, derived_id
from services.intake.api.at_case import Speaking
from services.intake.api.at_window import TheWindow
from services.intake.attachments.keeping import Sent
from services.intake.attachments.labels import AttachmentShown
from services.intake.domain.case import Case
from services.intake.domain.parts import Attachment
from services.intake.window import Window
from services.kit.files import refusals
from services.kit.files.arriving import gathered
from services.kit.files.naming import disposition_of, name_in
from services.kit.running.telemetry import about_case
from services.kit.serving.idempotency import Intended
from services.kit.serving.limits import MIB, Larger
from services.kit.serving.principal import Principal, needs
from services.kit.serving.problems import Said, not_known_yet

MOST = 20 * MIB
"""Of one file."""
UPLOADS = (
    Larger(
        re.compile(r"/v1/cases/[^/]+/attachments"),
        MOST,
        Said(
            "attachment-too-large",
            "a file is at most 20 MB: make it smaller, or send it in parts",
            "单个文件不超过 20 MB,请压缩或拆分后再传",
        ),
    ),
)
FILE: dict[str, Any] = {
    "application/octet-stream": {"schema": {"type": "string", "format": "binary"}}
}
SAFE = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
}
"""A browser saves it, and neither shows, guesses at, runs nor keeps it."""

router = APIRouter()

AttachmentId = Annotated[str, Path(pattern=UUID_PATTERN)]
Reader = Annotated[Principal, Depends(needs("clerk", "resident", "department"))]


@router.post(
    "/cases/{case_id}/attachments",
    status_code=201,
    openapi_extra={"requestBody": {"required": True, "content": FILE}},
)
async def post_attachment(
    on: Speaking,
    intention: Intended,
    request: Request,
    content_disposition: Annotated[str, Header(max_length=2_000)] = "",
) -> AttachmentShown:
    """Hands over a file: its bytes are the body, its name is in `Content-Disposition`.

    What it is, is seen by its content: PDF, JPEG, PNG, WebP, MP3, M4A, WAV, OGG, MP4,
    TXT, DOCX, XLSX, PPTX, OFD. Pictures and films lose what tells where they were
    made, and so do the pictures in DOCX, XLSX and PPTX. At most 20 MB each, 20 files
    and 100 MB a case. A retry with the same key is the same file.
    """
    await on.find()
    attachments = on.window.attachments
    attachment_id = derived_id(on.case_id, intention)
    name = name_in(content_disposition)
    await attachments.demand_place(on.case_id, attachment_id)
    async with attachments.arrivals.place(on.caller.subject):
        content = await _arrived(request)
        sent = Sent(on.case_id, attachment_id, name, content, on.if_match)
        kept = await attachments.take(sent)
    path = f"/v1/cases/{on.case_id}/attachments/{attachment_id}"
    on.response.headers["Location"] = path
    return await attachments.shown(on.case_id, kept)


async def _arrived(request: Request) -> bytes:
    try:
        return await gathered(request.stream())
    except ClientDisconnect:
        raise refusals.cut_off() from None


@dataclass(frozen=True)
class Reading:
    """Somebody who has a reason to read the files of a case; to others: 404."""

    window: TheWindow
    caller: Reader
    case_id: CaseId

    async def case(self, attachment_id: str | None = None) -> Case:
        """Written down before it returns."""
        sight = self.window.sight(self.caller)
        found = await self.window.cases.find(sight, self.case_id)
        if found is None:
            raise not_known_yet()
        about_case(self.case_id)
        case, who = found.state, self.caller.subject
        if attachment_id:
            attachment_of(case, attachment_id)
        if not await self.window.reads_files(case, sight, who, attachment_id):
            raise not_known_yet()
        return case


@router.get("/cases/{case_id}/attachments")
async def get_attachments(
    by: Annotated[Reading, Depends()], response: Response
) -> list[AttachmentShown]:
    """The files of a case, oldest first; `erased` when their content was."""
    return await listed(by.window, await by.case(), response)


async def listed(
    window: Window, case: Case, response: Response
) -> list[AttachmentShown]:
    response.headers["Cache-Control"] = "no-store"
    return await window.attachments.listed(case)


@router.get(
    "/cases/{case_id}/attachments/{attachment_id}",
    response_class=StreamingResponse,
    responses={200: {"description": "The file", "content": FILE}},
)
async def get_attachment(
    attachment_id: AttachmentId, by: Annotated[Reading, Depends()]
) -> StreamingResponse:
    """A file, to be saved. 410: its content was erased.

    Each piece is verified before it is sent: an answer that ends before its
    `Content-Length` is of a damaged file.
    """
    case = await by.case(attachment_id)
    return await handed_out(by.window, case, attachment_id)


async def handed_out(
    window: Window, case: Case, attachment_id: str
) -> StreamingResponse:
    attachment = attachment_of(case, attachment_id)
    label, content = await window.attachments.open(case, attachment)
    first = await anext(content)
    headers = SAFE | {
        "Content-Disposition": disposition_of(label.name),
        "Content-Length": str(label.size),
    }
    return StreamingResponse(
        _from(first, content), headers=headers, media_type=label.media_type
    )


@router.delete("/cases/{case_id}/attachments/{attachment_id}")
async def delete_attachment(
    attachment_id: AttachmentId, on: Speaking
) -> list[AttachmentShown]:
    """Takes a file back, before the case is accepted; answers with what is left."""
    await on.find()
    attachments = on.window.attachments
    case = await attachments.remove(on.case_id, attachment_id, on.if_match)
    return await attachments.listed(case)


def attachment_of(case: Case, attachment_id: str) -> Attachment:
    found = case.attachment(attachment_id)
    if found is None or found.removed:
        raise not_known_yet()
    return found


async def _from(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for piece in rest:
        yield piece
