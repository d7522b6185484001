"""What a department is going to do with a task before it answers."""

from contracts.routing import TaskAssigned
from tools.demo.playing import steps
from tools.demo.playing.directory import Directory
from tools.demo.playing.errand import Step
from tools.demo.playing.habits import story_of
from tools.demo.submission import chance, lot

CONTACTS = 3
RETURNS = 25
PAUSES = 12
EXTENDS = 16
PARKS = 12
WHISTLES = 2
HANDS_DOWN = 3
"""One task in so many, of those that can be treated like this."""

PAUSED_FOR = ("waiting_for_resident", "appraisal")
"""The second is time that the law does not count."""

CALLED = ("public-security", "market", "traffic-police", "ecology")


def plan(task: TaskAssigned, directory: Directory) -> list[Step]:
    """All steps before the answer. A department's own units just do their part."""
    story = story_of(task.case_id)
    lead = task.role == "lead" and task.round == 1
    if story == "withdrawn" and task.round == 1:
        return [steps.contact, steps.wait_for_the_end]
    if lead and story in ("urged", "supplemented"):
        return [steps.contact, steps.wait_for_the_resident]
    if lead and story == "returned-twice" and not task.designated:
        return [steps.give_back]
    return _ordinary(task, directory)


def _ordinary(task: TaskAssigned, directory: Directory) -> list[Step]:
    id = task.task_id
    planned: list[Step] = [steps.contact] if chance(CONTACTS, "contact", id) else []
    if task.role == "lead":
        planned += _of_the_lead(task, directory)
    if task.whistled_by:
        planned.append(steps.judge_who_whistled)
    below = directory.communities(task.department)
    if below and chance(HANDS_DOWN, "down", id):
        planned.append(steps.hand_down(below[lot(len(below), id)]))
    if chance(PAUSES, "pause", id):
        planned.append(steps.pause(PAUSED_FOR[lot(len(PAUSED_FOR), id)]))
    return planned


def _of_the_lead(task: TaskAssigned, directory: Directory) -> list[Step]:
    id, planned = task.task_id, list[Step]()
    if not task.designated and chance(RETURNS, "return", id):
        planned.append(steps.give_back)
    if directory.is_street(task.department) and chance(WHISTLES, "whistle", id):
        planned.append(steps.whistle(CALLED[lot(len(CALLED), id)]))
    if chance(EXTENDS, "extend", id):
        planned.append(steps.extend)
    if chance(PARKS, "park", id):
        planned.append(steps.park)
    return planned
