"""What the resident reads when a mediation is over: its outcome in plain words."""

from collections.abc import Mapping

from contracts.sealed import AnswerText
from services.kit.sealing.readers import Sealer

NEXT = "您仍可以通过仲裁、行政裁决或诉讼等途径解决,综治中心可以为您说明办法。"
WORDS: Mapping[str, str] = {
    "agreed": "各方当事人在综治中心达成了调解协议。协议内容由各方当事人保存。",
    "partly_agreed": (
        "各方当事人就部分事项达成了调解协议。其余事项各方可以选择继续调解;不继续的,"
        "可以通过仲裁、行政裁决或诉讼等途径解决,综治中心可以说明办法。"
    ),
    "self_settled": "各方当事人已自行和解,调解结束。",
    "unreachable": f"多次联系后仍有当事人没有回复,调解未能进行。{NEXT}",
    "unwilling": f"有当事人不愿意调解,调解依法结束。{NEXT}",
    "too_far_apart": f"各方意见差距较大,未能达成协议。{NEXT}",
    "refused_to_sign": f"有当事人未在调解协议上签字,协议没有成立。{NEXT}",
    "expired": f"调解期限已满,未能达成协议。{NEXT}",
    "stopped_by_party": f"有当事人要求停止调解,调解结束。{NEXT}",
    "reported": "调解中发现依法应当报告的情况,已移交有关机关处理。",
    "sham": "该纠纷不符合调解条件,调解结束。",
    "withdrawn": "调解申请已撤回,调解结束。",
    "other": f"调解已经结束,未能达成协议。{NEXT}",
}


def sealed_answers(sealer: Sealer) -> dict[str, str]:
    """One sealed text a result: whoever answers, the words are the same."""
    return {
        result: sealer.seal("intake", AnswerText(text=text))
        for result, text in WORDS.items()
    }
