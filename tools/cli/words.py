"""What a fact means, in a sentence anybody understands."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from contracts.envelope import Payload
from tools.access.installation import Installation

HERE = ZoneInfo("Asia/Shanghai")
GROUPS = ("organisations", "categories", "channels")
LANGUAGES = ("zh", "en")
SENTENCES: Mapping[str, tuple[str, str]] = {
    "intake.case-registered": (
        "登记收件,渠道 {channel}",
        "registered, channel {channel}",
    ),
    "intake.case-accepted": (
        "受理:{category},区域 {area}",
        "accepted: {category}, area {area}",
    ),
    "intake.case-answered": (
        "答复群众:{outcome}",
        "the resident has the answer: {outcome}",
    ),
    "routing.handling-planned": (
        "按规则 {rule} 派给 {lead}",
        "rule {rule} sends it to {lead}",
    ),
    "routing.triage-requested": (
        "没有规则可用,请调度员指定,期限 {due_at}",
        "no rule knows it; a dispatcher decides by {due_at}",
    ),
    "routing.task-assigned": (
        "交办 {department}({role}),期限 {due_at}",
        "{department} is answerable ({role}) until {due_at}",
    ),
    "routing.task-acknowledged": ("{department} 签收", "{department} signed for it"),
    "routing.task-returned": (
        "{department} 退单:{reason}({law})",
        "{department} says it is not its duty: {reason} ({law})",
    ),
    "routing.return-decided": (
        "调度员对 {department} 退单的决定:{decision}",
        "the dispatcher on the return of {department}: {decision}",
    ),
    "routing.task-overdue": ("{department} 超期", "{department} is overdue"),
    "routing.task-supervised": (
        "{department} 进入 {level} 级督办",
        "supervision level {level} for {department}",
    ),
    "routing.task-completed": (
        "{department} 办结:{outcome}",
        "{department} finished: {outcome}",
    ),
    "routing.case-concluded": (
        "整体办结:{outcome}",
        "all departments have finished: {outcome}",
    ),
    "dispute.mediation-opened": ("综治中心开始调解", "the mediation has begun"),
    "dispute.invitation-sent": ("已邀请一方当事人", "a party was invited"),
    "dispute.party-answered": (
        "一方当事人答复,愿意调解:{accepts}",
        "a party answered, willing: {accepts}",
    ),
    "dispute.mediation-agreed": ("调解达成协议", "the parties agreed"),
    "dispute.mediation-ended": (
        "调解结束:{reason}",
        "the mediation ended: {reason}",
    ),
    "notification.message-sent": (
        "已通知({audience},{template},{channel})",
        "told ({audience}, {template}, {channel})",
    ),
    "notification.message-failed": (
        "通知失败({audience},{template}):{reason}",
        "could not tell ({audience}, {template}): {reason}",
    ),
    "notification.message-handed-to-person": (
        "改由人工告知({audience},{template})",
        "somebody calls or visits ({audience}, {template})",
    ),
}


CODES: Mapping[str, tuple[str, str]] = {
    "lead": ("主办", "lead"),
    "co_handler": ("协办", "co-handler"),
    "upheld": ("同意退单", "upheld"),
    "dismissed": ("不同意退单", "dismissed"),
    "applicant": ("申请人", "applicant"),
    "agent": ("代办人", "agent"),
    "department": ("承办单位", "department"),
    "supervisor": ("督办人", "supervisor"),
    "dispatcher": ("调度员", "dispatcher"),
    "party": ("当事人", "party"),
    "True": ("是", "yes"),
    "False": ("否", "no"),
}


class Words:
    """Codes become the city's names; an unknown fact keeps its own."""

    def __init__(self, names: Mapping[str, str], place: int) -> None:
        self._names = names
        self._place = place

    def sentence(self, type: str, fact: Payload) -> str:
        found = SENTENCES.get(type.removeprefix("tongban.").rpartition(".v")[0])
        if found is None:
            return type
        return found[self._place].format_map(self._named(fact))

    def _named(self, fact: Payload) -> dict[str, Any]:
        return {name: self._word(value) for name, value in fact.model_dump().items()}

    def _word(self, value: Any) -> Any:
        if isinstance(value, datetime):
            return f"{value.astimezone(HERE):%Y-%m-%d %H:%M}"
        return self._names.get(str(value), value)


def words_of(installation: Installation, language: str) -> Words:
    """Names from `city.yaml`, in Chinese (zh) or English (en)."""
    city = yaml.safe_load((installation.city / "city.yaml").read_text())
    key = "name_en" if language == "en" else "name"
    rows = [row for group in GROUPS for row in city[group]]
    names = {row["code"]: row.get(key, row["name"]) for row in rows}
    names |= {code: row[language] for code, row in city["outcomes"].items()}
    place = LANGUAGES.index(language)
    codes = {code: words[place] for code, words in CODES.items()}
    return Words(codes | names | city["areas"], place)
