"""Every no that is said about a topic: one plain sentence in each language."""

from services.dispute.deliberating.domain.moves import from_here, is_open
from services.dispute.deliberating.domain.topic import Topic
from services.kit.errors import Rejected

STATES_ZH = {
    "proposed": "待审核",
    "taken": "已采纳",
    "declined": "未采纳",
    "surveying": "征求意见中",
    "surveyed": "征求意见结束",
    "scheduled": "已安排协商会",
    "held": "已开协商会",
    "following": "跟踪承诺事项",
    "closed": "已结束",
}
ACTIONS_ZH = {
    "join": "并入同类办件",
    "leave": "退出提议",
    "take": "采纳",
    "decline": "不采纳",
    "remind_host": "催办审核",
    "reword": "修改公开文字",
    "support": "支持",
    "publish_survey": "发布问卷",
    "answer_survey": "填写问卷",
    "close_survey": "结束问卷",
    "schedule": "安排协商会",
    "move_meeting": "改期或改地点",
    "remind_of_meeting": "会前提醒",
    "brief": "发布背景材料",
    "speak": "提问或发言",
    "release": "公开并答复",
    "hold": "记录会议已召开",
    "minute": "整理会议纪要",
    "promise": "登记承诺事项",
    "progress": "更新进展",
    "settle": "承诺了结",
    "close": "结束议题",
    "forget": "到期清除个人信息",
}


def known(topic: Topic | None) -> Topic:
    if topic is None:
        raise unknown_topic()
    return topic


def demand(action: str, topic: Topic | None) -> Topic:
    """The topic, if the table lets it be done now."""
    topic = known(topic)
    if not is_open(action, topic.state):
        raise wrong_state(topic)
    return topic


def unknown_topic() -> Rejected:
    return Rejected("unknown-topic", "no such topic", "未找到该议题", status=404)


def wrong_state(topic: Topic) -> Rejected:
    allowed = from_here(topic.state, "host", "resident")
    en = ", ".join(allowed)
    zh = "、".join(f"{ACTIONS_ZH[name]}({name})" for name in allowed)
    return Rejected(
        "wrong-state",
        f"the topic is {topic.state}; possible now: {en}",
        f"议题当前为“{STATES_ZH[topic.state]}”,现在可以:{zh}",
    )


def not_listed(field: str, zh: str) -> Rejected:
    """A code that `deliberation.yaml` or `city.yaml` does not list."""
    return Rejected(
        f"unknown-{field}",
        f"`{field}` is none of the city's list: choose one that it lists",
        f"{zh}不在本市目录中,请从目录中选择",
        status=422,
    )


def not_ahead(field: str, zh: str) -> Rejected:
    return Rejected(
        "not-ahead",
        f"`{field}` has to be a time that is still to come",
        f"{zh}应晚于现在",
        status=422,
    )


def too_far(field: str, years: int, zh: str) -> Rejected:
    """A slip of the pen: the calendar of nobody reaches so far."""
    return Rejected(
        "too-far-ahead",
        f"`{field}` has to be a time within {years} year{'s' * (years > 1)} from now",
        f"{zh}应在现在起{years}年之内",
        status=422,
    )


def survey_too_long(days: int) -> Rejected:
    return Rejected(
        "survey-too-long",
        f"a survey is open for at most {days} days: let `until` be earlier",
        f"问卷最长开放{days}天,请提前截止时间",
        status=422,
    )


def survey_over() -> Rejected:
    return Rejected("survey-over", "the survey has ended", "问卷已经截止")


def not_begun() -> Rejected:
    return Rejected(
        "meeting-not-begun",
        "the meeting is still to come: record it once it has begun, or move it",
        "协商会尚未开始,请在会后记录,或先改期",
    )


def no_room(what: str, most: int, zh: str) -> Rejected:
    return Rejected(
        "no-room",
        f"a topic has at most {most} {what}",
        f"一个议题最多{most}{zh}",
    )


def answers_do_not_fit() -> Rejected:
    return Rejected(
        "answers-do-not-fit",
        "`answers` has one number for each question, from 1: the place of its choice",
        "请为每个问题选择一项,按选项序号从1开始填写",
        status=422,
    )


def answered_otherwise() -> Rejected:
    return Rejected(
        "answered-already",
        "you have answered this survey; everybody answers once",
        "您已经填写过本问卷,每人只能填写一次",
    )


def unknown_voice() -> Rejected:
    return Rejected(
        "unknown-voice",
        "no such question or statement on this topic",
        "该议题下没有这条提问或发言",
        status=404,
    )


def another_request() -> Rejected:
    return Rejected(
        "idempotency-key-reused",
        "this Idempotency-Key was used for another request: take a new one",
        "该 Idempotency-Key 已用于另一请求,请更换",
        status=422,
    )
