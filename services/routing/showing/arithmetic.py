"""The arithmetic of a limit in words that anybody can check."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.kit.limits.calendar import WorkCalendar
from services.kit.limits.clock import Clock, elapsed, stopped_time
from services.kit.limits.limit import Limit
from services.kit.limits.words import SOURCES_EN, SOURCES_ZH, UNITS_EN, UNITS_ZH
from services.routing.domain.refusals.words import local
from services.routing.domain.task import Task

DAYS = ("working_days", "calendar_days")
NATURAL = ("hours", "minutes")


@dataclass(frozen=True)
class Reading:
    """A clock read at one moment; `due_at` is what people were told."""

    clock: Clock
    due_at: datetime
    provisional: bool
    elapsed: timedelta
    stopped: timedelta
    working: bool
    """Whether elapsed and stopped are working time."""

    @property
    def limit(self) -> Limit:
        return self.clock.limit


def reading(task: Task, calendar: WorkCalendar, now: datetime) -> Reading:
    timing = task.timing
    return read(task.clock, timing.due_at, timing.provisional, calendar, now)


def read(
    clock: Clock,
    due_at: datetime,
    provisional: bool,
    calendar: WorkCalendar,
    now: datetime,
) -> Reading:
    return Reading(
        clock=clock,
        due_at=due_at,
        provisional=provisional,
        elapsed=elapsed(clock, calendar, now),
        stopped=stopped_time(clock, calendar, now),
        working=clock.limit.unit not in NATURAL,
    )


def in_chinese(read: Reading, begins: str = "派单") -> str:
    limit, clock = read.limit, read.clock
    unit = UNITS_ZH[limit.unit]
    parts = [
        f"{limit.amount}{unit}({_source_zh(limit)})",
        f"自{local(clock.started_at)}{begins}起算"
        + (",当日不计" if limit.unit in DAYS else ""),
    ]
    if clock.extended:
        parts.append(f"延期{clock.extended}{unit}")
    if read.stopped or clock.stopped:
        parts.append(f"停计{_span_zh(read.stopped, read.working)}")
    if clock.stopped:
        parts.append("现已停计,恢复后期限顺延")
    else:
        parts.append(f"至{local(read.due_at)}止")
    parts.append(f"已用{_span_zh(read.elapsed, read.working)}")
    if read.provisional:
        parts.append("假日安排尚未公布,日期为暂定")
    return ";".join(parts)


def in_english(read: Reading, begins: str = "dispatch") -> str:
    limit, clock = read.limit, read.clock
    unit = UNITS_EN[limit.unit]
    parts = [
        f"{limit.amount} {unit} ({_source_en(limit)})",
        f"from {begins} on {local(clock.started_at)}"
        + (", that day not counted" if limit.unit in DAYS else ""),
    ]
    if clock.extended:
        parts.append(f"{clock.extended} {unit} more granted")
    if read.stopped or clock.stopped:
        parts.append(f"stopped for {_span_en(read.stopped, read.working)}")
    if clock.stopped:
        parts.append("stands still now; the end moves by as much")
    else:
        parts.append(f"until {local(read.due_at)}")
    parts.append(f"{_span_en(read.elapsed, read.working)} used")
    if read.provisional:
        parts.append("provisional: that year's holidays are not published")
    return "; ".join(parts)


def _span_zh(span: timedelta, working: bool) -> str:
    hours, minutes = _hours(span)
    return f"{hours}{'工作' if working else ''}小时{minutes:02d}分"


def _span_en(span: timedelta, working: bool) -> str:
    hours, minutes = _hours(span)
    return f"{hours} h {minutes:02d} min{' of working time' if working else ''}"


def _hours(span: timedelta) -> tuple[int, int]:
    return divmod(int(span.total_seconds()) // 60, 60)


def _source_zh(limit: Limit) -> str:
    return f"{SOURCES_ZH[limit.source]} {limit.rule}".strip()


def _source_en(limit: Limit) -> str:
    return f"{SOURCES_EN[limit.source]} {limit.rule}".strip()
