"""What states and actions are called on screens."""

from collections.abc import Mapping
from datetime import datetime

from services.kit.limits.calendar import SHANGHAI
from services.routing.domain.moves import TaskState

STATES_ZH: Mapping[TaskState, str] = {
    "assigned": "待签收",
    "acknowledged": "办理中",
    "returned": "退单待定",
    "paused": "已挂起",
    "parked": "已挂账",
    "completed": "已办结",
    "reassigned": "已改派",
    "transferred": "已转派",
    "waived": "已免办",
    "cancelled": "已撤销",
}
CASES_ZH = {
    "triage": "待人工派单",
    "in_progress": "办理中",
    "concluded": "已整体办结",
    "cancelled": "已撤销",
}
ACTIONS_ZH = {
    "acknowledge": "签收",
    "record-contact": "登记首次联系",
    "return": "退单",
    "pause": "挂起",
    "resume": "恢复",
    "extend": "申请延期",
    "request-parking": "申请挂账",
    "whistle": "吹哨",
    "sub-assign": "下派",
    "request-mediation": "申请调解",
    "complete": "办结",
    "assess": "评价协作单位",
    "request-exclusion": "申请剔除",
    "decide-return": "裁定退单",
    "transfer": "转派",
    "designate": "指定承办",
    "waive": "免办",
    "decide-parking": "审批挂账",
    "review-parking": "复核挂账",
    "decide-extension": "审批延期",
    "decide-exclusion": "审批剔除",
    "cancel": "撤销",
    "end-of-pause": "挂起到期",
}


def called(action: str) -> str:
    return f"{ACTIONS_ZH[action]}({action})"


def local(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
