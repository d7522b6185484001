"""What those around a handling may try, sensible or not."""

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from services.routing.domain.acting.own import TaskAction
from services.routing.domain.deciding.afterwards import (
    FollowUpAnswers,
    Merge,
    Redo,
    follow_up,
    merge,
    redo,
)
from services.routing.domain.deciding.meetings import (
    CallMeeting,
    RecordMeeting,
    call_meeting,
    record_meeting,
)
from services.routing.domain.deciding.moving import Transfer, Waive, transfer, waive
from services.routing.domain.deciding.returns import (
    DecideReturn,
    Designate,
    decide_return,
    designate,
)
from services.routing.domain.deciding.wishes import (
    DecideExclusion,
    DecideExtension,
    DecideParking,
    Decider,
    ReviewParking,
    decide_exclusion,
    decide_extension,
    decide_parking,
    review_parking,
)
from services.routing.domain.moves import ACTIONS, ALLOWED, MOVE
from services.routing.domain.planning import Assign, assign
from services.routing.domain.task import Task
from tests.routing.machine.life import DEPARTMENTS, UNIT, Life
from tests.routing.people import OTHER_CASE
from tests.routing.world import CASE_NO

WHO = st.sampled_from(DEPARTMENTS)
REASONS = {
    "return": "not_our_duty",
    "extend": "complex_matter",
    "request-parking": "no_budget",
    "request-exclusion": "disproved",
}
DISTINCT = st.lists(WHO, min_size=1, max_size=2)
DECISIONS = (
    "decide-return",
    "designate",
    "transfer",
    "waive",
    "decide-parking",
    "review-parking",
    "decide-extension",
    "decide-exclusion",
)
PAUSES = st.sampled_from(["weather", "hearing"])


def act_of(draw: Any, life: Life) -> TaskAction:
    """Something that the task allows as it stands."""
    task = draw(st.sampled_from(life.handling.open_tasks))
    return _action(draw, life, task, ALLOWED[task.state] or ACTIONS)


def anything_of(draw: Any, life: Life) -> TaskAction:
    return _action(draw, life, draw(st.sampled_from(life.handling.tasks)), ACTIONS)


def _action(draw: Any, life: Life, task: Task, actions: tuple[str, ...]) -> TaskAction:
    action = draw(st.sampled_from(actions))
    reason = draw(PAUSES) if action == "pause" else REASONS.get(action)
    to = (UNIT,) if action == "sub-assign" else tuple(draw(DISTINCT))
    return TaskAction(
        id=f"{draw(st.integers(0, 10_000))}#x",
        department=task.department,
        task_id=task.task_id,
        action=action,
        by=draw(st.sampled_from(["officer-1", "officer-2"])),
        reason=reason,
        law="潍坊 22",
        outcome=draw(st.sampled_from(["resolved", "explained"])),
        evidence=CASE_NO,
        until=life.now + timedelta(hours=draw(st.integers(0, 200))),
        departments=to,
        amount=draw(st.integers(1, 3)),
        unit=draw(st.sampled_from(["working_days", "hours", "calendar_days"])),
        reached=True,
        grade=3,
    )


def decision_of(draw: Any, life: Life) -> tuple[Any, Any]:
    """On a task that is in a state for it, if there is one."""
    action = draw(st.sampled_from(DECISIONS))
    ready = [t for t in life.handling.tasks if t.state in MOVE[action].of]
    task = draw(st.sampled_from(ready or life.handling.tasks))
    return _decision(draw, action, task)


def wishes(life: Life) -> list[tuple[Task, str]]:
    """What departments have asked for and nobody has decided, and what can be waived.

    Where a task stands still nothing can be decided on it.
    """
    return [
        (task, f"decide-{name}")
        for task in life.handling.tasks
        for name in ("extension", "parking", "exclusion")
        if (wish := getattr(task, name)) and wish.state == "requested"
        if task.state in MOVE[f"decide-{name}"].of
    ] + [
        (task, "waive")
        for task in life.handling.open_tasks
        if task.running and not task.leads and task.due_at <= life.now
    ]


def answer_of(draw: Any, life: Life) -> tuple[Any, Any]:
    task, action = draw(st.sampled_from(wishes(life)))
    return _decision(draw, action, task)


def _decision(draw: Any, action: str, task: Task) -> tuple[Any, Any]:
    verdict = draw(st.sampled_from(["granted", "granted", "refused"]))
    id, to, by = task.task_id, draw(WHO), _decider(draw, task)
    upheld = DecideReturn(id, "upheld", to)
    back = draw(st.sampled_from([upheld, DecideReturn(id, "dismissed")]))
    return {
        "decide-return": (decide_return, back),
        "designate": (designate, Designate(id, to)),
        "transfer": (transfer, Transfer(id, to)),
        "waive": (waive, Waive(id, "silent")),
        "decide-parking": (decide_parking, DecideParking(id, verdict)),
        "review-parking": (review_parking, ReviewParking(id, verdict == "granted")),
        "decide-extension": (decide_extension, DecideExtension(id, verdict, by)),
        "decide-exclusion": (
            decide_exclusion,
            DecideExclusion(id, verdict, "reasonable", by),
        ),
    }[action]


def meeting_of(draw: Any, life: Life) -> tuple[Any, Any]:
    who = (draw(WHO),)
    if life.handling.meeting:
        return record_meeting, RecordMeeting(who, "sealed")
    return call_meeting, CallMeeting(who, life.now + timedelta(days=1))


def merger(life: Life) -> tuple[Any, Any]:
    """With a case that somebody handles."""
    other = {"case_id": OTHER_CASE, "state": "in_progress", "merged_into": None}
    return merge, Merge(life.handling.but(**other), new_facts=False)


def afterwards_of(draw: Any) -> tuple[Any, Any]:
    reached = draw(st.sampled_from(["reached", "unreachable"]))
    return draw(
        st.sampled_from(
            [
                (follow_up, FollowUpAnswers(reached)),
                (redo, Redo()),
            ]
        )
    )


def naming_of(draw: Any) -> tuple[Any, Any]:
    others = tuple(draw(st.lists(WHO, max_size=3)))
    return assign, Assign(draw(WHO), others)


def _decider(draw: Any, task: Task) -> Decider:
    """Of the task's own department or of another, and perhaps whoever asked."""
    roles = frozenset({"dispatcher", "supervisor", "department"})
    subject = draw(st.sampled_from(["officer-1", "officer-2"]))
    return Decider(subject, roles, draw(st.just(task.department) | WHO))
