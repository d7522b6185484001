"""Every no after an agreement: which rule says so, and what would be right."""

from services.kit.errors import Rejected


def not_effective() -> Rejected:
    return Rejected(
        "agreement-not-effective",
        "there is no sealed agreement in writing: it binds from the seal on",
        "没有已经盖章生效的书面调解协议",
        law="人民调解法 29",
    )


def unknown_duty() -> Rejected:
    return Rejected(
        "unknown-duty",
        "the agreement has no such duty: ask for the list of its duties",
        "协议中没有这项义务,请先查看义务清单",
        404,
    )


def not_entitled() -> Rejected:
    return Rejected(
        "not-entitled",
        "only who is entitled to a duty says whether it was done",
        "只有权利人可以确认该义务是否履行",
        status=403,
        law="人民调解法 31",
    )


def done_already() -> Rejected:
    return Rejected(
        "duty-performed",
        "this duty was performed",
        "该项义务已经履行",
    )


def not_due() -> Rejected:
    return Rejected(
        "duty-not-due",
        "its last day has not passed yet: until then it is not broken",
        "履行期限尚未届满",
        law="人民调解法 31",
    )


def unknown_breach() -> Rejected:
    return Rejected(
        "unknown-breach",
        "`reason` is none of the list: see `breach_reasons` in agreements.yaml",
        "reason 不在清单中",
        422,
    )


def not_confirmable() -> Rejected:
    return Rejected(
        "not-confirmable",
        "no court confirms an agreement of this kind: it binds all the same, and may be"
        " taken to court if it is not kept",
        "此类调解协议依法不能司法确认;协议仍有约束力,不履行的可以起诉",
        law="民诉法解释 355",
    )


def not_applied_for() -> Rejected:
    return Rejected(
        "not-applied-for",
        "the parties have not asked a court yet: it takes all of them",
        "各方当事人尚未共同申请司法确认",
        law="民诉法 205",
    )


def too_late() -> Rejected:
    return Rejected(
        "confirmation-too-late",
        "the 30 days after the seal are over: a court may still be asked to enforce the"
        " agreement by a suit",
        "自协议生效之日起三十日的申请期限已过,仍可以就协议的履行提起诉讼",
        law="人民调解法 33",
    )


def not_possible(state: str) -> Rejected:
    return Rejected(
        "not-possible-now",
        f"this cannot follow while the confirmation is `{state}`",
        "当前状态不能进行该操作",
        law="民诉法 205",
    )
