"""When a department owes nothing more for a task."""

from contracts.routing import (
    OfTask,
    ReturnDecided,
    TaskCancelled,
    TaskCompleted,
    TaskTransferred,
    TaskWaived,
)


def ends(fact: OfTask) -> bool:
    """Each task ends once, in one of five ways."""
    if isinstance(fact, ReturnDecided):
        return fact.decision == "upheld"
    return isinstance(fact, (TaskCompleted, TaskWaived, TaskCancelled, TaskTransferred))
