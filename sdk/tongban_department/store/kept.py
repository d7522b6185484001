"""Events that were set aside, and those of the same case that wait behind them."""

import sqlite3
from dataclasses import dataclass

TABLES = """
CREATE TABLE IF NOT EXISTS kept (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    lane TEXT NOT NULL,
    topic TEXT NOT NULL,
    key TEXT NOT NULL,
    value BLOB,
    traceparent TEXT NOT NULL,
    reason TEXT,
    released INTEGER NOT NULL DEFAULT 0,
    at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE INDEX IF NOT EXISTS kept_by_lane ON kept (lane, id);
"""
KEEP = """
INSERT OR IGNORE INTO kept (name, lane, topic, key, value, traceparent, reason)
VALUES (:name, :lane, :topic, :key, :value, :traceparent, :reason)
"""
FIRST_OF_LANES = """
SELECT lane FROM kept WHERE id IN (SELECT MIN(id) FROM kept GROUP BY lane)
AND (reason IS NULL OR released)
"""
LISTED = """
SELECT id, topic, key, reason, at,
    (SELECT COUNT(*) FROM kept AS behind
     WHERE behind.lane = kept.lane AND behind.id > kept.id) AS waiting
FROM kept WHERE reason IS NOT NULL AND NOT released ORDER BY id
"""


@dataclass(frozen=True)
class Kept:
    """An event in the store. `reason` None: it only waits behind another."""

    name: str
    lane: str
    topic: str
    key: str
    value: bytes | None
    traceparent: str
    reason: str | None = None
    id: int = 0


@dataclass(frozen=True)
class SetAside:
    """What an operator sees: never what the event says, only where it stands."""

    id: int
    topic: str
    case_id: str
    reason: str
    at: str
    """UTC."""
    waiting: int
    """How many later events of the same case and topic wait behind it."""


class KeptEvents:
    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        db.executescript(TABLES)

    def keep(self, event: Kept) -> None:
        """Once, however often it comes."""
        self._db.execute(KEEP, vars(event))

    def set_aside_again(self, id: int, reason: str | None) -> None:
        again = "UPDATE kept SET reason = ?, released = 0 WHERE id = ?"
        self._db.execute(again, (reason, id))

    def blocks(self, lane: str) -> bool:
        asked = "SELECT 1 FROM kept WHERE lane = ? LIMIT 1"
        return self._db.execute(asked, (lane,)).fetchone() is not None

    def next_of(self, lane: str) -> Kept | None:
        """The oldest of a lane, if it may go on; None: it waits for a release."""
        asked = "SELECT * FROM kept WHERE lane = ? ORDER BY id LIMIT 1"
        row = self._db.execute(asked, (lane,)).fetchone()
        if row is None or (row["reason"] is not None and not row["released"]):
            return None
        return Kept(**{name: row[name] for name in Kept.__dataclass_fields__})

    def lanes_that_go_on(self) -> list[str]:
        return [row["lane"] for row in self._db.execute(FIRST_OF_LANES)]

    def set_aside(self) -> list[SetAside]:
        names = ("id", "topic", "key", "reason", "at", "waiting")
        rows = self._db.execute(LISTED)
        return [SetAside(*(row[name] for name in names)) for row in rows]

    def release(self, id: int) -> bool:
        """The running program takes it, and what waits behind it, within seconds.

        False: no such event is set aside.
        """
        asked = "UPDATE kept SET released = 1 WHERE id = ? AND reason IS NOT NULL"
        return self._db.execute(asked, (id,)).rowcount > 0

    def remove(self, id: int) -> bool:
        return self._db.execute("DELETE FROM kept WHERE id = ?", (id,)).rowcount > 0
