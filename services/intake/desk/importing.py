"""A row is a case, once: in whichever file of its import, however often it comes."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal

import structlog

from contracts.codes import derived_id
from services.intake.catalogue import Catalogue
from services.intake.desk.registering import Desk
from services.intake.domain.case import Case
from services.intake.domain.window.registering import register
from services.intake.receiving.checks import demand_correct
from services.intake.receiving.identifiers import city_day
from services.intake.receiving.prefilling import prefilled
from services.intake.receiving.rows import ImportRow, RowResult, Unfit
from services.kit.errors import Rejected, Unavailable
from services.kit.running.telemetry import (
    current_traceparent,
    linked_span,
    record_failure,
)
from services.kit.sealing.digests import Digests
from services.kit.serving.fields import complaints
from services.kit.serving.idempotency import Submission
from services.kit.serving.principal import Principal
from services.kit.serving.problems import FieldError, Refused
from services.kit.serving.text import of_many_lines

CLOCKS_DIFFER = timedelta(hours=1)

log = structlog.get_logger(__name__)

CHANGED = FieldError(
    "/id",
    "changed",
    "this row came before with other content; nothing was changed:"
    " give it a new id, or correct the case at the window",
    "该行此前已以不同内容导入,未作更改:请换用新的编号,或到窗口更正办件",
)
OURS = FieldError(
    "",
    "internal",
    "something went wrong on our side; the log of intake tells what: try it again",
    "系统内部出错,请查看 intake 日志后重试",
)


Act = Callable[[ImportRow, Submission], Awaitable[RowResult]]


@dataclass(frozen=True)
class Importer:
    """Whoever imports stands in for the clerks of their area."""

    desk: Desk
    catalogue: Catalogue
    digests: Digests
    known: frozenset[str]
    """Names of fields that may be said back."""

    async def take(
        self, name: str, rows: Sequence[ImportRow | Unfit], by: Principal
    ) -> list[RowResult]:
        """Side by side. `Unavailable`: some may be in already, as a repeat will say."""
        return await self._each(name, rows, by, self._registered)

    async def look(
        self, name: str, rows: Sequence[ImportRow | Unfit], by: Principal
    ) -> list[RowResult]:
        """What `take` would say; nothing is written."""
        return await self._each(name, rows, by, self._foreseen)

    async def _each(
        self, name: str, rows: Sequence[ImportRow | Unfit], by: Principal, act: Act
    ) -> list[RowResult]:
        clerk = by.model_copy(update={"roles": frozenset({"clerk"})})
        acting = (self._result(name, row, clerk, act) for row in rows)
        results = await asyncio.gather(*acting, return_exceptions=True)
        for result in results:
            if isinstance(result, BaseException):
                raise result
        return [result for result in results if isinstance(result, RowResult)]

    async def _result(
        self, name: str, row: ImportRow | Unfit, clerk: Principal, act: Act
    ) -> RowResult:
        """A bug of ours in one row is told with that row, and the others go on."""
        if isinstance(row, Unfit):
            return _rejected(*self._complaints(row))
        submission, whole = self._submission(name, row), self._whole(row)
        if errors := tuple(self._wrong(whole, clerk)):
            return _rejected(*errors)
        with linked_span("import row", submission.id, current_traceparent()):
            try:
                return await act(whole, submission)
            except Rejected as no:
                return _rejected(FieldError("", no.reason, no.en, no.zh))
            except Unavailable:
                raise
            except Exception as error:
                record_failure(error)
                log.exception("bug")
                return _rejected(OURS)

    async def _registered(self, row: ImportRow, submission: Submission) -> RowResult:
        """Of two at once one registers, and the other is its repeat."""
        stored = await self.desk.repository.read(submission.id)
        if stored is None:
            order = await self.desk.former(row.form, submission, row.history)
            stored = await self.desk.repository.command(submission.id, order, register)
            if stored.state.query_code == order.query_code:
                return _done("created", row, stored.state)
        return _repeated(row, stored.state, submission)

    async def _foreseen(self, row: ImportRow, submission: Submission) -> RowResult:
        case = await self.desk.repository.load(submission.id)
        if case is None:
            return RowResult(result="created", history=row.answer is not None)
        return _repeated(row, case, submission)

    def _submission(self, name: str, row: ImportRow) -> Submission:
        """What is left out counts as what it stands for, so that forms may grow."""
        said = row.model_dump(mode="json", exclude_defaults=True)
        body = json.dumps(said, ensure_ascii=False, sort_keys=True)
        id = derived_id(name, row.id, "imported-row")
        return Submission(id, self.digests.of("row", body))

    def _complaints(self, row: Unfit) -> Iterator[FieldError]:
        placed = ({**error, "loc": ("body", *error["loc"])} for error in row.errors)
        yield from complaints(placed, self.known)

    def _wrong(self, row: ImportRow, clerk: Principal) -> Iterator[FieldError]:
        yield from _of_history(row, self.desk.clock())
        try:
            demand_correct(row.form, self.catalogue, clerk, self._day_of(row))
        except Refused as no:
            for error in no.errors:
                yield replace(error, pointer=f"/form{error.pointer}")

    def _whole(self, row: ImportRow) -> ImportRow:
        form = prefilled(row.form, self.catalogue, self._day_of(row))
        return row.model_copy(update={"form": form})

    def _day_of(self, row: ImportRow) -> date:
        """When it was handed over: what held then is what it has to fit."""
        now = self.desk.clock()
        return city_day(min(row.received_at or now, now))


def _done(
    result: Literal["created", "repeat"], row: ImportRow, case: Case
) -> RowResult:
    return RowResult(
        result=result,
        history=row.answer is not None,
        case_id=case.case_id,
        case_no=case.case_no,
    )


def _repeated(row: ImportRow, case: Case, submission: Submission) -> RowResult:
    if case.request_digest != submission.digest:
        return _rejected(CHANGED)
    return _done("repeat", row, case)


def _rejected(*errors: FieldError) -> RowResult:
    return RowResult(result="rejected", errors=errors)


def _of_history(row: ImportRow, now: datetime) -> Iterator[FieldError]:
    """The dates of what is over come from the row: nothing else knows them."""
    yield from of_many_lines("/answer", row.answer or "")
    if row.answer and not row.received_at:
        yield _missing("/received_at", "when it was received", "收到的时间")
    if row.answer and not row.answered_at:
        yield _missing("/answered_at", "when it was answered", "答复的时间")
    if row.answered_at and not row.answer:
        yield _missing("/answer", "the words of the answer", "答复内容")
    for name in ("received_at", "answered_at"):
        if (at := getattr(row, name)) and at > now + CLOCKS_DIFFER:
            en, zh = "lies in the future", "时间在将来"
            yield FieldError(f"/{name}", "in_the_future", en, zh)
    if row.received_at and row.answered_at and row.answered_at < row.received_at:
        en, zh = "is before the matter was received", "早于收到的时间"
        yield FieldError("/answered_at", "before_receipt", en, zh)


def _missing(pointer: str, en: str, zh: str) -> FieldError:
    en = f"an answered matter needs {en}"
    return FieldError(pointer, "missing", en, f"已答复的事项须有{zh}")
