"""States and steps of a message as people call them."""

from collections.abc import Mapping

from services.notification.domain.states import State

STATES_ZH: Mapping[State, str] = {
    "created": "已生成",
    "waiting_for_contact": "等待联系方式",
    "queued": "排队中",
    "sending": "发送中",
    "sent": "已发出",
    "delivered": "已送达",
    "temporary_failure": "暂时未发出",
    "permanent_failure": "此渠道无法送达",
    "technical_failure": "技术故障",
    "expired": "已过期",
    "suppressed": "不再发送",
    "handed_to_person": "转人工送达",
}
ACTIONS_ZH: Mapping[str, str] = {
    "wait": "等待",
    "contact_known": "联系方式已到",
    "queue": "排队",
    "claim": "开始发送",
    "accept": "服务商已接收",
    "confirm": "确认送达",
    "fail_for_now": "暂时失败",
    "fail_for_good": "此渠道失败",
    "fail_technically": "技术故障",
    "go_without_receipt": "无回执,换渠道",
    "expire": "过期",
    "hand_over": "转人工",
    "suppress": "不发",
    "take": "领取",
    "give_back": "退回清单",
    "not_reached": "未联系上",
    "done": "已告知",
    "retry": "重试",
    "resend": "重新发送",
}
