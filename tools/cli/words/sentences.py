"""A sentence for each fact that is no task's: Chinese, English."""

from collections.abc import Mapping

from tools.cli.words.of_disputes import DELIBERATION, DISPUTE
from tools.cli.words.of_tasks import OF_TASKS

INTAKE: Mapping[str, tuple[str, str]] = {
    "intake.case-registered": (
        "登记收件,渠道 {channel}",
        "registered, channel {channel}",
    ),
    "intake.case-accepted": (
        "受理:{category},区域 {area}",
        "accepted: {category}, area {area}",
    ),
    "intake.correction-requested": (
        "一次告知补正 {defects} 处,最晚 {due_at}",
        "one notice asks for {defects} corrections by {due_at}",
    ),
    "intake.correction-received": ("群众已补正", "the resident corrected it"),
    "intake.case-declined": (
        "不予受理:{reason},该找:{authority}",
        "declined: {reason}; where to go instead: {authority}",
    ),
    "intake.case-handed-over": (
        "已移送 {authority}:{reason}",
        "handed over to {authority}: {reason}",
    ),
    "intake.case-answered-at-once": ("窗口当场答复", "answered at the window"),
    "intake.case-warned": (
        "预警:{reason},区域 {area},涉及:{authority}",
        "warning: {reason}, area {area}, concerning: {authority}",
    ),
    "intake.case-closed": ("结案", "closed"),
    "intake.case-recorded": (
        "历史办件:{category},{received_at} 收,{answered_at} 答复",
        "of former days: {category}, came {received_at}, answered {answered_at}",
    ),
    "intake.case-supplemented": ("群众作了补充", "the resident added something"),
    "intake.case-urged": ("群众催办", "the resident asks how far it is"),
    "intake.case-withdrawn": ("群众撤回", "the resident withdrew it"),
    "intake.case-answered": (
        "答复群众:{outcome}",
        "the resident has the answer: {outcome}",
    ),
    "intake.case-evaluated": (
        "群众评价:{grade} 分(满分 5),实名:{named}",
        "the resident's grade: {grade} of 5, with a name: {named}",
    ),
    "intake.case-reopened": ("重新办理:{reason}", "taken up again: {reason}"),
    "intake.contact-registered": (
        "已登记联系方式(密封)",
        "how to reach the people is known (sealed)",
    ),
    "intake.contact-erased": (
        "联系方式已清除",
        "how to reach the people is erased",
    ),
    "intake.content-granted": (
        "{department} 可以看内容(密封)",
        "{department} may read what it is about (sealed)",
    ),
    "intake.content-revoked": (
        "{department} 不能再看内容",
        "{department} may no longer read what it is about",
    ),
}

HANDLING: Mapping[str, tuple[str, str]] = {
    "routing.handling-planned": (
        "按规则 {rule} 派给 {lead},协办:{co_handlers}",
        "rule {rule} sends it to {lead}, with {co_handlers}",
    ),
    "routing.triage-requested": (
        "没有规则可用,请调度员指定,期限 {due_at}",
        "no rule knows it; a dispatcher decides by {due_at}",
    ),
    "routing.case-supervised": (
        "办件进入 {level} 级督办:{reason}",
        "supervision level {level} for the case: {reason}",
    ),
    "routing.joint-meeting-called": (
        "请 {department} 参加联席会议,{at}",
        "{department} is called to a joint meeting on {at}",
    ),
    "routing.joint-meeting-held": (
        "联席会议已开,参加:{departments}",
        "the joint meeting was held with {departments}",
    ),
    "routing.case-concluded": (
        "整体办结(第 {round} 轮):{outcome}",
        "all departments have finished (round {round}): {outcome}",
    ),
    "routing.follow-up-recorded": (
        "回访(第 {round} 轮):{reached},解决:{resolved},满意:{satisfied}",
        "call-back ({round}): {reached}, solved: {resolved}, content: {satisfied}",
    ),
    "routing.still-fixed-asked": (
        "询问群众:{concluded_at} 办结的问题现在还好吗",
        "the resident is asked whether what ended on {concluded_at} is still solved",
    ),
    "routing.reply-accepted": (
        "{department} 的回复已办理:{action}",
        "a reply of {department} was done: {action}",
    ),
    "routing.reply-rejected": (
        "{department} 的回复没有生效:{words_zh}",
        "a reply of {department} changed nothing: {words_en}",
    ),
    "department.task-reply": (
        "{department} 回复:{action}",
        "{department} replies: {action}",
    ),
}

NOTIFICATION: Mapping[str, tuple[str, str]] = {
    "notification.message-queued": (
        "等待通知({audience},{template},{channel})",
        "waits to be told ({audience}, {template}, {channel})",
    ),
    "notification.message-delivered": (
        "已送达({audience},{template},{channel})",
        "has reached them ({audience}, {template}, {channel})",
    ),
    "notification.message-sent": (
        "已通知({audience},{template},{channel})",
        "told ({audience}, {template}, {channel})",
    ),
    "notification.message-failed": (
        "通知失败({audience},{template}):{reason}",
        "could not tell ({audience}, {template}): {reason}",
    ),
    "notification.message-handed-to-person": (
        "改由人工告知({audience},{template})",
        "somebody calls or visits ({audience}, {template})",
    ),
}

SENTENCES: Mapping[str, tuple[str, str]] = {
    **INTAKE,
    **HANDLING,
    **OF_TASKS,
    **DISPUTE,
    **DELIBERATION,
    **NOTIFICATION,
}
"""By the fact's type, without `tongban.` and without its version."""
