"""Every no about an agreement: which rule says so, and what would be right."""

from services.kit.errors import Rejected


def not_mediating() -> Rejected:
    return Rejected(
        "not-mediating",
        "not every party has agreed to mediate yet",
        "尚有当事人未同意调解",
        law="人民调解法 17",
    )


def not_written() -> Rejected:
    return Rejected(
        "agreement-in-writing",
        "only what is performed at once may be agreed by word of mouth: draft the"
        " agreement, let all sign it, and have it sealed",
        "只有即时履行完毕的才可以口头达成协议,其他的请制作调解协议书,各方签名后盖章",
        law="人民调解法 28",
    )


def text_offered() -> Rejected:
    return Rejected(
        "agreement-offered",
        "a text is before the parties: all sign it and it is sealed, or it is drafted"
        " anew",
        "调解协议书已经提交各方当事人,请各方签名后盖章,或者重新起草",
        law="人民调解法 29",
    )


def no_agreement() -> Rejected:
    return Rejected(
        "no-agreement",
        "there is no text yet: the mediator drafts it first",
        "还没有调解协议文本,请先由调解员起草",
        404,
    )


def not_offered() -> Rejected:
    return Rejected(
        "not-offered",
        "the text has not been put before the parties yet: offer it first",
        "调解协议尚未提交各方当事人,请先提交",
        law="人民调解法 29",
    )


def text_changed() -> Rejected:
    return Rejected(
        "text-changed",
        "the text is another one by now: read it again, and name its digest",
        "协议文本已经变更,请重新阅读,并按新文本防改动的编号(摘要)办理",
        law="人民调解法 29",
    )


def parties_changed() -> Rejected:
    return Rejected(
        "parties-changed",
        "the agreement has to be of all parties: draft it anew with each of them",
        "协议应当包括全部当事人,请按现有当事人重新起草",
        law="人民调解法 29",
    )


def duty_of_strangers() -> Rejected:
    return Rejected(
        "duty-between-parties",
        "who owes a duty and to whom are two different parties of this mediation",
        "义务人和权利人应当是本调解中两个不同的当事人",
        422,
        law="人民调解法 29",
    )


def duty_too_far() -> Rejected:
    return Rejected(
        "duty-too-far",
        "`due_on`: name a last day within 50 years from today",
        "due_on:履行期限应在今天起五十年之内",
        422,
        law="人民调解法 29",
    )


def duty_past(field: str) -> Rejected:
    return Rejected(
        "duty-past",
        f"{field}: this day has passed: name today or a later day",
        f"{field}:这一天已经过去,请填写今天或者今天以后的日期",
        422,
        law="人民调解法 29",
    )


def duty_past_by_now(place: int) -> Rejected:
    return Rejected(
        "duty-past",
        f"the last day of duty {place} has passed since it was drafted: draft it anew"
        " with a later `due_on`",
        f"第{place}项义务的履行期限在起草后已经过去,请改 due_on 重新起草",
        law="人民调解法 29",
    )


def unknown_type() -> Rejected:
    return Rejected(
        "unknown-dispute-type",
        "`dispute_type` is none of the city's list: see `dispute_types` in city.yaml",
        "dispute_type 不在本市纠纷类型清单中",
        422,
    )


def confirmable_unsaid() -> Rejected:
    return Rejected(
        "say-whether-confirmable",
        "some agreements of this kind no court confirms: say in `unconfirmable` on"
        " which ground, or `none`",
        "此类协议有的依法不能司法确认,请在 unconfirmable 中注明哪一种,没有的填 none",
        422,
        law="民诉法解释 355",
    )


def unknown_ground() -> Rejected:
    return Rejected(
        "unknown-ground",
        "`unconfirmable` is none of the list: see `unconfirmable` in agreements.yaml",
        "unconfirmable 不在清单中",
        422,
        law="民诉法解释 355",
    )


def ink_only() -> Rejected:
    return Rejected(
        "ink-only",
        "marriage, adoption and inheritance are signed on paper: sign at the counter,"
        " where it is recorded with a scan",
        "涉及婚姻、收养、继承的协议不适用电子签名,请到现场在纸质文本上签名",
        law="电子签名法 3",
    )


def nothing_in_ink() -> Rejected:
    return Rejected(
        "not-a-signer",
        "name whose signatures the scan shows: parties of this agreement or `mediator`",
        "请注明扫描件上是谁的签名:本协议的当事人或者 mediator",
        422,
    )


def guardian_signs() -> Rejected:
    return Rejected(
        "guardian-needed",
        "by_agent: for this party only the guardian signs: name the party there too",
        "by_agent:该当事人应由监护人签名,请同时填写",
        422,
        law="民法典 23",
    )


def scan_recorded() -> Rejected:
    return Rejected(
        "idempotency-key-reused",
        "this Idempotency-Key came with another scan before: take a new one",
        "该幂等键已用于另一份扫描件,请更换",
        422,
    )


def code_too_soon() -> Rejected:
    return Rejected(
        "code-too-soon",
        "a code is on its way: wait a minute before asking for another",
        "验证码已经发出,请一分钟后再获取",
        429,
    )


def codes_too_many() -> Rejected:
    return Rejected(
        "codes-too-many",
        "too many codes were asked for: try again in an hour, or sign at the counter",
        "获取验证码过于频繁,请一小时后再试,或者到现场签名",
        429,
    )


def no_code() -> Rejected:
    return Rejected(
        "no-code",
        "no code serves any more: ask for a new one",
        "没有可用的验证码,请重新获取",
        law="电子签名法 13",
    )


def code_expired() -> Rejected:
    return Rejected(
        "code-expired",
        "the code has served its time: ask for a new one",
        "验证码已过期,请重新获取",
        law="电子签名法 13",
    )


def wrong_code(left: int) -> Rejected:
    return Rejected(
        "wrong-code",
        f"that is not the code; tries that are left: {left}",
        f"验证码不对,还可以试{left}次",
        422,
        law="电子签名法 13",
    )


def already_signed() -> Rejected:
    return Rejected(
        "already-signed",
        "this party has signed exactly this text already",
        "该当事人已经签过这份文本",
    )


def unsigned() -> Rejected:
    return Rejected(
        "unsigned",
        "the seal follows when every party and the mediator have signed this text",
        "各方当事人和调解员都在本文本上签名后才能盖章",
        law="人民调解法 29",
    )


def already_effective() -> Rejected:
    return Rejected(
        "agreement-effective",
        "the agreement is sealed and binds: it is not changed any more",
        "调解协议已经盖章生效,不能再变更",
        law="人民调解法 31",
    )
