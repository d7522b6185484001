"""Noes about those who handle a case together, and about its end."""

from services.kit.errors import Rejected
from services.routing.domain.handling import MOST_CALLED, MOST_ROUNDS, MOST_TASKS


def co_handlers_open(departments: list[str]) -> Rejected:
    names = ", ".join(sorted(set(departments)))
    return Rejected(
        "co-handlers-open",
        f"the lead completes last; still to report: {names}",
        f"主办单位最后办结,尚有协办单位未报告:{names}",
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


def too_many_called() -> Rejected:
    return Rejected(
        "too-many-called",
        f"a case that has had {MOST_CALLED} tasks is given to no more by those who"
        " handle it: the rest is for moves and later rounds",
        f"一个办件满{MOST_CALLED}个工单后不再增加协办或下派,其余留给改派和重新办理",
    )


def too_many_rounds() -> Rejected:
    return Rejected(
        "too-many-rounds",
        f"a handling has at most {MOST_ROUNDS} rounds",
        f"一个办件最多办理{MOST_ROUNDS}轮",
    )


def streets_only() -> Rejected:
    return Rejected(
        "streets-only",
        "only a street or a town whistles",
        "只有街道(乡镇)可以吹哨",
        status=403,
    )


def there_already() -> Rejected:
    return Rejected(
        "there-already",
        "the department already has an open task here",
        "该单位已有本办件的在办工单",
    )


def community_leads_not() -> Rejected:
    return Rejected(
        "community-leads-not",
        "a community leads only what the city's list allows it; name its street",
        "社区只能主办清单内的事项,请指定其所属街道",
        status=422,
        law="北京 17",
    )


def not_below() -> Rejected:
    return Rejected(
        "not-below",
        "a part goes down to a unit or community of your own",
        "只能下派给本单位的下属单位或社区",
        status=422,
    )


def not_a_co_handler() -> Rejected:
    return Rejected(
        "not-a-co-handler",
        "only a co-handler's part can be waived; the lead's can be transferred",
        "只有协办工单可以免办,主办工单可以转派",
    )


def nobody_whistled() -> Rejected:
    return Rejected(
        "nobody-whistled",
        "name in `departments` one that came because you whistled",
        "请在 departments 中写明应吹哨报到的单位",
        status=422,
    )


def assessed_before() -> Rejected:
    return Rejected(
        "assessed-before",
        "your department has judged this part already",
        "贵单位已评价过该协作单位",
    )


def new_facts() -> Rejected:
    return Rejected(
        "new-facts",
        "the case has facts that the other has not; it is handled for itself",
        "该办件有新情况、新理由,不能合并,应单独办理",
    )


def into_itself() -> Rejected:
    return Rejected(
        "into-itself",
        "name another case, one that is being handled or has been answered",
        "请填写另一个在办或已答复的办件",
        status=422,
    )


def into_the_accused() -> Rejected:
    return Rejected(
        "into-the-accused",
        "the other case is handled by somebody whom this report is about: it is"
        " handled for itself",
        "另一办件由被举报单位或其下属单位办理,不能并入,应单独办理",
        law="济南 32",
    )


def into_a_later(case_no: str) -> Rejected:
    return Rejected(
        "into-a-later",
        f"the later case is put into the earlier one: merge {case_no} into this",
        f"应将后收的办件并入先收的办件:请将 {case_no} 并入本件",
    )


def into_a_later_answer(case_no: str) -> Rejected:
    return Rejected(
        "into-a-later",
        f"{case_no} came later and has been answered already: answer this one with the "
        "same words, for only a later case is put into an earlier one",
        f"{case_no} 收件在后且已答复:请以相同内容答复本件(只能将后收的并入先收的)",
    )


def by_a_handler() -> Rejected:
    return Rejected(
        "by-a-handler",
        "somebody who did not handle the case follows it up",
        "回访应由未经办该办件的人员进行",
        status=403,
    )


def followed_up() -> Rejected:
    return Rejected(
        "followed-up",
        "the resident has answered for this round already",
        "本轮已完成回访",
    )


def answers_need_contact() -> Rejected:
    return Rejected(
        "answers-need-contact",
        "resolved and satisfied are answers of somebody who was reached",
        "只有联系上群众才能填写是否解决、是否满意",
        status=422,
    )
