"""What may be wrong with any action: whose it is, when it comes, what it says."""

from collections.abc import Mapping

from services.kit.errors import Rejected
from services.routing.domain.moves import ACTIONS, ALLOWED, MOVE
from services.routing.domain.refusals.words import CASES_ZH, STATES_ZH, called
from services.routing.domain.task import Task


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
    """For the department: what its task is, and what it may do with it now."""
    allowed = ALLOWED[task.state]
    en = ", ".join(allowed) or "nothing"
    zh = "、".join(called(action) for action in allowed) or "等待,无可办操作"
    return Rejected(
        "wrong-state",
        f"the task is {task.state}; allowed now: {en}",
        f"工单当前为“{STATES_ZH[task.state]}”,现在可以:{zh}",
    )


def not_now(task: Task, action: str) -> Rejected:
    """For whoever decides: in which states that can be done."""
    of = MOVE[action].of
    zh = "、".join(f"“{STATES_ZH[state]}”" for state in of)
    return Rejected(
        "wrong-state",
        f"the task is {task.state}; {action} needs one that is {' or '.join(of)}",
        f"工单当前为“{STATES_ZH[task.state]}”,{zh}的工单才能{called(action)}",
    )


def case_is(state: str, wanted: str) -> Rejected:
    return Rejected(
        "wrong-state",
        f"the handling is {state}; this needs one that is {wanted}",
        f"办件当前为“{CASES_ZH[state]}”,“{CASES_ZH[wanted]}”的办件才能这样办",
    )


def not_in_triage(state: str) -> Rejected:
    return Rejected(
        "wrong-state",
        f"the handling is {state}; departments are named once, in triage",
        f"办件当前为“{CASES_ZH[state]}”,“待人工派单”的办件才能指定单位",
    )


def unknown_action() -> Rejected:
    return Rejected(
        "unknown-action",
        f"there is no such action; there are: {', '.join(ACTIONS)}",
        f"没有这种操作,可用的有:{'、'.join(map(called, ACTIONS))}",
        status=422,
    )


def unreadable(wrong: str) -> Rejected:
    return Rejected(
        "unreadable",
        "this reply cannot be read; check it against the schema of"
        f" tongban.department.task-reply.v1: {wrong}",
        f"这条回复无法读取,请对照 tongban.department.task-reply.v1 的模式检查:{wrong}",
        status=422,
    )


def another_department() -> Rejected:
    return Rejected(
        "another-department",
        "the reply names a department other than the one whose topic it came by",
        "回复中的单位与其所用通道的单位不一致",
        status=403,
    )


def forged_source() -> Rejected:
    return Rejected(
        "forged-source",
        "the source of this reply is somebody else's; yours begins with"
        " /departments/<your code>/",
        "回复的 source 冒用了他人名义,应以 /departments/<贵单位代码>/ 开头",
        status=403,
    )


def forged_subject() -> Rejected:
    return Rejected(
        "forged-subject",
        "the subject of this reply is not its case: it must be data.case_id",
        "回复的 subject 与所办事项不符,应与 data.case_id 相同",
        status=422,
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
        f"this action needs {field}",
        f"此操作须填写{zh}({field})",
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


def chosen(
    known: Mapping[str, str], code: str | None, zh: str, field: str = "reason"
) -> str:
    """The code, if it is one of the city's list; raises what is wrong with it."""
    if code is None:
        raise needed(field, zh)
    if code not in known:
        raise not_in_the_list(field, zh, sorted(known))
    return code


def answer_needed() -> Rejected:
    return Rejected(
        "answer-needed",
        "the lead completes with an answer: it is what the resident reads (answer)",
        "主办单位办结须填写给群众的答复(answer)",
        status=422,
    )


def answer_too_long() -> Rejected:
    return Rejected(
        "answer-too-long",
        "the sealed answer is too long; an answer has at most 20,000 characters",
        "答复过长,答复最多两万字",
        status=422,
    )


def answer_not_for_intake() -> Rejected:
    return Rejected(
        "answer-not-for-intake",
        "the answer is no JWE that intake has a key for: seal it with the newest"
        " keys/intake.jwk, with that key's kid, and reply again under a new id",
        "答复没有用受理系统现有的公钥加密:请用最新的 keys/intake.jwk 重新加密,"
        "并在头部写明其 kid,再以新的 id 重新回复",
        status=422,
    )


def unknown_department() -> Rejected:
    return Rejected(
        "unknown-department",
        "the city has no department of this code",
        "本市没有这个代码的单位",
        status=422,
    )


def accused() -> Rejected:
    return Rejected(
        "accused",
        "the report is about this organisation, or about one above it: name another",
        "该举报涉及此单位或其上级单位,须交其他单位办理",
        status=422,
        law="济南 32",
    )


def asked_already() -> Rejected:
    return Rejected(
        "asked-already",
        "this has been asked before; it is not asked twice",
        "已经申请过,不能重复申请",
    )


def nothing_asked(zh: str) -> Rejected:
    return Rejected(
        "nothing-asked",
        "the department has not asked for that, or it has been decided",
        f"该单位没有待审批的{zh}申请",
    )
