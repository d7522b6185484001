"""Every word of the centre's own on a document, plain enough to be read aloud."""

from collections.abc import Mapping
from datetime import date, datetime

from services.dispute.domain.agreeing.agreement import SignedBy
from services.dispute.domain.agreeing.text import our_own
from services.dispute.domain.refusals import STATES
from services.dispute.domain.states import State
from services.kit.limits.calendar import SHANGHAI

NUMBER = "编号:{number}"
CAPTION = "扫码核对编号,看有没有改动"
SEAL = "(盖章处)"
SEALED = "已加盖\n调解组织印章\n{day}"
PAGE = "第 {page} 页,共 {pages} 页"
COPY = "本份由{who}保存"
OFFICE_COPY = "本份由调解组织留存"
DIGEST = "防改动的编号(文本摘要,SHA-256)"
THE_MEDIATOR = "调解员"
PARTY, MEDIATOR = "当事人 {who}:", "调解员:"
BY_AGENT = "当事人 {who}({agent}代签):"
AGENT = "{right}{name}"
AUTHORITIES: Mapping[str, str] = {
    "guardian": "监护人",
    "statutory": "法定代理人",
    "legal_representative": "法定代表人",
    "written_mandate": "委托代理人",
}
ACTS = "代理人"

HOW: Mapping[SignedBy, str] = {
    "code": "验证码电子签名 {at}",
    "login": "登录电子签名 {at}",
    "wet_ink": "纸质文本签名 {at}",
}

INVITATION = "调解邀请书"
FREE = "不收费,"
INVITED = (
    "{who}:有人就与您有关的纠纷申请调解。调解由您自愿决定,{free}您可以随时要求停止。"
    "请按短信、邮件或者来信中的链接告诉我们您是否同意。"
)
RIGHTS = "您的权利"
RIGHTS_TEXT = (
    "选择或者接受调解员;接受调解、拒绝调解或者要求终止调解;要求调解公开进行或者不公开"
    "进行;自主表达意愿、自愿达成调解协议(人民调解法 23)。"
)
DUTIES = "您的义务"
DUTIES_TEXT = (
    "如实陈述纠纷事实;遵守调解现场秩序;尊重对方当事人行使权利(人民调解法 24)。"
)

TERM = "调解期限告知书"
TERM_TOLD = "{who}:各方当事人已经同意调解。调解应当在下面的期限内结束。"
TERM_ENDS = "期限届满日"
TERM_LONGER = "延长"
TERM_LONGER_TEXT = (
    "经全部当事人同意可以延长;鉴定等所需时间不计入期限。期限届满没有达成协议的,调解"
    "终止,您可以通过其他途径解决。"
)

TERMINATION = "调解终止告知书"
TERMINATED = "{who}:本次调解没有达成协议,现依法终止。您仍可以通过下列途径维护权益。"
SETTLED = (
    "{who}:各方当事人已经自行和解,本次调解现依法终止。和解没有履行的,您仍可以通过下列途径维护"
    "权益。"
)
AGREED_IN_PART = (
    "{who}:本次调解就部分事项达成了协议,其余事项没有达成协议,现依法终止。其余事项您仍可以"
    "通过下列途径维护权益。"
)
UNDISPUTED = "各方同意记载的无争议事实"
REASON = "终止原因"
NEEDS, OPEN_UNTIL, BY_LAW = "需要准备:{needs}", "期限:{until}{law}", "({law})"
LIMITATION = "时效"
LIMITATION_TEXT = (
    "申请调解使诉讼时效中断,从调解终止之日起重新计算(民法典 195)。时效问题请尽早咨询"
    "律师,或者打12348。"
)

AGREEMENT = "调解协议书"

