"""What the units and sources of a limit are called, wherever it is told in words."""

from collections.abc import Mapping

from services.kit.limits.limit import Source, Unit

UNITS_ZH: Mapping[Unit, str] = {
    "working_days": "个工作日",
    "calendar_days": "个自然日",
    "working_hours": "个工作小时",
    "hours": "小时",
    "minutes": "分钟",
}
UNITS_EN: Mapping[Unit, str] = {
    "working_days": "working days",
    "calendar_days": "calendar days",
    "working_hours": "working hours",
    "hours": "hours",
    "minutes": "minutes",
}
SOURCES_ZH: Mapping[Source, str] = {
    "law": "法定",
    "local": "本市规定",
    "ours": "系统默认",
}
SOURCES_EN: Mapping[Source, str] = {
    "law": "by law",
    "local": "local rule",
    "ours": "our default",
}
