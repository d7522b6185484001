"""What the department may see of its tasks: sealed as it came, until it is revoked."""

import sqlite3

TABLES = """
CREATE TABLE IF NOT EXISTS contents (
    task TEXT PRIMARY KEY, sequence INTEGER NOT NULL, sealed TEXT,
    at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
) WITHOUT ROWID;
"""
FILED = """
INSERT INTO contents (task, sequence, sealed) VALUES (?, ?, ?)
ON CONFLICT DO UPDATE SET sealed = excluded.sealed, sequence = excluded.sequence,
    at = CURRENT_TIMESTAMP WHERE excluded.sequence > sequence
"""


class Revoked(Exception):
    """It was here, and is no more."""


class Contents:
    """The latest content of each task; of an ended task only that it has ended."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        db.executescript(TABLES)

    def file(self, task_id: str, sequence: int, sealed: str) -> None:
        """A repeat never brings back what was revoked since."""
        self._db.execute(FILED, (task_id, sequence, sealed))

    def revoke(self, task_id: str, sequence: int) -> None:
        self._db.execute(FILED, (task_id, sequence, None))

    def of(self, task_id: str) -> str | None:
        """None: it has not come yet. Raises `Revoked`."""
        asked = "SELECT sealed FROM contents WHERE task = ?"
        row = self._db.execute(asked, (task_id,)).fetchone()
        if row is None:
            return None
        if row["sealed"] is None:
            raise Revoked
        sealed: str = row["sealed"]
        return sealed

    def tidy(self) -> None:
        gone = "sealed IS NULL AND at < datetime('now', '-100 days')"
        self._db.execute(f"DELETE FROM contents WHERE {gone}")
