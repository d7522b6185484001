"""What was said to the city, and what came of it."""

import sqlite3
from dataclasses import dataclass
from uuid import UUID

TABLES = """
CREATE TABLE IF NOT EXISTS letters (
    id TEXT PRIMARY KEY, key TEXT NOT NULL, value BLOB NOT NULL,
    traceparent TEXT NOT NULL, answer BLOB,
    at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE TABLE IF NOT EXISTS said (one INTEGER PRIMARY KEY, number INTEGER NOT NULL);
INSERT OR IGNORE INTO said VALUES (1, 0);
"""


@dataclass(frozen=True)
class Letter:
    """One reply, exactly as it is sent. `answer`: the event that settled it."""

    id: UUID
    key: str
    value: bytes
    traceparent: str
    answer: bytes | None = None


class Letters:
    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        db.executescript(TABLES)

    def number(self) -> int:
        """The next of the department's own sequence."""
        counted = "UPDATE said SET number = number + 1 RETURNING number"
        return int(self._db.execute(counted).fetchone()["number"])

    def write(self, letter: Letter) -> None:
        """Before it is sent, so that the same reply can be sent after a crash."""
        self._db.execute(
            "INSERT INTO letters (id, key, value, traceparent) VALUES (?, ?, ?, ?)",
            (str(letter.id), letter.key, letter.value, letter.traceparent),
        )

    def of(self, id: UUID) -> Letter | None:
        asked = "SELECT * FROM letters WHERE id = ?"
        row = self._db.execute(asked, (str(id),)).fetchone()
        if row is None:
            return None
        return Letter(id, row["key"], row["value"], row["traceparent"], row["answer"])

    def settle(self, id: UUID, answer: bytes) -> bool:
        """The first answer counts. False: it answers no letter of ours."""
        heard = "UPDATE letters SET answer = coalesce(answer, ?) WHERE id = ?"
        return self._db.execute(heard, (answer, str(id))).rowcount > 0

    def unanswered(self) -> list[UUID]:
        """Oldest first."""
        asked = "SELECT id FROM letters WHERE answer IS NULL ORDER BY at, rowid"
        return [UUID(row["id"]) for row in self._db.execute(asked)]

    def tidy(self) -> None:
        self._db.execute("DELETE FROM letters WHERE at < datetime('now', '-100 days')")
