"""Every no that intake says about a case: one plain sentence in each language."""

from services.kit.errors import Rejected

STATES_ZH = {
    "registered": "已登记",
    "accepted": "已受理",
    "in_progress": "办理中",
    "answered": "已答复",
    "reopened": "已重新提出",
    "withdrawn": "已撤回",
}
ASKS_ZH = {
    "withdraw": "撤回(withdraw)",
    "urge": "催办(urge)",
    "supplement": "补充(supplement)",
    "evaluate": "评价(evaluate)",
    "reopen": "重新提出(reopen)",
}


def wrong_state(state: str, allowed: tuple[str, ...]) -> Rejected:
    en = ", ".join(allowed) or "nothing"
    zh = "、".join(ASKS_ZH[name] for name in allowed) or "没有可办的操作"
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
