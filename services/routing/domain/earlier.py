"""States as earlier versions stored them, lifted to today's shape."""

from typing import Any

State = dict[str, Any]


def from_schema_1(state: State) -> State:
    """Tasks get a clock of their own; what had been said stays said."""
    gone = ("why", "triage_due_at", "triage_overdue")
    kept = {name: value for name, value in state.items() if name not in gone}
    due_at, late = state.get("triage_due_at"), state.get("triage_overdue", False)
    concluded = state["state"] == "concluded"
    return kept | {
        "why_zh": state.get("why", ()),
        "unassigned": {"due_at": due_at, "ladder": [due_at]} if due_at else None,
        "levels": {"nobody_assigned": 1} if late else {},
        "tasks": [_task(task) for task in state["tasks"]],
        "conclusions": _conclusions(state) if concluded else [],
    }


def has_defaults(state: State) -> State:
    """2 -> 3, 3 -> 4: nothing was renamed, and what came later has defaults."""
    return state


def _task(task: State) -> State:
    moved = ("limit", "started_at", "due_at", "provisional", "ladder", "level")
    kept = {name: value for name, value in task.items() if name not in moved}
    reason, law = kept.pop("return_reason", None), kept.pop("return_law", None)
    returned = {"reason": reason, "law": law, "decide_by": task["due_at"]}
    return kept | {
        "clock": {"limit": task["limit"], "started_at": task["started_at"]},
        "timing": {
            "due_at": task["due_at"],
            "provisional": task.get("provisional", False),
            "overdue": task.get("ladder", ()),
        },
        "levels": {"overdue": task["level"]} if task.get("level") else {},
        "returned": returned if reason and law else None,
    }


def _conclusions(state: State) -> list[State]:
    done = [task for task in state["tasks"] if task.get("completed_at")]
    lead = next((task for task in done if task["role"] == "lead"), None)
    if lead is None:
        return []
    at = max(task["completed_at"] for task in done)
    return [{"outcome": lead["outcome"], "at": at, "round": 1}]
