"""Noes about what would move the end of a task."""

from datetime import datetime, timedelta

from services.kit.errors import Rejected
from services.kit.limits.limit import Limit
from services.kit.limits.words import UNITS_EN, UNITS_ZH
from services.routing.domain.norms import Approver
from services.routing.domain.refusals.words import local


def pause_over_cap(most: Limit) -> Rejected:
    return Rejected(
        "pause-over-cap",
        f"pauses add up to at most {most.amount} {UNITS_EN[most.unit]}",
        f"挂起累计不能超过{most.amount}{UNITS_ZH[most.unit]}",
        status=422,
    )


def paused_too_often(most: int) -> Rejected:
    return Rejected(
        "paused-too-often",
        f"a task is paused at most {most} times, exclusions by law apart",
        f"一个工单最多挂起{most}次,法定除外事项不计",
    )


def stopped_too_often(most: int) -> Rejected:
    return Rejected(
        "stopped-too-often",
        f"the clock of a task stands still at most {most} times, for any reason",
        f"一个工单的期限最多停计{most}次,不论何种理由",
    )


def pause_too_late(due_at: datetime) -> Rejected:
    return Rejected(
        "pause-too-late",
        f"the task was due at {local(due_at)}; what is overdue cannot be paused",
        f"工单已于{local(due_at)}到期,超期后不能挂起",
    )


def until_is_not_near(furthest: timedelta) -> Rejected:
    return Rejected(
        "until-is-not-near",
        f"until must be in the future, and within {furthest.days} days",
        f"预计恢复时间(until)应晚于现在,且不超过{furthest.days}天",
        status=422,
    )


def extension_too_late(due_at: datetime) -> Rejected:
    return Rejected(
        "extension-too-late",
        f"this was due at {local(due_at)}; more time is asked for before that",
        f"办理期限已于{local(due_at)}届满,延期须在届满前申请",
    )


def extended_before() -> Rejected:
    return Rejected(
        "extended-before",
        "more time is asked for once, and this task has",
        "延期只能申请一次,该工单已申请过",
    )


def not_the_approver(approver: Approver) -> Rejected:
    return Rejected(
        "not-the-approver",
        f"this extension is decided by {approver.en}",
        f"该延期须由{approver.zh}审批",
        status=403,
    )


def own_wish() -> Rejected:
    return Rejected(
        "own-wish",
        "whoever asked for it does not decide on it",
        "申请人不能审批自己的申请",
        status=403,
    )


def beyond_ones_own(due_at: datetime) -> Rejected:
    return Rejected(
        "beyond-ones-own",
        f"a part must be due before the whole, which is at {local(due_at)}",
        f"下派时限不能晚于本单位的时限{local(due_at)}",
        status=422,
    )


def not_overdue(due_at: datetime) -> Rejected:
    return Rejected(
        "not-overdue",
        f"the co-handler has time until {local(due_at)}; nobody is waived before",
        f"协办单位的时限为{local(due_at)},到期前不能免办",
    )
