"""Names of the codes that no city chooses; `field.code` where two mean different."""

from collections.abc import Mapping

CODES: Mapping[str, tuple[str, str]] = {
    "lead": ("主办", "lead"),
    "co_handler": ("协办", "co-handler"),
    "upheld": ("同意", "upheld"),
    "dismissed": ("不同意", "dismissed"),
    "granted": ("同意", "granted"),
    "decision.refused": ("不同意", "refused"),
    "decision.goes_on": ("继续调解", "goes on"),
    "decision.ended": ("不再调解", "ends"),
    "reached.reached": ("联系上了", "reached"),
    "reached.refused": ("拒绝回访", "did not want to answer"),
    "reached.unreachable": ("联系不上", "could not be reached"),
    "jointly": ("共同选定", "jointly"),
    "appointed": ("指定", "appointed"),
    "accepted": ("已受理", "accepted"),
    "not_accepted": ("不予受理", "not accepted"),
    "confirmed": ("已确认", "confirmed"),
    "withdrawn": ("已撤回", "withdrawn"),
    "taken": ("采纳", "taken up"),
    "declined": ("未采纳", "declined"),
    "origin.resident": ("群众", "a resident"),
    "committee": ("委员", "a committee member"),
    "organisation": ("组织", "an organisation"),
    "repetition": ("同类办件", "cases that repeat"),
    "True": ("是", "yes"),
    "False": ("否", "no"),
    "None": ("未说明", "not said"),
    "()": ("无", "nobody"),
}

PEOPLE: Mapping[str, tuple[str, str]] = {
    "applicant": ("申请人", "applicant"),
    "agent": ("代办人", "agent"),
    "department": ("承办单位", "department"),
    "supervisor": ("督办人", "supervisor"),
    "dispatcher": ("调度员", "dispatcher"),
    "party": ("当事人", "party"),
    "head": ("单位负责人", "the head of the department"),
    "government": ("市政府", "the government"),
    "originator": ("提议人", "who raised it"),
    "mediator": ("调解员", "mediator"),
    "channel.sms": ("短信", "text message"),
    "channel.voice": ("语音电话", "voice call"),
    "channel.in_app": ("站内消息", "the app"),
    "channel.letter": ("信件", "a letter"),
    "channel.call": ("电话", "a call"),
    "channel.email": ("电子邮件", "e-mail"),
    "channel.visit": ("上门", "a visit"),
}

RESULTS: Mapping[str, tuple[str, str]] = {
    "result.completed": ("办结", "has finished"),
    "result.waived": ("免办", "is waited for no more"),
    "result.cancelled": ("取消", "is out of it"),
    "result.transferred": ("转走", "handed it on"),
    "result.returned": ("退单", "returned it"),
}

ACTIONS: Mapping[str, tuple[str, str]] = {
    "action.acknowledge": ("签收", "signs for it"),
    "action.record-contact": ("记录首次联系", "records the first contact"),
    "action.return": ("退单", "returns it"),
    "action.pause": ("挂起", "pauses it"),
    "action.resume": ("恢复办理", "goes on"),
    "action.extend": ("申请延期", "asks for more time"),
    "action.request-parking": ("申请挂账", "asks to park it"),
    "action.whistle": ("吹哨", "whistles"),
    "action.sub-assign": ("下派", "hands a part down"),
    "action.request-mediation": ("请求调解", "asks for mediation"),
    "action.complete": ("办结", "completes it"),
    "action.assess": ("评分", "assesses"),
    "action.request-exclusion": ("申请不计入考核", "asks to leave it out of its rates"),
}

NAMED: Mapping[str, tuple[str, str]] = {
    **CODES,
    **PEOPLE,
    **RESULTS,
    **ACTIONS,
}
