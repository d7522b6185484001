"""The inbox and the look-ups in memory; the same suites run against MongoDB."""

from collections import Counter

from services.routing.domain.moves import OPEN, RUNNING
from services.routing.store.counting import Cell, total
from services.routing.store.handlings import SHOWN, CasesWanted
from services.routing.store.sight import narrowed, parents


class MemoryInbox:
    def __init__(self):
        self.rows = {}

    async def add(self, id, sequence, row):
        places = {"areas": parents(row["area"]), "sequence": sequence}
        self.rows.setdefault(id, {"_id": id, **row, **places})

    async def change(self, id, sequence, row):
        self._update(id, sequence, lambda before: row)

    async def give_back(self, id, sequence, row):
        self._update(
            id, sequence, lambda before: row | {"returned_from": before["state"]}
        )

    async def put_back(self, id, sequence):
        def back(before):
            return {"state": before.get("returned_from") or _at_work(before)}

        self._update(id, sequence, back)

    async def move(self, id, sequence, row, at):
        self._update(id, sequence, lambda before: _moved(before, row, at))

    async def run_on(self, id, sequence, row, at):
        def on(before):
            return _moved(before, row, at) | {"state": _at_work(before)}

        self._update(id, sequence, on)

    async def supervise(self, id, sequence, level, reason):
        def higher(before):
            return _highest(before["levels"] | {reason or "unnamed": level})

        self._update(id, sequence, higher)

    def _update(self, id, sequence, row_of):
        before = self.rows.get(id)
        if before and before["sequence"] < sequence:
            before.update(row_of(before) | {"sequence": sequence})

    async def page(self, caller, question, past, limit):
        return self._page(caller, question, past, limit, "due_at")

    async def page_by_case(self, caller, question, past, limit):
        return self._page(caller, question, past, limit, "case_no")

    async def levels(self, caller, question):
        return Counter(row["level"] for row in self.seen(caller, question))

    def _page(self, caller, question, past, limit, by):
        rows = sorted(
            self.seen(caller, question), key=lambda row: (row[by], row["_id"])
        )
        return [row for row in rows if not past or (row[by], row["_id"]) > past][:limit]

    def seen(self, caller, question):
        rows = [row for row in self.rows.values() if asked(row, question)]
        return [row for row in rows if tasks_shown(row, caller)]


class MemoryCensus:
    def __init__(self, inbox, clock):
        self._inbox = inbox
        self._clock = clock

    async def counts(self, caller, department=None, area=None):
        wanted = narrowed(caller, department, area or "")
        rows = [row for row in self._inbox.rows.values() if row["open"]]
        return total(
            _cell(row, self._clock())
            for row in rows
            if wanted
            and wanted[0] in (None, row["department"])
            and row["area"].startswith(wanted[1])
        )

    async def tally(self):
        rows = [row for row in self._inbox.rows.values() if row["open"]]
        return Counter((row["state"], row["department"]) for row in rows)


class MemoryHandlings:
    """Over documents, or those of a world's repository."""

    def __init__(self, handlings):
        self._handlings = handlings

    async def of_task(self, task_id, caller):
        for document in await self._all():
            if task_id in document["task_ids"] and _handling_shown(document, caller):
                return document["_id"]
        return None

    async def of_case(self, case_id, caller):
        for document in await self._all():
            if document["_id"] == case_id and _handling_shown(document, caller):
                return case_id
        return None

    async def triage(self, caller, area, past, limit):
        found = [row for row in await self._all() if row["handling_state"] == "triage"]
        return _page_of(found, caller, area, ("due_at", past, limit))

    async def supervised(self, caller, wanted: CasesWanted, past, limit):
        found = [row for row in await self._all() if _is_wanted(row, wanted)]
        return _page_of(found, caller, wanted.area, ("case_no", past, limit))

    async def levels(self, caller, wanted):
        found = await self.supervised(caller, wanted, None, None)
        return Counter(row["supervised_level"] for row in found)

    async def _all(self):
        documents = self._handlings.documents
        return [await documents.find(id) for id in documents.ids]


def tasks_shown(row, caller):
    if caller.has("dispatcher", "supervisor"):
        return bool(caller.area) and row["area"].startswith(caller.area)
    return caller.has("department") and row["department"] == caller.department


def asked(row, question):
    return _named(row, question) and _standing(row, question) and _due(row, question)


def _named(row, question):
    named = ("department", "case_no", "role")
    wanted = [getattr(question, name) in (None, row.get(name)) for name in named]
    return (
        all(wanted)
        and question.reason in (None, row.get("supervised_for"))
        and row["area"].startswith(question.area or "")
        and (not question.levels or _at_level(row, question.levels))
    )


def _at_level(row, levels):
    return row["supervised"] and row["level"] in levels


def _standing(row, question):
    if question.undecided:
        return any(_waits(row, kind) for kind in question.undecided)
    if question.states:
        return row["state"] in question.states
    return bool(question.case_no) or row["open"]


def _waits(row, kind):
    if kind == "return":
        return row["open"] and row["state"] == "returned"
    return row.get(kind) == "requested" and (row["open"] or kind == "exclusion")


def _due(row, question):
    due_at, running = row["due_at"], row["state"] in RUNNING
    before, after = question.due_before, question.due_after
    late_at, soon_at = question.overdue_at, question.due_soon_at
    return (
        (not before or due_at < before)
        and (not after or due_at >= after)
        and (not late_at or (running and due_at <= late_at))
        and (not soon_at or (running and row["due_soon"] and due_at > soon_at))
    )


def _cell(row, now):
    running, late = row["state"] in RUNNING, row["due_at"] <= now
    numbers = {
        row["state"]: 1,
        "overdue": int(running and late),
        "due_soon": int(running and not late and row["due_soon"]),
        "supervised": int(row["level"] > 0),
    }
    assert row["state"] in OPEN
    return Cell(row["department"], row["area"], numbers)


def _moved(before, row, at):
    later = row["due_at"] > max(before["due_at"], at)
    levels = dict(before["levels"])
    if later:
        levels.pop("overdue", None)
    soon = before["due_soon"] and not later
    return row | {"due_soon": soon} | _highest(levels)


def _highest(levels):
    reason = max(levels, key=levels.get, default=None)
    level = levels[reason] if reason else 0
    return {
        "levels": levels,
        "level": level,
        "supervised": level > 0,
        "supervised_for": reason,
    }


def _at_work(row):
    return "acknowledged" if row["signed"] else "assigned"


def _handling_shown(document, caller):
    if caller.has("dispatcher", "supervisor"):
        return bool(caller.area) and document["area"].startswith(caller.area)
    return caller.has("department") and caller.department in document["concerned"]


def _is_wanted(row, wanted):
    level = row.get("supervised_level")
    return level in wanted.levels and wanted.reason in (None, row["supervised_for"])


def _page_of(rows, caller, area, cut):
    by, past, limit = cut
    if not caller.has("dispatcher", "supervisor") or not caller.area:
        return []
    seen = [
        row
        for row in rows
        if row["area"].startswith(caller.area) and row["area"].startswith(area or "")
    ]
    shown = [{name: row.get(name) for name in ("_id", *SHOWN)} for row in seen]
    return _sorted(shown, by, past, limit)


def _sorted(rows, by, past, limit):
    def key(row):
        return row[by], row["_id"]

    later = [row for row in rows if not past or key(row) > past]
    return sorted(later, key=key)[:limit]
