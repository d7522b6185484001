"""Who handles a case together: nobody is asked twice, and the lead completes last."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from contracts.routing import (
    CoHandlerReported,
    OfTask,
    ReturnDecided,
    TaskAssigned,
    TaskCompleted,
    TaskTransferred,
)
from tools.checker.ending import ends
from tools.checker.records import Evidence, Finding

CITY = "routing.tasks"


def assigned_twice(evidence: Evidence) -> Iterator[tuple[str, ...]]:
    """A department is given one case twice in the same way only if it moved about.

    A co-handler may be called again when it has ended its earlier part.
    """
    said = list(_said_to_the_city(evidence))
    moved = {fact.case_id for fact in said if _moves(fact)}
    parts = Counter[tuple[str, str]]()
    helping: set[str] = set()
    for fact in said:
        who = fact.case_id, fact.department
        if ends(fact) and fact.task_id in helping:
            parts[who] += 1
        if isinstance(fact, TaskAssigned) and fact.role == "co_handler":
            helping.add(fact.task_id)
        if isinstance(fact, TaskAssigned) and fact.case_id not in moved:
            how = (fact.parent_task, fact.whistled_by, fact.round, parts[who])
            yield *who, *map(str, how)


def led_too_early(evidence: Evidence) -> Iterator[Finding]:
    """A lead that completed while a co-handler of the case was at work.

    What the lead itself handed down does not count: that goes with its task.
    """
    leads: set[str] = set()
    at_work: dict[str, set[str]] = defaultdict(set)
    for fact in _said_to_the_city(evidence):
        others = at_work[fact.case_id]
        if isinstance(fact, TaskAssigned) and fact.role == "lead":
            leads.add(fact.task_id)
        elif isinstance(fact, TaskAssigned) and fact.parent_task is None:
            others.add(fact.task_id)
        elif ends(fact):
            others.discard(fact.task_id)
        if isinstance(fact, TaskCompleted) and fact.task_id in leads and others:
            yield Finding("lead-not-last", fact.task_id)


def told_of_others(evidence: Evidence) -> Iterator[str]:
    """The waiting task, once for each report it was told of."""
    said = _said_to_the_city(evidence)
    return (fact.task_id for fact in said if isinstance(fact, CoHandlerReported))


def _said_to_the_city(evidence: Evidence) -> Iterable[OfTask]:
    """Every fact of a task once; its department is told the same."""
    for record in evidence.facts.all:
        if record.topic == CITY and isinstance(record.fact, OfTask):
            yield record.fact


def _moves(fact: OfTask) -> bool:
    upheld = isinstance(fact, ReturnDecided) and fact.decision == "upheld"
    return upheld or isinstance(fact, TaskTransferred)
