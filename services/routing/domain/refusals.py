"""Every no that routing says: a stable code and one plain sentence in each language."""

from services.kit.errors import Rejected
from services.routing.domain.handling import ALLOWED, MOST_TASKS, Task

STATES_ZH = {
    "assigned": "待签收",
    "acknowledged": "办理中",
    "returned": "退单待定",
    "completed": "已办结",
    "reassigned": "已改派",
}
ACTIONS_ZH = {
    "acknowledge": "签收(acknowledge)",
    "return": "退单(return)",
    "complete": "办结(complete)",
    "request-mediation": "申请调解(request-mediation)",
}


def unknown_task() -> Rejected:
    """The same words whether it does not exist or is another department's."""
    return Rejected(
        "unknown-task",
        "your department has no such task",
        "贵单位没有这个工单",
        status=404,
    )


def unknown_case() -> Rejected:
    return Rejected("unknown-case", "no such case is handled", "没有该办件", status=404)


def wrong_state(task: Task) -> Rejected:
    allowed = ALLOWED[task.state]
    en = ", ".join(allowed) or "nothing"
    zh = "、".join(ACTIONS_ZH[action] for action in allowed) or "等待,无可办操作"
    return Rejected(
        "wrong-state",
        f"the task is {task.state}; allowed now: {en}",
        f"工单当前为“{STATES_ZH[task.state]}”,现在可以:{zh}",
    )


def unknown_action() -> Rejected:
    return Rejected(
        "unknown-action",
        f"there is no such action; there are: {', '.join(ACTIONS_ZH)}",
        f"没有这种操作,可用的有:{'、'.join(ACTIONS_ZH.values())}",
        status=422,
    )


def another_department() -> Rejected:
    return Rejected(
        "another-department",
        "the reply names a department other than the one whose topic it came by",
        "回复中的单位与其所用通道的单位不一致",
        status=403,
    )


def key_reused() -> Rejected:
    return Rejected(
        "idempotency-key-reused",
        "this Idempotency-Key was used for another request: take a new one",
        "该 Idempotency-Key 已用于另一请求,请更换",
        status=422,
    )


def needed(field: str, zh: str) -> Rejected:
    return Rejected(
        f"{field}-needed",
        f"this action needs a {field}",
        f"此操作须填写{zh}",
        status=422,
    )


def not_in_the_list(field: str, zh: str, known: list[str]) -> Rejected:
    codes = ", ".join(known)
    return Rejected(
        f"unknown-{field}",
        f"the {field} is not one of: {codes}",
        f"{zh}不在清单内,可用的有:{codes}",
        status=422,
    )


def answer_too_long() -> Rejected:
    return Rejected(
        "answer-too-long",
        "the sealed answer is too long; an answer has at most 20,000 characters",
        "答复过长,答复最多两万字",
        status=422,
    )


def unknown_department() -> Rejected:
    return Rejected(
        "unknown-department",
        "the city has no department of this code",
        "本市没有这个代码的单位",
        status=422,
    )


def department_needed() -> Rejected:
    return Rejected(
        "department-needed",
        "an upheld return needs a department to go to",
        "同意退单时须指明改派单位",
        status=422,
    )


def same_department() -> Rejected:
    return Rejected(
        "same-department",
        "the task cannot go to the department that returned it; dismiss the return",
        "不能改派给退单的单位,可不同意退单",
        status=422,
    )


def not_returned(task: Task) -> Rejected:
    return Rejected(
        "wrong-state",
        f"the task is {task.state}; only a returned task can be decided on",
        f"工单当前为“{STATES_ZH[task.state]}”,只有退单待定的工单可以裁定",
    )


def not_in_triage(state: str) -> Rejected:
    return Rejected(
        "wrong-state",
        f"the handling is {state}; departments are named once, in triage",
        "该办件已派单,只有待人工派单的办件可以指定单位",
    )


def mediation_asked() -> Rejected:
    return Rejected(
        "already-with-mediation",
        "the mediation centre already has an open task of this case",
        "综治中心已有本办件的在办工单",
    )


def too_many_tasks() -> Rejected:
    return Rejected(
        "too-many-tasks",
        f"a handling has at most {MOST_TASKS} tasks",
        f"一个办件最多{MOST_TASKS}个工单",
    )
