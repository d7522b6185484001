"""The arithmetic of a limit in words that anybody can check."""

from datetime import datetime

from services.kit.limits.calendar import SHANGHAI
from services.kit.limits.limit import Limit
from services.routing.domain.handling import Task

UNITS_ZH = {
    "working_days": "个工作日",
    "calendar_days": "个自然日",
    "working_hours": "个工作小时",
    "hours": "小时",
    "minutes": "分钟",
}
UNITS_EN = {
    "working_days": "working days",
    "calendar_days": "calendar days",
    "working_hours": "working hours",
    "hours": "hours",
    "minutes": "minutes",
}
DAYS = {"working_days", "calendar_days"}
"""Whose first day does not count."""

SOURCES_ZH = {"law": "法定", "local": "本市规定", "ours": "系统默认"}
SOURCES_EN = {"law": "law", "local": "local rule", "ours": "our default"}


def arithmetic_zh(task: Task) -> str:
    day = ",当日不计" if task.limit.unit in DAYS else ""
    provisional = ";假日安排尚未公布,日期为暂定" if task.provisional else ""
    return (
        f"{task.limit.amount}{UNITS_ZH[task.limit.unit]}({_source_zh(task.limit)}),"
        f"自{_moment(task.started_at)}派单起算{day},"
        f"至{_moment(task.due_at)}止{provisional}"
    )


def arithmetic_en(task: Task) -> str:
    day = ", that day not counted" if task.limit.unit in DAYS else ""
    provisional = (
        "; provisional: that year's holidays are not published"
        if task.provisional
        else ""
    )
    return (
        f"{task.limit.amount} {UNITS_EN[task.limit.unit]} ({_source_en(task.limit)})"
        f" from dispatch on {_moment(task.started_at)}{day},"
        f" until {_moment(task.due_at)}{provisional}"
    )


def _source_zh(limit: Limit) -> str:
    return f"{SOURCES_ZH[limit.source]} {limit.rule}".strip()


def _source_en(limit: Limit) -> str:
    return f"{SOURCES_EN[limit.source]} {limit.rule}".strip()


def _moment(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
