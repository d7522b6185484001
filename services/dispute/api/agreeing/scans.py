"""Files that show something: what was signed in ink, and that a duty was done."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Path, Query, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field
from starlette.requests import ClientDisconnect

from contracts.codes import UUID_PATTERN, DutyId, derived_id
from services.dispute.api.agreeing.office import AtCounter, InRoom, OfTheOffice
from services.dispute.api.desk import AtDesk, Mediating, Seen
from services.dispute.domain.agreeing.agreement import Scan
from services.dispute.domain.agreeing.signing import SignedInInk, sign_in_ink
from services.dispute.domain.mediation import Mediation
from services.dispute.domain.performing.doing import Perform, perform
from services.dispute.signing.room import DutiesView, ProgressView, progress
from services.dispute.signing.scans import ANY_KIND, PICTURED, Sent
from services.kit.files import refusals
from services.kit.files.arriving import gathered
from services.kit.files.naming import disposition_of, name_in
from services.kit.serving.idempotency import Intended
from services.kit.serving.limits import MIB, Larger
from services.kit.serving.problems import Said, not_known_yet
from services.kit.writing.stored import Stored

UPLOADS = (
    Larger(
        re.compile(r"/v1/mediations/[^/]+/(agreement/scans|duties/[^/]+/evidence)"),
        20 * MIB,
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
BODY: dict[str, Any] = {"requestBody": {"required": True, "content": FILE}}
SAFE = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
}
"""A browser saves it, and neither shows, guesses at, runs nor keeps it."""

router = APIRouter()


@dataclass(frozen=True)
class Upload:
    """A file on its way in; its name is in `Content-Disposition`."""

    room: InRoom
    intention: Intended
    request: Request
    content_disposition: Annotated[str, Header(max_length=2_000)] = ""

    async def kept(
        self,
        seen: Seen,
        record: Callable[[Scan], Awaitable[Stored[Mediation]]],
        kinds: tuple[str, ...] = ANY_KIND,
    ) -> Mediation:
        scans, name = self.room.scans, name_in(self.content_disposition)
        scan_id = derived_id(seen.id, self.intention)
        async with scans.arrivals.place(seen.reader):
            sent = Sent(scan_id, name, await _arrived(self.request), kinds)
            return (await scans.keep(seen.id, sent, record)).state


Uploaded = Annotated[Upload, Depends()]


class InkIn(BaseModel):
    signer: list[str] = Field(min_length=1, max_length=201)
    """Whose signatures it shows: parties, or `mediator`."""
    by_agent: list[str] = Field(default=[], max_length=200)
    """For which of those parties who acts for them signed."""
    digest: str = Field(pattern=r"^[0-9a-f]{64}$")
    """Of the text that was signed."""


class InkView(ProgressView):
    """What the counter may know: it needs no word of the agreement."""

    scan: str


@router.post("/mediations/{id}/agreement/scans", status_code=201, openapi_extra=BODY)
async def record_ink(
    seen: AtCounter,
    shows: Annotated[InkIn, Query()],
    upload: Uploaded,
    desk: AtDesk,
) -> InkView:
    """Records who signed this text on paper; the body is a scan of it."""
    mediation = seen.stored.state
    by_agent = {
        each: await upload.room.writing.signed_for(
            mediation, mediation.party_called(each)
        )
        for each in shows.by_agent
    }

    async def record(scan: Scan) -> Stored[Mediation]:
        seen_by, signers = seen.reader, tuple(shows.signer)
        command = SignedInInk(signers, shows.digest, scan, seen_by, by_agent)
        decide = partial(sign_in_ink, upload.room.terms)
        return await desk.mediations.command(seen.id, command, decide)

    mediation = await upload.kept(seen, record, PICTURED)
    told = progress(mediation).model_dump()
    return InkView(scan=derived_id(seen.id, upload.intention), **told)


@router.post(
    "/mediations/{id}/duties/{duty_id}/evidence", status_code=201, openapi_extra=BODY
)
async def record_evidence(
    mine: Mediating, duty_id: DutyId, upload: Uploaded, desk: AtDesk
) -> DutiesView:
    """Records that a duty was done; the body is what shows it."""

    async def record(scan: Scan) -> Stored[Mediation]:
        command = Perform(duty_id, evidence=scan)
        return await desk.mediations.command(mine.id, command, perform)

    return await upload.room.duties(await upload.kept(mine, record))


@router.get(
    "/mediations/{id}/scans/{scan_id}",
    response_class=StreamingResponse,
    responses={200: {"description": "The file", "content": FILE}},
)
async def get_scan(
    seen: OfTheOffice,
    scan_id: Annotated[str, Path(pattern=UUID_PATTERN)],
    room: InRoom,
    desk: AtDesk,
) -> StreamingResponse:
    """A scan, to be saved; who asked for it is written down first."""
    agreement = seen.stored.state.agreement
    scan = agreement.scan(scan_id) if agreement else None
    if scan is None:
        raise not_known_yet()
    await desk.store.log_read(seen.id, seen.reader, desk.clock(), f"scan {scan_id}")
    label, content = await room.scans.open(seen.id, scan)
    first = await anext(content)
    headers = SAFE | {
        "Content-Disposition": disposition_of(label.name),
        "Content-Length": str(label.size),
    }
    return StreamingResponse(
        _from(first, content), headers=headers, media_type=label.media_type
    )


async def _arrived(request: Request) -> bytes:
    try:
        return await gathered(request.stream())
    except ClientDisconnect:
        raise refusals.cut_off() from None


async def _from(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for piece in rest:
        yield piece
