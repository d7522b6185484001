"""Noes about returns, and who decides on them (潍坊 22)."""

from datetime import datetime, timedelta

from services.kit.errors import Rejected
from services.routing.domain.refusals.words import local

LAW = "潍坊 22"


def designated() -> Rejected:
    return Rejected(
        "designated",
        "a designated task cannot be returned",
        "指定承办的工单不能退单",
        law=LAW,
    )


def designated_stays() -> Rejected:
    return Rejected(
        "designated",
        "a supervisor designated this department; the task is not passed on",
        "该工单由督办人员指定承办,不能转派",
        law=LAW,
    )


def return_too_late(until: datetime) -> Rejected:
    return Rejected(
        "return-too-late",
        f"a task can be returned until {local(until)}",
        f"退单须在{local(until)}前提出",
    )


def supervisor_designates(returns: int) -> Rejected:
    return Rejected(
        "supervisor-designates",
        f"after {returns} returns a supervisor designates the department",
        f"已退单{returns}次,由督办人员指定承办单位",
        law=LAW,
    )


def not_returned_enough(returns: int) -> Rejected:
    return Rejected(
        "returns-first",
        f"a department is designated after {returns} returns; decide on this one",
        f"退单满{returns}次后才指定承办,请先裁定本次退单",
        law=LAW,
    )


def minutes_needed() -> Rejected:
    return Rejected(
        "minutes-needed",
        "a joint meeting was called: record its minutes, then designate",
        "已召集联席会议,请先登记会议纪要再指定",
    )


def meeting_called() -> Rejected:
    return Rejected(
        "meeting-called",
        "a joint meeting is called already: record its minutes first",
        "已有待召开的联席会议,请先登记会议纪要",
    )


def no_meeting() -> Rejected:
    return Rejected(
        "no-meeting",
        "no joint meeting is called: call one first",
        "没有待登记纪要的联席会议,请先召集",
    )


def too_many_meetings(most: int) -> Rejected:
    return Rejected(
        "too-many-meetings",
        f"a handling has at most {most} joint meetings",
        f"一个办件最多召开{most}次联席会议",
    )


def meeting_is_not_near(furthest: timedelta) -> Rejected:
    return Rejected(
        "meeting-is-not-near",
        f"a joint meeting is called for a day to come, within {furthest.days} days",
        f"联席会议的时间(at)应晚于现在,且不超过{furthest.days}天",
        status=422,
    )


def department_needed() -> Rejected:
    return Rejected(
        "department-needed",
        "an upheld return needs a department to go to",
        "同意退单时须指明改派单位",
        status=422,
    )


def same_department() -> Rejected:
    return Rejected(
        "same-department",
        "the task cannot go to the department that has it",
        "不能派给现承办单位",
        status=422,
    )
