"""Plain sentences about a mediation: its course, and nothing that was said in it."""

from collections.abc import Mapping

from services.intake.telling.language import Said

MEDIATION: Mapping[str, Said] = {
    "mediation_opened": (
        "综治中心已经开始调解。",
        "The mediation centre has taken up the dispute.",
    ),
    "party_invited": (
        "已经邀请一方当事人参加调解。",
        "A party has been invited to the mediation.",
    ),
    "party_invited_again": (
        "有一方当事人没有回复,已经换一种方式再次邀请。",
        "A party has not answered; it was invited again, in another way.",
    ),
    "party_answered": (
        "一方当事人已经答复调解邀请。",
        "A party has answered the invitation.",
    ),
    "party_silent": (
        "有一方当事人在期限内没有回复调解邀请。",
        "A party has not answered the invitation in time.",
    ),
    "mediator_jointly": (
        "各方当事人一起选定了调解员,正在等调解员确认。",
        "The parties chose a mediator together, who now says whether it is possible.",
    ),
    "mediator_appointed": (
        "综治中心指定了调解员,正在等调解员确认。",
        "The mediation centre named a mediator, who now says whether it is possible.",
    ),
    "mediator_confirmed": (
        "调解员已经接手,应在{until}前调解完。",
        "The mediator has begun; the mediation has time until {until}.",
    ),
    "mediator_replaced": (
        "要换一位调解员,正在重新选定。",
        "Another mediator is being chosen.",
    ),
    "session_scheduled": (
        "定好了调解会:{until}。",
        "The parties will meet on {until}.",
    ),
    "session_moved": (
        "调解会改到{until}。",
        "The meeting was moved to {until}.",
    ),
    "session_held": ("开过一次调解会。", "The parties have met."),
    "term_extended": (
        "各方都同意再谈一段时间,最晚到{until}。",
        "All parties want to go on; there is time until {until}.",
    ),
    "term_shortened": (
        "各方说好早些有个结果,最晚到{until}。",
        "All parties agreed to a shorter time; there is time until {until}.",
    ),
    "term_excluded": (
        "鉴定的时间不算在调解期限里,期限顺延到{until}。",
        "An appraisal does not count; there is time until {until}.",
    ),
    "agreement_offered": (
        "调解协议已经写好,等各方签字。",
        "The agreement is written; all have to sign it.",
    ),
    "agreement_on_paper": (
        "调解协议已经写好,依法要到窗口当面签字。",
        "The agreement is written; by law it is signed on paper at the counter.",
    ),
    "mediation_agreed": ("调解达成了协议。", "The parties have agreed."),
    "mediation_partly_agreed": (
        "调解达成了部分协议。",
        "The parties have agreed on a part.",
    ),
    "rest_goes_on": (
        "没有谈成的部分,各方都愿意接着调解。",
        "All parties want to mediate what is not agreed yet.",
    ),
    "rest_ended": (
        "没有谈成的部分不再调解,综治中心会告诉各方还可以怎么办。",
        "The rest is not mediated further; the parties hear where else to go.",
    ),
    "mediation_ended": (
        "调解没有达成协议:{reason}。",
        "The mediation ended without an agreement: {reason}.",
    ),
    "mediation_referred": (
        "综治中心说明了其他的解决办法,并告诉了各方怎么办。",
        "The centre has shown the parties another way to settle it.",
    ),
    "duty_performed": (
        "协议约定的一件事已经办到。",
        "One thing that was agreed has been done.",
    ),
    "agreement_performed": (
        "协议约定的事已经全部办到。",
        "Everything that was agreed has been done.",
    ),
    "duty_breached": (
        "协议约定的一件事没有按时办到,综治中心正在告诉各方可以怎么办。",
        "One thing that was agreed was not done; the parties hear what they can do.",
    ),
    "confirmation_applied": (
        "各方已经共同申请法院确认调解协议。",
        "The parties asked a court together to confirm the agreement.",
    ),
    "confirmation_accepted": (
        "法院已经受理确认申请。",
        "The court has taken the application up.",
    ),
    "confirmation_not_accepted": (
        "法院没有受理确认申请,协议本身仍然有效。",
        "The court did not take it up; the agreement itself still binds.",
    ),
    "confirmation_confirmed": (
        "法院确认了调解协议,对方不做的,可以请法院让对方照办(强制执行)。",
        "The court confirmed the agreement: a court can make people keep to it.",
    ),
    "confirmation_refused": (
        "法院没有确认调解协议,可以重新调解或者去法院起诉。",
        "The court did not confirm it: mediate again, or sue.",
    ),
    "confirmation_withdrawn": (
        "确认申请已经撤回,协议本身仍然有效。",
        "The application was taken back; the agreement itself still binds.",
    ),
}
