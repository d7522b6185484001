"""Matters of another system, or of former days, many at once."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from services.intake.api.at_window import Operator, TheWindow
from services.intake.desk.importing import Importer
from services.intake.receiving.rows import ImportName, RowsForm, RowsResult
from services.kit.serving.fields import names_of

router = APIRouter()


def _importer(request: Request, window: TheWindow) -> Importer:
    state = request.app.state
    known = names_of(request.app)
    return Importer(window.desk, window.catalogue, state.digests, known)


@router.post("/imports/{name}/rows")
async def post_rows(
    name: ImportName,
    form: RowsForm,
    caller: Operator,
    importer: Annotated[Importer, Depends(_importer)],
    dry_run: Annotated[bool, Query(description="Say it, and write nothing")] = False,
) -> RowsResult:
    """Makes a case of each row, at most 200 in 1 MiB; the same row again is no news.

    A row is known by the import's name and its own id. One that is wrong is refused
    alone, with every field that is. A row with an answer becomes concluded history.
    """
    act = importer.look if dry_run else importer.take
    return RowsResult(results=await act(name, form.read, caller))
