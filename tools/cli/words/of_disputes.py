"""A sentence for each fact of a mediation or a deliberation: Chinese, English."""

from collections.abc import Mapping

DISPUTE: Mapping[str, tuple[str, str]] = {
    "dispute.mediation-opened": ("综治中心开始调解", "the mediation has begun"),
    "dispute.invitation-sent": ("已邀请一方当事人", "a party was invited"),
    "dispute.contact-missed": (
        "{due_at} 前应联系各方当事人,还没有联系:{reason}",
        "no party was contacted by {due_at}: {reason}",
    ),
    "dispute.party-answered": (
        "一方当事人答复,愿意调解:{accepts}",
        "a party answered, willing: {accepts}",
    ),
    "dispute.party-silent": (
        "一方当事人没有回复(第 {notices} 次通知)",
        "a party has not answered (notice {notices})",
    ),
    "dispute.mediator-chosen": (
        "选定调解员 {mediator}({how}),须在 {confirm_by} 前确认",
        "mediator {mediator} chosen ({how}), to confirm by {confirm_by}",
    ),
    "dispute.mediator-confirmed": (
        "调解员 {mediator} 接手,期限到 {term_ends_at}",
        "mediator {mediator} takes it, until {term_ends_at}",
    ),
    "dispute.mediator-replaced": (
        "更换调解员 {mediator}:{reason}",
        "mediator {mediator} is replaced: {reason}",
    ),
    "dispute.session-scheduled": (
        "调解会定在 {at},地点 {venue}(第 {times} 次安排)",
        "a session at {at} in {venue} (plan {times})",
    ),
    "dispute.session-due-soon": (
        "已提醒:调解会在 {at},地点 {venue}",
        "a reminder: a session at {at} in {venue}",
    ),
    "dispute.session-cancelled": (
        "取消了原定 {at} 的调解会",
        "the session at {at} was called off",
    ),
    "dispute.session-held": (
        "开过调解会:到场 {attended} 方,缺席 {absent} 方",
        "a session was held: {attended} came, {absent} did not",
    ),
    "dispute.term-extension-asked": (
        "征求各方意见,调解期限改到 {until}(比现在早:{earlier})",
        "the parties are asked for another term, until {until} (earlier: {earlier})",
    ),
    "dispute.term-extended": (
        "调解期限改到 {until}(鉴定不计入:{excluded};比原来早:{earlier})",
        "the term now ends on {until} (appraisal: {excluded}; earlier: {earlier})",
    ),
    "dispute.term-due-soon": (
        "调解期限快到了:{until}",
        "the term ends soon: {until}",
    ),
    "dispute.agreement-offered": (
        "协议已写好待签(纸面签字:{wet_ink})",
        "the agreement waits for signatures (on paper: {wet_ink})",
    ),
    "dispute.signing-code-sent": (
        "已给一方当事人发签字验证码,{expires_at} 前有效",
        "a signing code went to a party, good until {expires_at}",
    ),
    "dispute.agreement-signed": (
        "协议各方都签了,待盖章({seal_by} 前)",
        "all have signed, to be sealed by {seal_by}",
    ),
    "dispute.seal-overdue": (
        "协议到 {due_at} 还没有盖章",
        "the agreement was not sealed by {due_at}",
    ),
    "dispute.mediation-agreed": ("调解达成协议", "the parties agreed"),
    "dispute.rest-decided": (
        "未达成协议的部分:{decision},原因:{reason}",
        "what was not agreed: {decision}, reason: {reason}",
    ),
    "dispute.mediation-ended": (
        "调解结束:{reason}",
        "the mediation ended: {reason}",
    ),
    "dispute.case-referred": ("引导到:{to}", "shown another way: {to}"),
    "dispute.danger-reported": (
        "依法报告({kind})给 {to}",
        "reported by law ({kind}) to {to}",
    ),
    "dispute.duty-due": (
        "约定事项期限 {due_at}(已过:{overdue})",
        "a duty is due {due_at} (passed: {overdue})",
    ),
    "dispute.duty-performed": (
        "一件约定事项已办到(最后一件:{last})",
        "a duty was performed (the last: {last})",
    ),
    "dispute.duty-breached": (
        "一件约定事项没有办到:{reason}",
        "a duty was breached: {reason}",
    ),
    "dispute.confirmation-due-soon": (
        "已提醒:司法确认申请到 {confirm_by} 截止",
        "a reminder: a court can be asked until {confirm_by}",
    ),
    "dispute.confirmation-applied": (
        "已共同申请司法确认",
        "the parties asked a court to confirm it",
    ),
    "dispute.confirmation-decided": (
        "司法确认:{decision}",
        "the court's confirmation: {decision}",
    ),
}

DELIBERATION: Mapping[str, tuple[str, str]] = {
    "dispute.topic-proposed": (
        "提出议题({origin},{area},{category},涉及 {cases} 件)",
        "a topic is raised ({origin}, {area}, {category}, {cases} cases)",
    ),
    "dispute.originator-joined": ("登记了一位提议人", "somebody who raised it joined"),
    "dispute.originator-left": (
        "一位提议人退出",
        "somebody who raised it wants to hear no more",
    ),
    "dispute.topic-joined": (
        "又有来件并入议题:审核到 {screen_by},征求意见到 {until},协商会 {at} {venue}",
        "later cases join: screened by {screen_by}, asked {until}, meet {at} {venue}",
    ),
    "dispute.screening-overdue": (
        "议题逾期未审核,改到 {until}(已上报督查:{escalated})",
        "the topic was not screened in time, now by {until} (escalated: {escalated})",
    ),
    "dispute.topic-screened": (
        "议题审核:{decision},原因:{reason}",
        "the topic was screened: {decision}, reason: {reason}",
    ),
    "dispute.survey-published": (
        "征求意见到 {until}",
        "a survey is open until {until}",
    ),
    "dispute.survey-closed": ("征求意见结束", "the survey has ended"),
    "dispute.meeting-scheduled": (
        "协商会定在 {at},地点 {venue}(第 {times} 次安排)",
        "a meeting at {at} in {venue} (plan {times})",
    ),
    "dispute.meeting-due-soon": (
        "已提醒:协商会在 {at},地点 {venue}",
        "a reminder: the meeting is at {at} in {venue}",
    ),
    "dispute.meeting-held": (
        "协商会开过,到场 {attended} 人",
        "the meeting was held, {attended} came",
    ),
    "dispute.minutes-published": (
        "协商会纪要已公开",
        "the minutes of the meeting are public",
    ),
    "dispute.commitment-made": (
        "协商承诺:{department} 在 {promised_by} 前办到",
        "a commitment: {department} by {promised_by}",
    ),
    "dispute.commitment-progressed": (
        "承诺进展:{department} {step}",
        "how far a commitment is: {department} {step}",
    ),
    "dispute.commitment-settled": (
        "承诺结果:{department} 办到:{done},原因:{reason}",
        "a commitment: {department}, kept: {done}, reason: {reason}",
    ),
    "dispute.topic-closed": ("议题结束:{reason}", "the topic is closed: {reason}"),
}
