"""Why something is not to be done now, in words, with the rule behind it."""

from collections.abc import Mapping

from services.dispute.domain.errors import mediation_over, unknown_mediation
from services.dispute.domain.mediation import Mediation
from services.dispute.domain.moves import is_open, law_of
from services.dispute.domain.states import State
from services.kit.errors import Rejected

STATES: Mapping[State, tuple[str, str]] = {
    "awaiting_task": ("尚未受理", "not taken up yet"),
    "opened": ("已受理,待通知各方", "taken up, and waits for its parties"),
    "inviting": ("征求意愿中", "asking its parties whether they want to mediate"),
    "selecting": ("确定调解员中", "about to have its mediator"),
    "mediating": ("调解中", "being mediated"),
    "agreed": ("达成协议", "agreed"),
    "partly_agreed": ("部分达成协议", "agreed in part"),
    "ended": ("调解终止", "ended"),
}
ACTIONS: Mapping[str, tuple[str, str]] = {
    "take_task": ("受理", "taking it up"),
    "take_content": ("获知内容", "learning what it is about"),
    "lose_content": ("不再知悉内容", "forgetting what it is about"),
    "screen": ("询问风险", "asking about danger"),
    "name_party": ("增加当事人", "naming a party"),
    "name_agent": ("登记代理人", "naming an agent"),
    "represent": ("推选代表人", "standing for a group"),
    "leave": ("当事人退出", "leaving it"),
    "miss_contact": ("逾期未联系", "missing the first contact"),
    "accept": ("同意调解", "saying yes"),
    "refuse": ("拒绝调解", "saying no"),
    "stop": ("要求终止", "stopping it"),
    "leave_group": ("被代表人退出", "leaving a group"),
    "open_or_close": ("要求公开或者不公开", "asking for it to be open or closed"),
    "notice": ("再次通知", "asking again"),
    "give_up": ("联系不上", "giving up on somebody silent"),
    "prefer": ("选择调解员", "choosing a mediator"),
    "appoint": ("指定调解员", "appointing a mediator"),
    "appoint_in_time": ("到期指定", "appointing when time is up"),
    "confirm": ("调解员确认", "confirming as its mediator"),
    "step_down": ("调解员推辞", "stepping down as its mediator"),
    "answer_too_late": ("调解员逾期未答复", "not answering in time"),
    "challenge": ("申请更换调解员", "having the mediator replaced"),
    "ask_for_term": ("征求变更期限", "asking for another term"),
    "consent": ("同意延长期限", "consenting to more time"),
    "appraise": ("记录鉴定时间", "leaving out an appraisal's time"),
    "warn": ("提醒期限将满", "warning of the end of the term"),
    "refer": ("引导其他途径", "showing another way"),
    "draft": ("起草协议", "drafting an agreement"),
    "offer": ("提交协议", "offering an agreement"),
    "sign": ("签署协议", "signing an agreement"),
    "sign_in_ink": ("记录纸质签名", "recording what was signed in ink"),
    "seal": ("加盖印章", "sealing an agreement"),
    "miss_seal": ("逾期未盖章", "missing its seal"),
    "refuse_to_sign": ("拒绝签字", "refusing to sign"),
    "perform": ("确认履行", "confirming that a duty was done"),
    "breach": ("记录未履行", "recording that a duty was not done"),
    "remind": ("提醒履行", "reminding of a duty"),
    "remind_of_court": ("提醒申请司法确认", "reminding of a court's confirmation"),
    "apply": ("申请司法确认", "asking a court to confirm it"),
    "decide": ("记录司法确认结果", "recording what a court decides"),
    "agree": ("达成协议", "agreeing"),
    "want_the_rest": ("继续调解其余事项", "going on with the rest"),
    "leave_the_rest": ("不再调解其余事项", "leaving the rest"),
    "rest_lapses": ("其余事项逾期未选择", "leaving the rest by silence"),
    "continue_rest": ("为其余事项另行调解", "mediating the rest by itself"),
    "end": ("终止调解", "ending it"),
    "expire": ("期限届满", "running out of time"),
    "schedule_session": ("安排会面", "planning a sitting"),
    "move_session": ("会面改期", "moving a sitting"),
    "cancel_session": ("取消会面", "calling a sitting off"),
    "remind_of_sitting": ("提醒会面", "reminding of a sitting"),
    "hold_session": ("登记到场情况", "noting who came to a sitting"),
    "state": ("陈述", "stating something"),
    "propose": ("提出方案", "proposing something"),
    "keep_minutes": ("制作笔录", "keeping minutes"),
    "show_words": ("向他方出示", "showing words to others"),
    "put_facts": ("记载无争议事实", "putting facts on record"),
    "consent_to_facts": ("同意记载无争议事实", "agreeing to facts on record"),
    "report_danger": ("报告危险情形", "reporting danger"),
    "tell_of_report": ("告知已经报告", "telling of a report"),
    "erase_words": ("清除谈话内容", "erasing words"),
    "close": ("交办事项结束", "closing with its task"),
}


def must_be_open(mediation: Mediation | None, action: str) -> Mediation:
    """The mediation, where the table of moves lets `action` begin from its state."""
    if mediation is None or mediation.state == "awaiting_task":
        raise unknown_mediation()
    if is_open(action, mediation.state):
        return mediation
    if mediation.over:
        raise mediation_over()
    state_zh, state_en = STATES[mediation.state]
    action_zh, action_en = ACTIONS[action]
    raise Rejected(
        "not-now",
        f"{action_en} is not possible while the mediation is {state_en}",
        f"该调解{state_zh},不能{action_zh}",
        law=law_of(action),
    )
