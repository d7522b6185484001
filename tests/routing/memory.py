"""The inbox and the look-ups in memory; the same suite runs against MongoDB."""

from collections import Counter
from datetime import datetime

from services.routing.domain.moves import OPEN


class MemoryInbox:
    def __init__(self):
        self.rows = {}

    async def add(self, id, sequence, row):
        self.rows.setdefault(id, {"_id": id, "sequence": sequence, **row})

    async def change(self, id, sequence, row):
        self._update(id, sequence, lambda before: row)

    async def put_back(self, id, sequence):
        def back(before):
            return {"state": "acknowledged" if before["signed"] else "assigned"}

        self._update(id, sequence, back)

    def _update(self, id, sequence, row_of):
        before = self.rows.get(id)
        if before and before["sequence"] < sequence:
            before.update(row_of(before) | {"sequence": sequence})

    async def page(self, caller, question, past, limit):
        rows = [row for row in self.rows.values() if _asked(row, question)]
        rows = [row for row in rows if tasks_shown(row, caller)]
        rows.sort(key=_key)
        return [row for row in rows if past is None or _key(row) > past][:limit]

    async def counts(self, caller, department, now: datetime):
        mine = [
            row
            for row in self.rows.values()
            if row["department"] == department and tasks_shown(row, caller)
        ]
        late = sum(row["state"] in OPEN and row["due_at"] <= now for row in mine)
        return Counter(row["state"] for row in mine) | {"overdue": late}

    async def tally(self):
        return Counter((row["state"], row["department"]) for row in self.rows.values())


class MemoryHandlings:
    """Over the repository of a world."""

    def __init__(self, handlings):
        self._handlings = handlings

    async def of_task(self, task_id, caller):
        for id in self._handlings.documents.ids:
            document = await self._handlings.documents.find(id)
            if task_id in document["task_ids"] and _handling_shown(document, caller):
                return id
        return None

    async def of_case(self, case_id, caller):
        document = await self._handlings.documents.find(case_id)
        return case_id if document and _handling_shown(document, caller) else None


def tasks_shown(row, caller):
    if caller.has("dispatcher", "supervisor"):
        return bool(caller.area) and row["area"].startswith(caller.area)
    return caller.has("department") and row["department"] == caller.department


def _handling_shown(document, caller):
    if caller.has("dispatcher", "supervisor"):
        return bool(caller.area) and document["area"].startswith(caller.area)
    return caller.has("department") and caller.department in document["concerned"]


def _asked(row, question):
    late_at = question.overdue_at
    return (
        row["department"] == question.department
        and question.state in (None, row["state"])
        and (not question.due_before or row["due_at"] < question.due_before)
        and (not late_at or (row["state"] in OPEN and row["due_at"] <= late_at))
    )


def _key(row):
    return row["due_at"], row["_id"]
