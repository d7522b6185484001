"""What was taken before, so that a repeat changes nothing, also after a restart."""

import sqlite3
from dataclasses import dataclass

TABLES = """
CREATE TABLE IF NOT EXISTS marks (
    lane TEXT, source TEXT, sequence INTEGER NOT NULL,
    at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY (lane, source)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS attempts (
    name TEXT PRIMARY KEY, number INTEGER NOT NULL
) WITHOUT ROWID;
"""
TAKEN = """
INSERT INTO marks (lane, source, sequence) VALUES (?, ?, ?)
ON CONFLICT DO UPDATE SET sequence = excluded.sequence, at = CURRENT_TIMESTAMP
WHERE excluded.sequence > sequence
"""
BEGUN = """
INSERT INTO attempts VALUES (?, 1)
ON CONFLICT DO UPDATE SET number = number + 1 RETURNING number
"""


@dataclass(frozen=True)
class Position:
    """Where an event stands: in which lane, of which source, as its how-manyeth.

    A lane is one case on one topic: there, and nowhere else, sequences come in order.
    """

    lane: str
    source: str
    sequence: int

    @property
    def name(self) -> str:
        return f"{self.lane} {self.source} {self.sequence}"


class Marks:
    """The highest sequence taken: handled, or set aside."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        db.executescript(TABLES)

    def is_repeat(self, position: Position) -> bool:
        asked = "SELECT sequence FROM marks WHERE lane = ? AND source = ?"
        key = (position.lane, position.source)
        row = self._db.execute(asked, key).fetchone()
        return row is not None and row["sequence"] >= position.sequence

    def take(self, position: Position) -> None:
        """From now on it is a repeat; its attempts are forgotten."""
        of_lane = (position.lane, position.source, position.sequence)
        self._db.execute(TAKEN, of_lane)
        self._db.execute("DELETE FROM attempts WHERE name = ?", (position.name,))

    def begin(self, position: Position) -> int:
        """Counted before the handler starts, so that one that kills us counts too."""
        number: int = self._db.execute(BEGUN, (position.name,)).fetchone()["number"]
        return number

    def take_back(self, position: Position) -> None:
        """The attempt was interrupted by us and does not count."""
        less = "UPDATE attempts SET number = number - 1 WHERE name = ?"
        self._db.execute(less, (position.name,))

    def forget(self) -> None:
        """Before reading again: what was handled is to be handled once more."""
        self._db.execute("DELETE FROM marks")
        self._db.execute("DELETE FROM attempts")

    def tidy(self) -> None:
        self._db.execute("DELETE FROM marks WHERE at < datetime('now', '-100 days')")
