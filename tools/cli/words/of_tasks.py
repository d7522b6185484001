"""A sentence for each fact about one department's task: Chinese, English."""

from collections.abc import Mapping

BEGIN_AND_END: Mapping[str, tuple[str, str]] = {
    "routing.task-assigned": (
        "交办 {department}({role},第 {round} 轮),期限 {due_at}",
        "{department} is answerable ({role}, round {round}) until {due_at}",
    ),
    "routing.task-acknowledged": ("{department} 签收", "{department} signed for it"),
    "routing.first-contact-recorded": (
        "{department} 首次联系群众,联系上:{reached}",
        "{department} got in touch with the resident, reached: {reached}",
    ),
    "routing.task-sub-assigned": (
        "{department} 下派给 {to},自己仍负责",
        "{department} handed a part down to {to} and stays answerable",
    ),
    "routing.co-handler-reported": (
        "告知 {department}:{by} {result},还等 {open} 家",
        "{department} learns: {by} {result}, {open} still waited for",
    ),
    "routing.task-transferred": (
        "从 {department} 转派给 {to}",
        "handed on from {department} to {to}",
    ),
    "routing.task-waived": (
        "不再等 {department}:{reason}",
        "it goes on without {department}: {reason}",
    ),
    "routing.task-cancelled": (
        "{department} 的工单取消:{reason}",
        "the task of {department} is cancelled: {reason}",
    ),
    "routing.task-completed": (
        "{department} 办结:{outcome}",
        "{department} finished: {outcome}",
    ),
    "routing.task-assessed": (
        "{by} 给 {department} 评分:{grade} 分(满分 5)",
        "{by} on the part of {department}: {grade} of 5",
    ),
    "routing.exclusion-requested": (
        "{department} 申请不计入考核:{reason}",
        "{department} asks to leave it out of its rates: {reason}",
    ),
    "routing.exclusion-decided": (
        "{department} 不计入考核的申请:{decision}({reason})",
        "leaving it out of the rates of {department}: {decision} ({reason})",
    ),
}

WHOSE_DUTY: Mapping[str, tuple[str, str]] = {
    "routing.task-returned": (
        "{department} 退单:{reason}({law})",
        "{department} says it is not its duty: {reason} ({law})",
    ),
    "routing.return-decided": (
        "对 {department} 退单的决定:{decision}",
        "the return of {department}: {decision}",
    ),
    "routing.task-designated": (
        "指定 {department} 承办,不能再退(经联席会议:{after_meeting})",
        "{department} is designated for good (after a meeting: {after_meeting})",
    ),
}

CLOCK: Mapping[str, tuple[str, str]] = {
    "routing.task-paused": (
        "{department} 挂起到 {until}:{reason}(依法不计时:{statutory})",
        "{department} paused it until {until}: {reason} (time out by law: {statutory})",
    ),
    "routing.task-resumed": (
        "{department} 恢复办理,期限 {due_at}",
        "{department} goes on, due {due_at}",
    ),
    "routing.task-rescheduled": (
        "节假日安排已公布,{department} 期限改为 {due_at}",
        "the calendar is published: {department} is due {due_at}",
    ),
    "routing.extension-requested": (
        "{department} 申请延期 {amount} {unit}:{reason},由 {approver} 批",
        "{department} asks for {amount} {unit} more: {reason}; {approver} decides",
    ),
    "routing.extension-decided": (
        "{department} 的延期:{decision},期限 {due_at}",
        "the extension of {department}: {decision}, due {due_at}",
    ),
    "routing.parking-requested": (
        "{department} 申请挂账:{reason}",
        "{department} asks to park it: {reason}",
    ),
    "routing.parking-refused": (
        "没有同意 {department} 挂账",
        "{department} may not park it",
    ),
    "routing.task-parked": (
        "{department} 挂账:{reason},{review_at} 再看",
        "{department} parked it: {reason}; looked at again on {review_at}",
    ),
}

SUPERVISION: Mapping[str, tuple[str, str]] = {
    "routing.first-contact-missed": (
        "{department} 没有在 {due_at} 前联系群众",
        "{department} did not speak to the resident by {due_at}",
    ),
    "routing.task-due-soon": (
        "{department} 快到期,{due_at}",
        "{department} is due soon, {due_at}",
    ),
    "routing.task-overdue": ("{department} 超期", "{department} is overdue"),
    "routing.task-urged": (
        "催办 {department},第 {times} 次",
        "{department} is urged, time {times}",
    ),
    "routing.task-supervised": (
        "{department} 进入 {level} 级督办:{reason}",
        "supervision level {level} for {department}: {reason}",
    ),
}

OF_TASKS: Mapping[str, tuple[str, str]] = {
    **BEGIN_AND_END,
    **WHOSE_DUTY,
    **CLOCK,
    **SUPERVISION,
}
