"""One file, four tables' worth of memory, and when it is safely on the disk."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tongban_department.errors import StoreInUse
from tongban_department.store.contents import Contents
from tongban_department.store.kept import KeptEvents
from tongban_department.store.letters import Letters
from tongban_department.store.marks import Marks

IN_MEMORY = ":memory:"


class Store:
    """Of one running program; a second program on the same feed has its own.

    A step is whole or did not happen, whatever kills the process. Against a loss of
    power it holds from `settle` on, which is called before any offset is committed.
    Answers and contents lie here sealed, as they travelled.
    """

    def __init__(self, path: Path | str = IN_MEMORY) -> None:
        self._path = path
        self._claim: sqlite3.Connection | None = None
        self._db = sqlite3.connect(path, isolation_level=None, timeout=10)
        self._db.row_factory = sqlite3.Row
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        self.marks = Marks(self._db)
        self.kept = KeptEvents(self._db)
        self.contents = Contents(self._db)
        self.letters = Letters(self._db)

    @contextmanager
    def step(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def claim(self) -> None:
        """For a program that reads; held until `give_up` or until the process ends.

        Raises `StoreInUse`. Whoever only looks (`tongban-department`) claims nothing.
        """
        if self._path == IN_MEMORY or self._claim:
            return
        claim = sqlite3.connect(f"{self._path}.claim", isolation_level=None, timeout=0)
        try:
            claim.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            claim.close()
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            raise StoreInUse(
                f"another program works with {self._path}: stop it, or give this one a "
                "store of its own (store=…)"
            ) from None
        self._claim = claim

    def give_up(self) -> None:
        """Another program may work with it now."""
        if self._claim:
            self._claim.close()
            self._claim = None

    def settle(self) -> bool:
        """Everything so far is on the disk; False: another process was just at it."""
        busy, *_ = self._db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        return not busy

    def tidy(self) -> None:
        """Forgets what Kafka itself forgot (it keeps a department's topics 90 days)."""
        with self.step():
            self.marks.tidy()
            self.contents.tidy()
            self.letters.tidy()

    def close(self) -> None:
        self.give_up()
        self._db.close()
