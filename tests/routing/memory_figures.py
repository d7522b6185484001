"""What the figures are made of, in memory; the same suite runs against MongoDB."""

from collections import Counter, defaultdict

from services.routing.store.rounds import MARKS


class MemoryRounds:
    def __init__(self):
        self.rows = {}

    async def plan(self, case_id, sequence, row):
        fresh = {**row, "case_id": case_id, "sequence": sequence}
        self.rows.setdefault(f"{case_id}#1", fresh)

    async def lead(self, case_id, round, sequence, row):
        begun = {"case_id": case_id, "sequence": 0}
        known = self.rows.setdefault(f"{case_id}#{round}", begun)
        _mark([known], sequence, row)

    async def of_round(self, case_id, round, sequence, row):
        known = self.rows.get(f"{case_id}#{round}")
        _mark([known] if known else [], sequence, row)

    async def of_lead(self, case_id, task_id, sequence, row):
        known = self._of(case_id)
        _mark([r for r in known if r.get("task_id") == task_id], sequence, row)

    async def under_way(self, case_id, sequence, row):
        known = self._of(case_id)
        _mark([r for r in known if "concluded_at" not in r], sequence, row)

    async def area_of(self, case_id):
        return next((r["area"] for r in self._of(case_id) if "area" in r), "")

    async def sums(self, caller, period):
        groups = defaultdict(list)
        for row in shown(self.rows.values(), caller, period, "concluded_at"):
            groups[row["department"], row.get("excluded") == 1].append(row)
        return [
            {"_id": {"department": department, "excluded": excluded}}
            | {mark: sum(row.get(mark, 0) for row in rows) for mark in MARKS}
            for (department, excluded), rows in groups.items()
        ]

    async def planned(self, caller, period):
        rows = shown(self.rows.values(), caller, period, "planned_at")
        return Counter(row["rule"] for row in rows)

    def _of(self, case_id):
        return [row for row in self.rows.values() if row["case_id"] == case_id]


class MemoryReturns:
    def __init__(self):
        self.rows = {}

    async def add(self, task_id, sequence, row):
        fresh = {**row, "task_id": task_id, "sequence": sequence, "decision": None}
        self.rows.setdefault(f"{task_id}#{sequence}", fresh)

    async def decide(self, task_id, sequence, decision):
        for row in self.rows.values():
            waits = row["task_id"] == task_id and row["decision"] is None
            if waits and row["sequence"] < sequence:
                row["decision"] = decision
                return

    async def by(self, caller, by, period):
        groups = defaultdict(list)
        for row in shown(self.rows.values(), caller, period, "returned_at"):
            groups[row[by]].append(row)
        return [
            {
                "_id": key,
                "cases": len({row["case_id"] for row in rows}),
                "returns": len(rows),
                **{
                    decision: sum(row["decision"] == decision for row in rows)
                    for decision in ("upheld", "dismissed")
                },
            }
            for key, rows in groups.items()
        ]


def shown(rows, caller, period, field):
    """Of the period, and the caller's to see."""
    for row in rows:
        moment, area = row.get(field), row.get("area", "")
        if moment is None or not period.since <= moment < period.until:
            continue
        if caller.has("dispatcher", "supervisor"):
            if caller.area and area.startswith(caller.area):
                yield row
        elif caller.has("department") and caller.department == row["department"]:
            yield row


def _mark(rows, sequence, row):
    for known in rows[:1]:
        if known["sequence"] < sequence:
            known.update(row | {"sequence": sequence})
