"""Plain sentences for residents: what happened, one for each step."""

from collections.abc import Mapping

from services.intake.telling.language import Said
from services.intake.telling.mediation import MEDIATION

STEPS: Mapping[str, Said] = {
    "registered": ("您的事情已经登记。", "Your matter has been registered."),
    "accepted": (
        "市里已经受理,由我们负责到底。",
        "The city has accepted it and is answerable for it.",
    ),
    "drafted": ("您开始填写,还没有提交。", "You began a form; it is not handed in."),
    "expired": (
        "草稿没有在期限内提交,内容已经清除。",
        "The form was not handed in in time; what you wrote is gone.",
    ),
    "accepted_by_silence": (
        "窗口没有在法定时间内告知补正,依法自收到之日起已经受理(行政许可法第三十二条)。",
        "No correction was asked in time: accepted from the day it came (许可法 32).",
    ),
    "correction_requested": (
        "有内容需要您补正,已经一次列清,请在{until}前补好。",
        "Some things need correcting; all are listed. Please do so by {until}.",
    ),
    "corrected": ("您已经补正,窗口会再看一遍。", "You corrected it; we look again."),
    "declined": (
        "这件事市里不予受理{why},已经开具凭证。",
        "The city does not take it up{why}; you have that in writing.",
    ),
    "handed_over": (
        "已经连同材料移送给{where}您不用再跑一趟。",
        "It was handed over, with your papers, to {where} You need not go there.",
    ),
    "hand_over_confirmed": ("对方已经确认收到。", "They have said that they have it."),
    "answered_at_once": (
        "窗口当场答复了您。",
        "The window answered you at once.",
    ),
    "closed": ("办件已经结案。", "The matter is closed."),
    "triage": (
        "调度员正在确定由哪个单位办理。",
        "A dispatcher is choosing the right department.",
    ),
    "assigned_lead": (
        "已交给{office}主办。",
        "It was given to {office}, who leads.",
    ),
    "assigned_lead_again": (
        "事情没有办好,又交给{office}重新办。",
        "It was not settled: {office} takes it up again.",
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
    "contacted": ("{office}已经与您联系过。", "{office} has spoken to you."),
    "contact_failed": (
        "{office}联系过您,没有联系上。",
        "{office} tried to reach you and could not.",
    ),
    "contact_missed": (
        "{office}没有按时与您联系,已经记录并催办。",
        "{office} has not spoken to you in time; this is recorded and pressed.",
    ),
    "sub_assigned": (
        "{office}把其中一部分交给了{to},仍由{office}负责。",
        "{office} gave a part of it to {to} and stays answerable.",
    ),
    "designated": (
        "已经指定由{office}办理,不能再退回。",
        "{office} was named for good and cannot return it.",
    ),
    "meeting_held": (
        "有关单位已经开会商定由谁来办。",
        "The departments have met to settle whose duty it is.",
    ),
    "transferred": (
        "已从{office}转给{to}办理,期限不重新计算。",
        "It went from {office} to {to}; the time runs on.",
    ),
    "waived": (
        "不再等{office}的这一部分{why},其他单位接着办。",
        "It goes on without the part of {office}{why}.",
    ),
    "cancelled": (
        "{office}不用再办这件事了。",
        "{office} need not go on with it.",
    ),
    "paused": (
        "{office}的办理先停一停{why},最晚到{until}接着办。",
        "{office} has to wait{why}, until {until} at the latest.",
    ),
    "paused_by_law": (
        (
            "{office}要做法律规定的检验、鉴定、听证等{why},最晚到{until}。"
            "这段时间依法不算在期限里(行政许可法第四十五条),特此书面告诉您。"
        ),
        (
            "{office} needs an inspection, appraisal or hearing{why} until {until}. By "
            "law (行政许可法 45) this time does not count; this is your written notice."
        ),
    ),
    "resumed": (
        "{office}接着办了,应在{until}前办完。",
        "{office} is back at work and must finish by {until}.",
    ),
    "rescheduled": (
        "放假安排已经公布,{office}的期限改为{until}。",
        "The holidays are set: {office} must finish by {until}.",
    ),
    "extension_requested": (
        "{office}申请延长时间{why},正在等批准。",
        "{office} asks for more time{why}; this is being decided.",
    ),
    "extended": (
        "已批准{office}延长时间{why},最晚{until}办完。",
        "{office} was given more time{why} and must finish by {until}.",
    ),
    "extension_refused": (
        "没有批准{office}延长时间,期限不变。",
        "{office} was not given more time; the date stays.",
    ),
    "parked": (
        "这个问题{office}现在还解决不了{why},没有放下不管,{until}会再看一次。",
        "{office} cannot solve it yet{why}; it is kept and looked at on {until}.",
    ),
    "reminded": (
        "已经提醒{office}抓紧办(第{detail}次)。",
        "{office} was reminded ({detail}).",
    ),
    "case_supervised": (
        "上级正在督促这件事({detail}级督办)。",
        "The matter itself is now under supervision, level {detail}.",
    ),
    "supervised": (
        "已对{office}启动{detail}级督办。",
        "{office} is now under supervision, level {detail}.",
    ),
    "completed": ("{office}已经办完:{outcome}。", "{office} has finished: {outcome}."),
    "report_unreadable": (
        "{office}交给主办单位的材料无法读取,窗口正在请该单位重新提供。",
        "The words of {office} to the lead cannot be read; they are asked for again.",
    ),
    **MEDIATION,
    "answered": ("各单位已经答复:{outcome}。", "All have answered: {outcome}."),
    "elsewhere": ("您该找的是{where}。", "Those who can help are {where}."),
    "answer_unreadable": (
        "答复的文字无法读取,窗口正在请该单位重新提供。",
        "The words of the answer cannot be read; the window asks for them again.",
    ),
    "follow_up_reached": (
        "没有经手这件事的工作人员已经回访了您。",
        "Somebody who did not handle it has asked you how it went.",
    ),
    "follow_up_refused": (
        "我们回访过您,您不愿意回答。",
        "We asked how it went; you did not want to answer.",
    ),
    "follow_up_unreachable": (
        "我们回访过您,没有联系上。",
        "We wanted to ask how it went and could not reach you.",
    ),
    "still_fixed_asked": (
        "过了一个月,我们再问一次:问题现在还是好的吗?",
        "A month later we ask again: is it still solved?",
    ),
    "urged": (
        "您催了一次,已经转给正在办的单位,期限不变。",
        "You asked how far it is; those who have it are told. The date stays.",
    ),
    "supplemented": (
        "您补充了情况,已经转给正在办的单位。",
        "You added something; those who have it are given it.",
    ),
    "attached": (
        "您添加了附件,已经转给正在办的单位。",
        "You added a file; those who have the case may read it.",
    ),
    "evaluated": (
        "您评价了这次办理:{grade}。",
        "You judged how it was handled: {grade}.",
    ),
    "reopened": (
        "您说事情还没有解决{why},我们接着办。",
        "You say it is not settled{why}; we go on with it.",
    ),
    "erased": (
        "您说过的内容和联系方式已经清除,只留下办理时间。",
        "What was said, and how to reach you, is erased; only the dates stay.",
    ),
    "withdrawn": (
        "已经按您的意思撤回,不再办理。",
        "It was taken back as you asked; nobody goes on with it.",
    ),
}
