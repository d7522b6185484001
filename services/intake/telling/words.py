"""Plain sentences for residents: what happened, who has it, what comes next."""

from collections.abc import Mapping

from services.intake.telling.language import Said

STEPS: Mapping[str, Said] = {
    "registered": ("您的事情已经登记。", "Your matter has been registered."),
    "accepted": (
        "市里已经受理,由我们负责到底。",
        "The city has accepted it and is answerable for it.",
    ),
    "triage": (
        "调度员正在确定由哪个单位办理。",
        "A dispatcher is choosing the right department.",
    ),
    "assigned_lead": (
        "已交给{office}主办。",
        "It was given to {office}, who leads.",
    ),
    "assigned_co_handler": (
        "{office}参与协办。",
        "{office} takes part in it.",
    ),
    "acknowledged": ("{office}已经签收。", "{office} has signed for it."),
    "returned": (
        "{office}认为不属于其职责,调度员正在核定;办理期限不因此延长。",
        "{office} says it is another's duty; a dispatcher decides. The time runs on.",
    ),
    "return_upheld": (
        "已同意{office}退单,将由其他单位接手。",
        "{office} was right to return it: another department takes over.",
    ),
    "return_dismissed": (
        "调度员决定仍由{office}办理。",
        "The dispatcher decided: {office} keeps it.",
    ),
    "overdue": (
        "{office}没有按时办完,已经记录并催办。",
        "{office} did not finish in time; this is recorded and pressed.",
    ),
    "supervised": (
        "已对{office}启动{detail}级督办。",
        "{office} is now under supervision, level {detail}.",
    ),
    "completed": ("{office}已经办完:{outcome}。", "{office} has finished: {outcome}."),
    "mediation_opened": (
        "综治中心已经开始调解。",
        "The mediation centre has taken up the dispute.",
    ),
    "party_invited": (
        "已经邀请一方当事人参加调解。",
        "A party has been invited to the mediation.",
    ),
    "party_answered": (
        "一方当事人已经答复调解邀请。",
        "A party has answered the invitation.",
    ),
    "mediation_agreed": ("调解达成了协议。", "The parties have agreed."),
    "mediation_partly_agreed": (
        "调解达成了部分协议。",
        "The parties have agreed on a part.",
    ),
    "mediation_ended": (
        "调解没有达成协议:{reason}。",
        "The mediation ended without an agreement: {reason}.",
    ),
    "answered": ("各单位已经答复:{outcome}。", "All have answered: {outcome}."),
    "answer_unreadable": (
        "答复的文字无法读取,窗口正在请该单位重新提供。",
        "The words of the answer cannot be read; the window asks for them again.",
    ),
}

NEXT: Mapping[str, Said] = {
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
    "between": (
        "接下来等待其他单位接手或汇总答复,您不用做什么。",
        "Next another department takes over, or the answers are put together.",
    ),
    "answered": (
        "没有别的步骤了。如果问题没有解决,请打 {help_line},报办件号,我们接着办。",
        "Nothing is left to do. Not solved? Call {help_line} and say your number.",
    ),
}

TOLD: Mapping[str, Said] = {
    "sent": ("已通过{channel}告诉{audience}。", "{audience} was told by {channel}."),
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
}

CHANNELS: Mapping[str, Said] = {
    "email": ("电子邮件", "e-mail"),
    "sms": ("短信", "text message"),
    "visit": ("上门或电话", "visit or call"),
}
