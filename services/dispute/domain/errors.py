"""What may be refused without a look at where the mediation stands."""

from services.kit.errors import Rejected


def unknown_invitation() -> Rejected:
    """The same words whatever was wrong with the token."""
    return Rejected(
        "unknown-invitation",
        "no invitation is known by this link",
        "该链接对应的调解邀请不存在",
        status=404,
    )


def unknown_mediation() -> Rejected:
    return Rejected(
        "unknown-mediation", "no such mediation", "未找到该调解", status=404
    )


def represented() -> Rejected:
    return Rejected(
        "represented",
        "others stand for this party; it may say no, and then it leaves",
        "该当事人已由代表人代表,可以要求退出",
        law="宁波 20",
    )


def mediation_over() -> Rejected:
    return Rejected("mediation-over", "the mediation is over", "该调解已经结束")


def unknown_party() -> Rejected:
    return Rejected("unknown-party", "no such party", "未找到该当事人", status=404)


def guardian_needed() -> Rejected:
    return Rejected(
        "guardian-needed",
        "somebody under age or without full capacity mediates by their guardian: the"
        " mediator records who that is",
        "未成年人和不能完全辨认自己行为的人由监护人代为参加调解,请告知调解员",
        law="民法典 23",
    )
