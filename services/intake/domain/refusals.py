"""Every no that intake says about a case: one plain sentence in each language."""

from collections.abc import Sequence

from services.kit.errors import Rejected

STATES_ZH = {
    "draft": "草稿",
    "expired": "草稿已过期",
    "registered": "已登记",
    "correction_requested": "待补正",
    "accepted": "已受理",
    "declined": "不予受理",
    "handed_over": "已移送",
    "answered_at_once": "已当场答复",
    "in_progress": "办理中",
    "answered": "已答复",
    "reopened": "已重新提出",
    "closed": "已结案",
    "withdrawn": "已撤回",
}
ACTIONS_ZH = {
    "save": "保存草稿(save)",
    "discard": "放弃草稿(discard)",
    "hand_in": "提交(hand_in)",
    "accept": "受理(accept)",
    "request_correction": "通知补正(request_correction)",
    "correct": "补正(correct)",
    "decline": "不予受理(decline)",
    "hand_over": "移送(hand_over)",
    "confirm_hand_over": "确认移送(confirm_hand_over)",
    "answer": "当场答复(answer)",
    "withdraw": "撤回(withdraw)",
    "attach": "添加附件(attach)",
    "take_back": "删除附件(take_back)",
    "urge": "催办(urge)",
    "supplement": "补充(supplement)",
    "evaluate": "评价(evaluate)",
    "reopen": "重新提出(reopen)",
    "expire": "草稿过期(expire)",
    "accept_by_silence": "依法视为受理(accept_by_silence)",
    "decline_uncorrected": "逾期未补正(decline_uncorrected)",
    "assign": "派单(assign)",
    "conclude": "整体办结(conclude)",
    "close": "结案(close)",
    "erase": "清除内容(erase)",
}


def wrong_state(state: str, allowed: tuple[str, ...]) -> Rejected:
    en = ", ".join(allowed) or "nothing"
    zh = "、".join(ACTIONS_ZH[name] for name in allowed) or "没有可办的操作"
    return Rejected(
        "wrong-state",
        f"the case is {state}; allowed now: {en}",
        f"办件当前为“{STATES_ZH[state]}”,现在可以:{zh}",
    )


def already_evaluated() -> Rejected:
    return Rejected(
        "already-evaluated",
        "this answer has been evaluated; each answer is evaluated once",
        "这次答复已经评价过,每次答复只评价一次",
    )


def too_late_to_reopen(days: int) -> Rejected:
    return Rejected(
        "too-late-to-reopen",
        f"the answer is more than {days} days old; hand the matter over anew",
        f"答复已超过{days}天,请重新登记办理",
    )


def no_room(most: int) -> Rejected:
    return Rejected(
        "no-room-to-supplement",
        f"a case takes at most {most} additions, about 37,000 characters in all;"
        " bring more to the window",
        f"一个办件最多补充{most}次、总共约3.7万字,更多材料请交到窗口",
    )


def too_much_for_all() -> Rejected:
    return Rejected(
        "too-much-for-all",
        "so many departments have this long case that no more can be sent to all;"
        " bring it to the window",
        "本件内容较长且承办单位较多,无法再补充,请将材料交到窗口",
    )


def urged_enough(most: int) -> Rejected:
    return Rejected(
        "urged-enough",
        f"the case was urged {most} times; call the service line instead",
        f"本件已催办{most}次,请直接拨打服务热线",
    )


def key_reused() -> Rejected:
    return Rejected(
        "idempotency-key-reused",
        "this Idempotency-Key was used for another request: take a new one",
        "该 Idempotency-Key 已用于另一请求,请更换",
        status=422,
    )


def too_late_to_ask() -> Rejected:
    return Rejected(
        "too-late-to-ask",
        "the time to ask for corrections is over: the case counts as accepted from"
        " its receipt (行政许可法 32)",
        "一次性告知补正的期限已过,依法自收到之日起即为受理(行政许可法第三十二条)",
    )


def asked_before(pointers: Sequence[str]) -> Rejected:
    named = ", ".join(pointers)
    return Rejected(
        "asked-before",
        f"one notice lists everything, and it was given; another may only name what"
        f" the correction itself changed, which these are not: {named}."
        " Accept the case, or decline it with a reason",
        f"补正应一次性告知,已经告知过;再次告知只能针对补正时新改动的内容,"
        f"以下不是:{named}。请受理,或说明理由不予受理",
    )


def still_needed(state: str) -> Rejected:
    return Rejected(
        "still-needed",
        f"the case is {state}, and somebody still owes an answer or waits for one:"
        " end it first, or have the hand-over confirmed",
        f"办件当前为“{STATES_ZH[state]}”,还有人在办或者在等,请先办结;"
        "紧急移送的请先确认对方已经接收",
    )


def saved_meanwhile() -> Rejected:
    return Rejected(
        "saved-meanwhile",
        "the draft has just been saved again: look at it, then hand it in",
        "草稿刚刚又保存过,请核对后再提交",
    )


def corrected_meanwhile() -> Rejected:
    return Rejected(
        "corrected-meanwhile",
        "somebody else has just corrected this case: read it again, then correct it",
        "刚刚有人更正了本件,请重新读取后再更正",
    )


def attachment_removed() -> Rejected:
    return Rejected(
        "attachment-removed",
        "this file was removed since; to hand it over again take a new key",
        "该附件已被删除,如需重新提交请更换 Idempotency-Key",
        status=410,
    )


def attached_enough(most: int) -> Rejected:
    return Rejected(
        "too-many-attachments",
        f"a case takes at most {most} files: put several into one PDF,"
        " or bring them to the window",
        f"一个办件最多{most}个附件,请合并为一个 PDF,或将材料交到窗口",
    )


def attached_too_much(most: int) -> Rejected:
    return Rejected(
        "attachments-too-large",
        f"all files of a case are at most {most} MB: make them smaller,"
        " or bring them to the window",
        f"一个办件的附件合计不超过 {most} MB,请压缩后再传,或将材料交到窗口",
        status=413,
    )
