"""Plain sentences for residents: what comes next, who was told, and how."""

from collections.abc import Mapping

from services.intake.telling.language import Said

NEXT: Mapping[str, Said] = {
    "draft": (
        "请在{date}前填完并提交,过期后内容会清除。",
        "Finish it and hand it in by {date}; after that what you wrote is gone.",
    ),
    "expired": (
        "草稿已经过期。想办的话请重新填写,或者打 {help_line},我们帮您填。",
        "The form has expired. Begin anew, or call {help_line}: we fill it in for you.",
    ),
    "registered": (
        "窗口正在看材料是否齐全,最晚{date}告诉您。您不用做什么。",
        "The window looks whether all is there, and tells you by {date} at the latest.",
    ),
    "correction_requested": (
        "请在{date}前按通知补好;不会填就打 {help_line},我们帮您。",
        "Please correct what the notice lists by {date}. Need help? Call {help_line}.",
    ),
    "declined": (
        "市里不办这件事。不明白或者不同意,请打 {help_line}。",
        "The city does not handle this. Unclear, or not agreed? Call {help_line}.",
    ),
    "handed_over": (
        "由{where}接着办。有疑问打 {help_line},报办件号。",
        "It goes on there: {where}. Questions? Call {help_line} and say your number.",
    ),
    "answered_at_once": (
        "没有别的步骤了。如果没有说清楚,请打 {help_line},报办件号,我们接着办。",
        "Nothing is left to do. Not clear? Call {help_line} and say your number.",
    ),
    "closed": (
        "已经结案。如果又有问题,请打 {help_line},我们重新登记。",
        "It is closed. Is there something again? Call {help_line}.",
    ),
    "accepted": (
        "接下来会交给负责的单位,您不用做什么。",
        "Next it goes to those who are responsible; you need not do anything.",
    ),
    "triage": (
        "接下来由调度员指定单位,您不用做什么。",
        "Next a dispatcher names the department; you need not do anything.",
    ),
    "in_progress": (
        "{office}应在{date}前答复。您不用做什么,有结果会告诉您。",
        "{office} must answer by {date}. You need not do anything; you will be told.",
    ),
    "provisional": (
        "{office}应在{date}前答复(该年度放假安排公布后可能调整)。您不用做什么。",
        "{office} must answer by {date} (may move when that year's holidays are set).",
    ),
    "overdue": (
        "期限已过,上级正在督促{office}。您不用做什么,有结果会告诉您。",
        "The time has passed and {office} is being pressed. You will be told.",
    ),
    "paused": (
        "{office}的时间停到{until},之后接着办,到时告诉您新的期限。您不用做什么。",
        "{office} waits until {until}, then goes on; you will be told the new date.",
    ),
    "parked": (
        "{office}会在{until}再看一次能不能解决,有变化会告诉您。您不用做什么。",
        "{office} looks at it again on {until}; you will be told of any change.",
    ),
    "between": (
        "接下来等待其他单位接手或汇总答复,您不用做什么。",
        "Next another department takes over, or the answers are put together.",
    ),
    "reopened": (
        "接下来交回负责的单位重新办,您不用做什么。",
        "Next it goes back to those who are responsible; you need not do anything.",
    ),
    "withdrawn": (
        "没有别的步骤了。如果又想办,请打 {help_line},我们重新登记。",
        "Nothing is left to do. Do you want it after all? Call {help_line}.",
    ),
    "answered": (
        "没有别的步骤了。如果问题没有解决,请打 {help_line},报办件号,我们接着办。",
        "Nothing is left to do. Not solved? Call {help_line} and say your number.",
    ),
    "elsewhere": (
        "这件事市里无权处理,请找{where}。找不到的话打 {help_line},我们帮您问。",
        "The city has no power here. Go to {where}. Lost? Call {help_line}.",
    ),
}

TOLD: Mapping[str, Said] = {
    "sent": ("已通过{channel}告诉{audience}。", "{audience} was told by {channel}."),
    "delivered": (
        "{audience}已经收到{channel}通知。",
        "It has reached {audience} by {channel}.",
    ),
    "failed": (
        "通过{channel}没能告诉{audience}。",
        "{audience} could not be told by {channel}.",
    ),
    "handed_to_person": (
        "将由工作人员当面或电话告诉{audience}。",
        "Somebody will call or visit to tell: {audience}.",
    ),
}

AUDIENCES: Mapping[str, Said] = {
    "applicant": ("申请人", "the applicant"),
    "agent": ("代办人", "the agent"),
    "department": ("承办单位", "the department"),
    "supervisor": ("督办人员", "the supervisor"),
    "party": ("当事人", "a party"),
    "dispatcher": ("调度员", "the dispatcher"),
    "mediator": ("调解员", "the mediator"),
    "originator": ("提议人", "who raised it"),
}

CHANNELS: Mapping[str, Said] = {
    "email": ("电子邮件", "e-mail"),
    "sms": ("短信", "text message"),
    "voice": ("语音电话", "voice call"),
    "in_app": ("站内消息", "the app"),
    "letter": ("信件", "letter"),
    "call": ("电话", "telephone call"),
    "visit": ("上门或电话", "visit or call"),
}

GRADES: Mapping[str, Said] = {
    "5": ("非常满意", "very good"),
    "4": ("满意", "good"),
    "3": ("基本满意", "fair"),
    "2": ("不满意", "bad"),
    "1": ("非常不满意", "very bad"),
}