APPLICATION = "司法确认申请书"
APPLICATION_TEXT = (
    "申请人经{office}调解,于{day}达成调解协议(编号:{number}),协议自该日起生效。现依照"
    "《人民调解法》第三十三条、《民事诉讼法》第二百零五条,共同申请人民法院确认该调解协议"
    "有效。"
)
PROMISE = "申请人承诺"
PROMISE_TEXT = (
    "出于解决纠纷的目的自愿达成协议,没有恶意串通、规避法律的行为;如果因为该协议内容给"
    "他人造成损害的,愿意承担相应的民事责任和其他法律责任。"
)
APPLICANT, PARTIES = "申请人", "当事人"
TO_COURT = "此致\n人民法院"
IDENTITIES = "当事人身份信息表"
PROOF = "调解组织主持调解的证明"
PROOF_TEXT = (
    "兹证明下列当事人的纠纷由{office}主持调解,各方当事人自愿达成调解协议(编号:{number}),"
    "由当事人、调解员签名并于{day}加盖印章生效。协议防改动的编号(文本摘要)见下。"
)
TO_BE_FILLED_IN = "由当事人填写"
CONTACT = "送达地址和联系方式确认书"
CONTACT_TEXT = (
    "当事人确认下列地址和联系方式为人民法院送达的地址和联系方式;有变化的,及时书面告知。"
)

OPENNESS, OPEN, CLOSED = "调解方式", "公开调解", "不公开调解"
OPEN_OR_CLOSED = "调解公开还是不公开"
OPEN_OR_CLOSED_TEXT = (
    "调解不公开进行;各方当事人都要求公开的,公开进行。您随时可以在自己的网页上或者向调解员"
    "提出要求公开或者不公开(人民调解法 23)。"
)

ARCHIVE = "调解卷宗"
NONE, ENDED_FOR = "没有确定", "{state}:{reason}"
PARTIES_OF_IT = "当事人"
ACTED_FOR = "{who}({agent})"
LEFT = "{who}(已退出)"
ORAL_TERMS = "口头协议内容"
ORAL = "口头协议,当场履行完毕(人民调解法 30)"
MEDIATOR_WAS = "调解员"
ASKED_FIRST = "{at} 最近一次通知当事人{who}"
MET = "{at} 举行调解会,到场{came}方"
IS_OVER = "{at} 调解结束"
TERM_OF_IT, TERM_RAN = "调解期限", "{began}起,{ends}届满"
TERM_AGREED = "{at} 经全部当事人({who})同意,期限改到{until}"
NOT_COUNTED = "鉴定等不计入期限:{since}至{until}"
REFERRED = "引导的其他途径"
REST = "其余事项"
REST_STATES: Mapping[str | None, str] = {
    None: "由各方选择是否继续调解",
    "goes_on": "各方同意继续调解,另立卷宗",
    "ended": "不再调解,已告知其他途径",
}
REST_OF = "本案为编号{number}调解的其余事项"
COURSE = "办理经过"
PERFORMANCE = "履行情况"
CONFIRMATION = "司法确认情况"
RESULT = "调解结果"
DRAFTED, OFFERED = "{at} 起草调解协议", "{at} 提交各方当事人"
TOOK_EFFECT = "{at} 加盖印章,协议生效"
DUTY = "({place}) 期限{due},{state}"
DUTY_OPEN = "尚未履行"
DUTY_PERFORMED, DUTY_BREACHED = "已于{at}履行", "{at}记为未履行"
CONFIRMATION_STATES: Mapping[str, str] = {
    "none": "没有申请",
    "applied": "已共同申请",
    "accepted": "人民法院已受理",
    "not_accepted": "人民法院不予受理",
    "confirmed": "人民法院裁定确认有效",
    "refused": "人民法院裁定驳回申请",
    "withdrawn": "已撤回申请",
}


def state_in_words(state: State) -> str:
    """As it is called everywhere else."""
    return say(STATES[state][0])


def say(words: str, **named: object) -> str:
    return our_own(words, **named)


def in_groups(digest: str) -> str:
    """For people who compare it, and short enough to stand on a line unbroken."""
    return " ".join(digest[at : at + 16] for at in range(0, len(digest), 16))


def day(moment: datetime | date) -> str:
    """By the city's calendar."""
    local = moment.astimezone(SHANGHAI) if isinstance(moment, datetime) else moment
    return f"{local.year}年{local.month}月{local.day}日"


def minute(moment: datetime) -> str:
    return f"{day(moment)}{moment.astimezone(SHANGHAI):%H:%M}"
